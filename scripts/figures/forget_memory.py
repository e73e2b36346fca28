"""How long a cell remembers, by the bias of its forget gate."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, label, x_axis, y_axis


def draw() -> Figure:
    fig, ax = figure(400, left=64)
    x_axis(ax, 0, 40, [0, 10, 20, 30, 40], "steps")
    ax.set_yscale("log")
    y_axis(
        ax,
        1e-4,
        1,
        {1.0: "1", 0.1: "⅒", 0.01: "10⁻²", 0.001: "10⁻³", 1e-4: "10⁻⁴"},
        "what is left of the state",
    )
    for bias, token, at in ((0.0, "accent", 11), (1.0, "accent-2", 20), (3.0, "accent-3", 18)):
        rate = sigmoid(bias)
        steps = np.linspace(0, min(40.0, float(np.log(1e-4) / np.log(rate))), 50)
        curve(ax, steps, rate**steps, token)
        text = f"bias {bias:.0f}: gate {rate:.2f}"
        if bias < 3:
            label(ax, at, float(rate**at), text.replace(": ", ":\n"), token, dx=10)
        else:
            label(ax, at, float(rate**at), text, token, dx=10, dy=16)
    return fig
