"""Made-up customers by their logit: from a line to a probability to a decision."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures._names import of_page
from scripts.figures.style import curve, figure, guide, label, rug, x_axis, y_axis

FROM, TO = -6, 6


def draw() -> Figure:
    page = of_page("learn/first-classifier", "left")
    z, left = page["features"] @ page["truth"] - 0.5, page["left"] == 1
    shown = (z > FROM) & (z < TO)
    fig, ax = figure(440)
    x_axis(ax, FROM, TO, [-6, -3, 0, 3, 6], "logit")
    y_axis(ax, -0.34, 1.36, [0, 0.5, 1], "probability of leaving")
    x = np.linspace(FROM, TO, 241)
    curve(ax, x, sigmoid(x))
    guide(ax, [0, 0], [-0.16, 1.16])
    rug(ax, z[shown & left], 1.09, "accent-2", height=0.1)
    rug(ax, z[shown & ~left], -0.09, "accent-3", height=0.1)
    label(ax, TO, 1.22, "customers who left", "accent-2", "right")
    label(ax, FROM, -0.28, "customers who stayed", "accent-3")
    label(ax, 0, 0.14, "decide “leaves”\nfrom here on", "ink-soft", dx=8)
    return fig
