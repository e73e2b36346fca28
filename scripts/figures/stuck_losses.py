"""One example with label 0: two sigmoids give the loss a floor, BCELoss gives it a ceiling, the logits neither."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import binary_cross_entropy_with_logits, sigmoid
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis

LOW, TOP = -6.0, 40.0


def draw() -> Figure:
    fig, ax = figure(430, left=54, right=20)
    z = np.linspace(LOW, TOP, 1841)
    zero = np.zeros_like(z)
    sound = binary_cross_entropy_with_logits(z, zero, reduction="none")
    twice = binary_cross_entropy_with_logits(sigmoid(z), zero, reduction="none")
    # In float32, as PyTorch rounds: from 24 ln 2 on the sigmoid is 1, and the logarithm is cut off at -100.
    p = 1 / (1 + np.exp(-z).astype(np.float32))
    with np.errstate(divide="ignore"):
        cut = -np.maximum(np.log1p(-p.astype(np.float64)), -100)
    edge = z[p == 1].min()

    ax.set_yscale("log")
    x_axis(ax, LOW, TOP, [0, 10, 20, 30, 40], "logit *z*, of an example with label 0")
    y_axis(ax, 0.03, 200, [0.1, 1, 10, 100], "its loss")
    shown = sound >= 0.03
    curve(ax, z, twice, "accent-2")
    curve(ax, z[shown], sound[shown], "accent")
    # Before 12 the two lines are one.
    last = (z > 12) & (z < edge)
    curve(ax, z[last], cut[last], "accent-3")
    curve(ax, z[z >= edge], cut[z >= edge], "accent-3")
    guide(ax, [edge, edge], [cut[last][-1], 100], "accent-3")
    points(ax, 0, np.log(2), "ink")
    label(ax, 15.8, 100, f"BCELoss: 100\nfrom {24 * np.log(2):.2f} on", "accent-3", "right", dy=-26)
    label(ax, 24, 10, "from the logit", "accent", dy=-2)
    label(ax, 40, 0.75, "two sigmoids: 0.69 to 1.31", "accent-2", "right")
    label(ax, 1.5, 0.25, "logit 0: 0.6931", "ink")
    return fig
