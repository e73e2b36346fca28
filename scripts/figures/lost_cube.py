"""Near 0 the cubic term of the sigmoid falls below what float64 can see, and float32 meets a tie."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import curve, figure, guide, label, x_axis, y_axis


def draw() -> Figure:
    x = np.logspace(-8, -2, 121)
    fig, ax = figure(400, left=74, right=28)
    ax.set_xscale("log")
    x_axis(ax, 1e-8, 1e-2, {1e-8: "10⁻⁸", 1e-6: "10⁻⁶", 1e-4: "10⁻⁴", 1e-2: "10⁻²"}, "*x*")
    ax.set_yscale("log")
    y_axis(ax, 1e-26, 1e-2, {1e-25: "10⁻²⁵", 1e-17: "10⁻¹⁷", 1e-9: "10⁻⁹"}, "size of the terms of σ(*x*) − ½")
    curve(ax, x, x / 4, "accent")
    curve(ax, x, x**3 / 48, "accent-2")
    half = 2.0**-54
    guide(ax, [1e-8, 1e-2], [half, half])
    label(ax, 2e-8, 2e-7, "*x*/4", "accent", dy=-4)
    label(ax, 2.2e-7, 1e-23, "*x*³/48", "accent-2", dx=22)
    label(ax, 1e-8, half * 4, "half a unit of float64", "ink-soft", dx=6)
    return fig
