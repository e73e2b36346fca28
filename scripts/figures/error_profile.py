"""The largest error of several float32 sigmoids, along the axis."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import curve, figure, label, x_axis, y_axis
from scripts.studies import data

SHOWN = {
    "(1 + tanh(x / 2)) / 2": "accent-4",
    "scipy.special.expit": "accent-2",
    "two branches": "accent-3",
    "reference_impl": "accent",
}


def draw() -> Figure:
    found = data("profile")
    fig, ax = figure(440, left=64)
    x_axis(ax, -110, 30, [-104, -89, -17, 0, 30], "*x*")
    ax.set_yscale("log")
    ticks = {0.5: "½", 10.0: "10", 1e3: "10³", 1e5: "10⁵", 1e7: "10⁷"}
    y_axis(ax, 0.03, 1e10, ticks, "largest error, in units in the last place")
    for name, token in SHOWN.items():
        errors = np.array(found["errors"][name])
        left = np.arange(len(errors)) + found["from"]
        inside = (left >= -103) & (left < 17) & (errors > 0)
        curve(ax, left[inside] + 0.5, errors[inside], token)
    label(ax, -84, 4e8, "with tanh: the tail is lost", "accent-4")
    label(ax, -84, 4e4, "SciPy: 0 left of −89", "accent-2")
    label(ax, -85, 25, "two branches, and SciPy", "accent-3")
    label(ax, -70, 0.07, "reference_impl: ½", "accent")
    return fig
