"""How little the focal loss counts what is already right."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid_focal_loss
from scripts.figures.style import curve, figure, label, x_axis, y_axis


def draw() -> Figure:
    z = np.linspace(-3, 3, 241)
    fig, ax = figure(400)
    x_axis(ax, -3, 3, [-3, 0, 3], "logit of the true class")
    y_axis(ax, 0, 3.2, [0, 1, 2, 3], "loss, unweighted")
    for gamma, token in ((0.0, "accent"), (2.0, "accent-2"), (5.0, "accent-3")):
        loss = sigmoid_focal_loss(z, np.ones_like(z), alpha=None, gamma=gamma, reduction="none")
        curve(ax, z, loss, token)
    label(ax, -0.6, 1.5, "γ = 0, the cross-entropy", "accent")
    label(ax, 0.25, 0.16, "γ = 2", "accent-2")
    label(ax, -2.9, 0.3, "γ = 5", "accent-3")
    return fig
