"""The slope of the curve: a bell of height 1/4, the same on both sides."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid, sigmoid_backward
from scripts.figures.style import curve, guide, label, panels, points, x_axis, y_axis


def draw() -> Figure:
    fig, (above, below) = panels([170, 170], gap=76)
    x = np.linspace(-6, 6, 241)
    x_axis(above, -6, 6, dict.fromkeys([-6, -3, 0, 3, 6], ""))
    y_axis(above, 0, 1, [0, 0.5, 1], "σ(*x*)")
    curve(above, x, sigmoid(x))
    x_axis(below, -6, 6, [-6, -3, 0, 3, 6], "*x*")
    y_axis(below, 0, 0.25, {0: "0", 0.125: "⅛", 0.25: "¼"}, "its slope, σ′(*x*)")
    slope = sigmoid_backward(x, 1.0)
    side = float(sigmoid_backward(2.0, 1.0))
    guide(below, [-2, 2], [side, side])
    curve(below, x, slope, "accent-2")
    steps = np.array([-2.0, 0.0, 2.0])
    for at in steps:
        run = at + np.array([-0.8, 0.8])
        curve(above, run, sigmoid(at) + (run - at) * sigmoid_backward(at, 1.0), "accent-2")
    points(above, steps, sigmoid(steps), "accent-2")
    points(below, steps, sigmoid_backward(steps, 1.0), "accent-2")
    label(below, 0, 0.25, "never more than ¼", "accent-2", dx=34, dy=-5)
    label(below, 2, side, "σ′(−2) = σ′(2)", "accent-2", dx=14, dy=2)
    return fig
