"""What the slopes alone do to a gradient: at best they quarter it at each layer."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid_backward
from scripts.figures.style import curve, figure, label, points, x_axis, y_axis

DEPTH = np.arange(1, 21)


def draw() -> Figure:
    fig, ax = figure(400, left=66, right=24)
    x_axis(ax, 0, 20, [1, 5, 10, 15, 20], "layers")
    ax.set_yscale("log")
    powers = {1.0: "1", 1e-5: "10⁻⁵", 1e-10: "10⁻¹⁰", 1e-15: "10⁻¹⁵", 1e-20: "10⁻²⁰"}
    y_axis(ax, 1e-20, 1, powers, "product of the slopes σ′")
    for at, token in ((0.0, "accent"), (2.0, "accent-2")):
        product = sigmoid_backward(at, 1.0) ** DEPTH
        curve(ax, DEPTH, product, token)
        points(ax, DEPTH, product, token, size=6.5)
    left, power = f"{0.25**10:.1e}".split("e-0")
    best = f"at best (every *x* = 0): ¼ⁿ\nten layers leave {left} × 10⁻{'⁰¹²³⁴⁵⁶⁷⁸⁹'[int(power)]}"
    label(ax, 10, 0.25**10, best, "accent", dx=-36, dy=32)
    label(
        ax,
        10,
        float(sigmoid_backward(2.0, 1.0)) ** 10,
        "every |*x*| = 2",
        "accent-2",
        "right",
        dx=-14,
        dy=-22,
    )
    return fig
