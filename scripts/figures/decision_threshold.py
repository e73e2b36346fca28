"""Held-out tumours by their logit: where the threshold stands decides which errors are made."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import logit, sigmoid
from scripts.figures._names import of_notebook
from scripts.figures.style import curve, figure, guide, label, rug, x_axis, y_axis

FROM, TO = -6, 6


def draw() -> Figure:
    found = of_notebook("logistic_regression")
    z, sick = found["z"], found["y_test"] == 1
    shown = (z > FROM) & (z < TO)
    costly = float(logit(1 / 11))
    x = np.linspace(FROM, TO, 241)
    fig, ax = figure(440)
    x_axis(ax, FROM, TO, [-6, -3, 0, 3, 6], "logit")
    y_axis(ax, -0.34, 1.36, [0, 0.5, 1], "probability that a tumour is malignant")
    curve(ax, x, sigmoid(x))
    guide(ax, [0, 0], [-0.16, 1.16])
    guide(ax, [costly, costly], [-0.16, 1.16])
    rug(ax, z[shown & sick], 1.09, "accent-2", height=0.1)
    rug(ax, z[shown & ~sick], -0.09, "accent-3", height=0.1)
    label(ax, 6, 1.2, f"malignant, and {np.sum(sick & (z >= TO))} more beyond", "accent-2", "right")
    label(ax, FROM, -0.28, f"benign, and {np.sum(~sick & (z <= FROM))} more beyond", "accent-3", dx=6)
    label(ax, 0, 0.25, "equal costs", "ink-soft", dx=8)
    label(ax, costly, 0.5, "costs 10 to 1", "ink-soft", "right", dx=-8)
    return fig
