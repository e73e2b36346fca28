"""How far each floating-point format can follow the sigmoid into its tails."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, label, points, x_axis, y_axis

ENDS = (
    ("float16", np.float16, "accent-2"),
    ("float32", np.float32, "accent-3"),
    ("float64", np.float64, "accent"),
)


def draw() -> Figure:
    fig, ax = figure(400, left=72)
    x_axis(ax, -800, 180, [-745, -400, -104, 0], "*x*")
    y_axis(ax, -360, 20, {0: "1", -100: "10⁻¹⁰⁰", -200: "10⁻²⁰⁰", -300: "10⁻³⁰⁰"}, "σ(*x*), logarithmic")
    x = np.linspace(-745, 60, 400)
    curve(ax, x, np.log10(sigmoid(x)))
    for name, dtype, token in ENDS:
        smallest = np.log10(np.finfo(dtype).smallest_subnormal.astype(np.float64))
        end = float(np.log(np.finfo(dtype).smallest_subnormal.astype(np.float64)))
        points(ax, end, smallest, token)
        if name == "float16":
            label(ax, end, smallest, f"{name} ends", token, "right", dx=-14, dy=2)
        else:
            label(ax, end, smallest, f"{name} ends", token, dx=10, dy=-26)
    return fig
