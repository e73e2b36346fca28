"""The two hard sigmoids in use, and how far each is from the sigmoid."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import hard_sigmoid, sigmoid
from scripts.figures.style import curve, guide, label, panels, x_axis, y_axis


def draw() -> Figure:
    x = np.linspace(-5, 5, 401)
    fig, (above, below) = panels([200, 150], left=64)
    ticks = {-5: "−5", -3: "−3", -2.5: "", 0: "0", 2.5: "", 3: "3", 5: "5"}
    x_axis(above, -5, 5, ticks)
    y_axis(above, 0, 1, [0, 0.5, 1], "value")
    curve(above, x, sigmoid(x))
    for slope, token in ((1 / 6, "accent-2"), (0.2, "accent-3")):
        y = hard_sigmoid(x, slope=slope)
        curve(above, x, y, token)
        curve(below, x, y - sigmoid(x), token)
    label(above, 5, 0.2, "slope 0.2: flat from ±2.5", "accent-3", "right")
    label(above, 5, 0.04, "slope ⅙: flat from ±3", "accent-2", "right")
    label(above, -4.9, 0.16, "sigmoid", "accent")
    x_axis(below, -5, 5, ticks, "*x*")
    y_axis(below, -0.09, 0.09, [-0.07, 0, 0.07], "difference from the sigmoid")
    guide(below, [-5, 5], [0, 0])
    return fig
