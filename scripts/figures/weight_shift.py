"""A weight on the positives multiplies the odds: predictions against the truth."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import logit, sigmoid
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis


def draw() -> Figure:
    fig, ax = figure(440)
    x_axis(ax, 0, 1, [0, 0.1, 0.5, 1], "true probability")
    y_axis(ax, 0, 1, [0, 0.5, 1], "predicted probability")
    true = sigmoid(np.linspace(-12, 12, 481))
    guide(ax, [0.1, 0.1], [0, 0.5])
    guide(ax, [0, 0.1], [0.5, 0.5])
    for w, token in ((1, "ink-soft"), (9, "accent"), (99, "accent-2")):
        curve(ax, [0, *true, 1], [0, *sigmoid(logit(true) + np.log(w)), 1], token)
    points(ax, [0.1, 0.01], [0.5, 0.5], "ink")
    label(ax, 0.5, 0.5, "*w* = 1: as it is", "ink-soft", dx=14, dy=-14)
    label(ax, 0.2, 0.6, "*w* = 9", "accent", dx=14)
    label(ax, 0.12, 0.86, "*w* = 99", "accent-2", dx=14)
    return fig
