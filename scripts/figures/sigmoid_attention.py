"""How much attention each position gets: shared out by softmax, judged one by one by the sigmoid."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import guide, label, panels, points, x_axis, y_axis

SCORES = np.array([4.0, 3.5, 0.0, -2.0, -4.0])


def draw() -> Figure:
    position = np.arange(1, 6)
    softmax = np.exp(SCORES) / np.exp(SCORES).sum()
    gates = sigmoid(SCORES - np.log(5))
    fig, axes = panels([130, 130], left=44)
    for ax, weights, name, token in (
        (axes[0], softmax, "softmax: the weights add up to 1", "accent"),
        (axes[1], gates, "sigmoid, bias −ln *n*: each for itself", "accent-2"),
    ):
        x_axis(ax, 0.5, 5.5, [1, 2, 3, 4, 5], "position" if ax is axes[1] else "")
        y_axis(ax, 0, 1, [0, 0.5, 1], name)
        for at, weight in zip(position, weights, strict=True):
            guide(ax, [at, at], [0, weight], token)
        points(ax, position, weights, token, size=11)
    label(axes[0], 5.5, 0.6, "scores 4, 3.5, 0, −2, −4", "ink-soft", "right")
    return fig
