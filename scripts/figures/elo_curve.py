"""The expected score of a chess player, against the difference of the ratings."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis


def draw() -> Figure:
    difference = np.linspace(-800, 800, 321)
    fig, ax = figure(380, right=24)
    x_axis(ax, -800, 800, [-800, -400, 0, 400, 800], "difference of ratings")
    y_axis(ax, 0, 1, [0, 0.5, 1], "expected score")
    curve(ax, difference, sigmoid(np.log(10) * difference / 400))
    at = float(sigmoid(np.log(10)))
    guide(ax, [400, 400], [0, at])
    points(ax, [400], [at])
    label(ax, 400, at, "400 points ahead:\nodds of 10 to 1", "accent", "right", dx=-16, dy=-2)
    return fig
