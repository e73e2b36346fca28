"""The midpoint moves the curve, the slope makes it steeper."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis


def draw() -> Figure:
    fig, ax = figure()
    x = np.linspace(-6, 6, 481)
    x_axis(ax, -6, 6, [-6, -3, 0, 2, 6], "*x*")
    y_axis(ax, 0, 1, [0, 0.5, 1], "σ(*k*(*x* − *x*₀))")
    guide(ax, [-6, 6], [0.5, 0.5])
    for k, midpoint, token in ((1, 0, "accent"), (3, 0, "accent-2"), (1, 2, "accent-3")):
        curve(ax, x, sigmoid(k * (x - midpoint)), token)
        points(ax, midpoint, 0.5, token)
    label(ax, -1.9, 0.23, "*k* = 1, *x*₀ = 0", "accent", "right")
    label(ax, 0.2, 0.9, "*k* = 3, *x*₀ = 0", "accent-2", "right")
    label(ax, 2.1, 0.36, "*k* = 1, *x*₀ = 2", "accent-3", dx=4)
    return fig
