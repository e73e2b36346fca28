"""The curve itself: from 0 to 1, steepest in the middle, with the point that Home begins with."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid, sigmoid_backward
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis

AT = 2.0


def draw() -> Figure:
    fig, ax = figure()
    x = np.linspace(-6, 6, 241)
    x_axis(ax, -6, 6, [-6, -3, 0, 3, 6], "*x*")
    y_axis(ax, 0, 1, [0, 0.5, 1], "σ(*x*)")
    y, slope = float(sigmoid(AT)), float(sigmoid_backward(AT, 1.0))
    guide(ax, [-6, 6], [1, 1])
    guide(ax, [-6, AT, AT], [y, y, 0])
    tangent = np.array([-1.7, 1.7])
    curve(ax, AT + tangent, y + tangent * slope, "accent-2")
    curve(ax, x, sigmoid(x))
    points(ax, 0, 0.5, "accent")
    points(ax, AT, y, "accent-2")
    label(ax, -0.35, 0.5, "steepest here: slope ¼", "ink-soft", "right", dy=6)
    label(ax, 6, 0.9, "never quite 1", "ink-soft", "right", dy=-6)
    label(ax, -6, 0.1, "never quite 0", "ink-soft", dx=12)
    return fig
