"""Ten groups of patients: what was predicted, and the share that came true, with its interval."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures._names import of_page
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis


def draw() -> Figure:
    page = of_page("fix/thresholds-and-calibration", "b")
    fig, ax = figure(480)
    x_axis(ax, 0, 1, [0, 0.5, 1], "predicted probability")
    y_axis(ax, 0, 1, [0, 0.5, 1], "share of the patients that were ill")
    guide(ax, [0, 1], [0, 1])
    for scores, token in ((page["z"], "accent-2"), (page["a"] * page["z"] + page["b"], "accent")):
        predicted, came_true, low, high = np.array([*page["reliability"](scores, page["y"])]).T
        for p, bottom, top in zip(predicted, low, high, strict=True):
            curve(ax, [p, p], [bottom, top], token)
        points(ax, predicted, came_true, token)
    label(ax, 0.96, 0.6, "as trained:\ntoo sure", "accent-2", "right", dy=-84)
    label(ax, 0.52, 0.61, "after Platt scaling", "accent", "right")
    return fig
