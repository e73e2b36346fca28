"""A sigmoid in four bits: a staircase that is coarse in the middle, flat at the ends, and never 1."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis

BITS, STEP = 4, 0.5  # of the input; the output has the step 1/16


def draw() -> Figure:
    half, levels = 2 ** (BITS - 1), 2**BITS
    held = np.arange(-half, half) * STEP
    out = np.minimum(np.round(sigmoid(held) * levels), levels - 1) / levels
    fig, ax = figure(430, left=60, right=20)
    x = np.linspace(-6, 6, 241)
    x_axis(ax, -6, 6, [-6, -3, 0, 3, 6], "*x*")
    y_axis(ax, 0, 1, [0, 0.5, 1], "sigmoid in four bits")
    guide(ax, x, sigmoid(x))
    # The last input and the last output are held beyond the ends.
    edges = np.concatenate([[-6], held[1:] - STEP / 2, [6]])
    curve(ax, np.repeat(edges, 2)[1:-1], np.repeat(out, 2), "accent-2")
    points(ax, 0, 0.5, "ink")
    label(ax, 6, out[-1], "15/16, not 1", "accent-2", "right", dy=-26)
    label(ax, -5.9, 0.13, f"0 up to {held[out == 0].max() + STEP / 2:g}".replace("-", "−"), "accent-2")
    label(ax, 0.45, 0.5, "½ is exact", "ink", dy=-20, dx=10)
    return fig
