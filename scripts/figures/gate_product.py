"""The units that a gate makes: a signal times a sigmoid."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, label, x_axis, y_axis


def draw() -> Figure:
    x = np.linspace(-6, 3, 271)
    fig, ax = figure(380)
    x_axis(ax, -6, 3, [-6, -3, 0, 3], "*x*")
    y_axis(ax, -0.5, 3, [0, 1, 2, 3], "output")
    curve(ax, x, np.maximum(x, 0), "accent-3")
    curve(ax, x, x * sigmoid(x), "accent")
    curve(ax, x, x * sigmoid(4 * x), "accent-2")
    label(ax, -5.8, 0.16, "ReLU: the gate is a step", "accent-3")
    label(ax, -5.8, -0.44, "SiLU: *x* times its own sigmoid", "accent")
    label(ax, 1.3, 1.9, "a steeper gate\ncomes near ReLU", "accent-2", "right")
    return fig
