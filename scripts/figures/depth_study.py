"""How much gradient reaches the input, measured: the median over many networks, against depth."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import curve, figure, label, points, x_axis, y_axis
from scripts.studies import data

SERIES = {
    "sigmoid": ("accent", "sigmoid"),
    "sigmoid, gain 4": ("accent-2", "sigmoid, gain 4"),
    "tanh": ("accent-3", "tanh"),
    "relu": ("accent-4", "ReLU"),
    "gelu": ("accent-5", "GELU"),
}


def draw() -> Figure:
    fig, ax = figure(460, left=66, right=150)
    x_axis(ax, 0, 20, [1, 5, 10, 20], "layers")
    ax.set_yscale("log")
    powers = {1e-15: "10⁻¹⁵", 1e-10: "10⁻¹⁰", 1e-5: "10⁻⁵", 1.0: "1"}
    y_axis(ax, 1e-17, 300, powers, "norm of the gradient at the input")
    for name, (token, text) in SERIES.items():
        found = {int(depth): value["median"] for depth, value in data("depth")["gradient"][name].items()}
        curve(ax, list(found), list(found.values()), token)
        points(ax, list(found), list(found.values()), token, size=6.5)
        label(ax, 20, np.round(found[20], 20), text, token, dx=12, dy=-6)
    return fig
