"""The logistic curve against the normal one, and the tails in which they part."""

import math

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, label, panels, x_axis, y_axis


def draw() -> Figure:
    x = np.linspace(-4, 4, 321)
    normal = np.array([math.erfc(-v / math.sqrt(2)) / 2 for v in x])
    logistic = sigmoid(1.702 * x)
    fig, (above, below) = panels([170, 190], left=66)
    ticks = [-4.0, -2.0, 0.0, 2.0, 4.0]
    x_axis(above, -4, 4, ticks)
    y_axis(above, 0, 1, [0, 0.5, 1], "both curves")
    curve(above, x, logistic, "accent")
    curve(above, x, normal, "accent-2", dashed=True)
    label(above, -0.4, 0.72, "almost the same", "ink-soft", "right")
    left = x <= 0
    x_axis(below, -4, 0, [-4, -2, 0], "*x*")
    below.set_yscale("log")
    y_axis(below, 1e-5, 1, {1e-4: "10⁻⁴", 1e-2: "10⁻²", 1.0: "1"}, "the left tail, logarithmic")
    curve(below, x[left], logistic[left], "accent")
    curve(below, x[left], normal[left], "accent-2", dashed=True)
    label(below, -3.9, 0.012, "logistic", "accent")
    label(below, -2.9, 0.0002, "normal", "accent-2", dx=14)
    return fig
