"""In float32, s(1 - s) loses digit after digit, and from 16.64 on all of them; σ(x)σ(-x) loses none."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from reference_impl import sigmoid_backward
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis

BINS = np.arange(0, 20, 0.25)


def worst(error: NDArray[np.floating]) -> list[float]:
    return [float(part.max()) for part in error.reshape(len(BINS), -1)]


def draw() -> Figure:
    fig, ax = figure(400, left=62, right=24)
    x = (BINS[:, None] + np.linspace(0, 0.25, 400, endpoint=False)).ravel().astype(np.float32)
    exact = sigmoid_backward(x.astype(np.float64), 1.0)
    # Every step rounded once to float32, as in PyTorch, and the same on every processor.
    e = np.exp(-x.astype(np.float64)).astype(np.float32)
    s, t = 1 / (1 + e), e / (1 + e)
    cancelled = np.abs(s * (1 - s) / exact - 1)
    product = np.abs(s * t / exact - 1)
    x_axis(ax, 0, 20, [0, 5, 10, 15, 20], "*x*")
    powers = {1e-8: "10⁻⁸", 1e-6: "10⁻⁶", 1e-4: "10⁻⁴", 1e-2: "10⁻²", 1.0: "1"}
    ax.set_yscale("log")
    y_axis(ax, 1e-8, 1.6, powers, "relative error of the slope, in float32")
    centre = BINS + 0.125
    gone = float(x[s == 1].min())
    curve(ax, centre, worst(cancelled), "accent-2")
    curve(ax, centre, worst(product), "accent")
    guide(ax, [gone, gone], [1e-8, 1])
    points(ax, gone, 1, "accent-2")
    label(ax, 6.3, 1e-4, "*s*(1 − *s*)", "accent-2", "right", dx=8, dy=10)
    label(ax, 6, 2.6e-8, "σ(*x*) σ(−*x*)", "accent")
    label(ax, 14, 0.3, f"all lost from {gone:.2f} on", "accent-2", "right")
    return fig
