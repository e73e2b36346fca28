"""The temperature makes the switch as hard as one likes."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, guide, label, x_axis, y_axis


def draw() -> Figure:
    fig, ax = figure()
    x = np.linspace(-6, 6, 481)
    x_axis(ax, -6, 6, [-6, -3, 0, 3, 6], "*x*")
    y_axis(ax, 0, 1, [0, 0.5, 1], "σ(*x*/*T*)")
    guide(ax, [-6, 6], [0.5, 0.5])
    curve(ax, x, sigmoid(x * 4), "accent-2")
    curve(ax, x, sigmoid(x), "accent")
    curve(ax, x, sigmoid(x / 4), "accent-3")
    label(ax, 0.1, 0.93, "*T* = ¼: a switch", "accent-2", "right", dx=4)
    label(ax, 2.05, 0.79, "*T* = 1", "accent")
    label(ax, 6, 0.56, "*T* = 4: undecided", "accent-3", "right")
    return fig
