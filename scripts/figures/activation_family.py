"""The sigmoid's relatives in hidden layers, and their slopes."""

import math

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, label, panels, x_axis, y_axis

ERF = np.vectorize(math.erf)


def draw() -> Figure:
    x = np.linspace(-4, 4, 321)
    bell = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    phi = (1 + ERF(x / math.sqrt(2))) / 2
    s = sigmoid(x)
    series = (
        ("accent", s, s * (1 - s)),
        ("accent-3", np.tanh(x), 1 - np.tanh(x) ** 2),
        ("accent-4", np.maximum(x, 0), np.where(x > 0, 1.0, np.where(x < 0, 0.0, np.nan))),
        ("accent-2", x * phi, phi + x * bell),
    )
    fig, (above, below) = panels([210, 190], left=50)
    for token, value, slope in series:
        inside = value <= 2
        curve(above, x[inside], value[inside], token)
        curve(below, x, slope, token)
    ticks = [-4.0, 0.0, 4.0]
    x_axis(above, -4, 4, ticks)
    y_axis(above, -1.1, 2, [-1, 0, 1, 2], "value")
    x_axis(below, -4, 4, ticks, "*x*")
    y_axis(below, -0.2, 1.25, {0: "0", 0.25: "¼", 1: "1"}, "slope")
    label(above, 4, 0.2, "tanh and\nsigmoid", "ink-soft", "right")
    label(above, -4, 0.14, "sigmoid", "accent")
    label(above, -4, -0.88, "tanh", "accent-3")
    label(above, 1.7, 1.6, "ReLU, GELU", "accent-4", "right", dx=-14)
    label(below, 1.9, 0.28, "sigmoid", "accent")
    label(below, -1.2, 0.7, "tanh", "accent-3", "right")
    label(below, 4, 0.58, "ReLU is 1,\nGELU near it", "accent-2", "right")
    return fig
