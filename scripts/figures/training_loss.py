"""The loss of the notebook's logistic regression, step by step."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures._names import of_notebook
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis


def draw() -> Figure:
    run = of_notebook("logistic_regression")
    losses = {"accent": np.array(run["losses"]), "accent-2": np.array(run["losses_held_out"])}
    last = len(losses["accent"])
    # Evenly apart on the scale of the figure; the first step is step 1.
    steps = np.unique(np.geomspace(1, last, 200).round().astype(int))
    fig, ax = figure(380, left=48, right=24)
    ax.set_xscale("log")
    x_axis(ax, 1, last, {1: "1", 10: "10", 100: "100", 1000: "1,000"}, "step")
    y_axis(ax, 0, 0.72, [0, 0.2, 0.4, 0.6], "binary cross-entropy")
    guide(ax, [1, last], [np.log(2), np.log(2)])
    for token, loss in losses.items():
        curve(ax, steps, loss[steps - 1], token)
    points(ax, 1, np.log(2), "accent")
    label(ax, last, np.log(2), "all weights zero: ln 2", "ink-soft", "right", dy=-22)
    label(ax, last, losses["accent"][-1], "training, with its penalty", "accent", "right", dy=14)
    label(ax, last, losses["accent-2"][-1], "held out", "accent-2", "right", dy=-24)
    return fig
