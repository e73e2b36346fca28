"""Even steps of x are even factors of the odds, and uneven steps of the probability."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, label, no_axis, points, x_axis, y_axis

# Heights of the rows, in pixels above the scale of the probability.
X, ODDS, CHANCE = 320, 225, 130
STEPS = np.arange(-3, 4)


def draw() -> Figure:
    fig, ax = figure(410, left=32, right=32, top=50, bottom=40)
    x_axis(ax, -3, 3, [])
    y_axis(ax, 0, 320, [])
    no_axis(ax, "left")
    no_axis(ax, "bottom")
    chances = sigmoid(STEPS)
    places = 6 * chances - 3
    curve(ax, [-3, 3], [0, 0], "ink-soft")
    for x, p, place in zip(STEPS.tolist(), chances, places, strict=True):
        label(ax, x, X, f"{x}".replace("-", "−"), align="center")
        label(ax, x, ODDS, _odds(x), "accent-2", "center")
        label(ax, x, CHANCE, f"{p:.2f}", "accent", "center")
        curve(ax, [x, x, place], [CHANCE - 8, CHANCE - 22, 0])
    points(ax, places, np.zeros(7))
    for height, text, token in (
        (X, "add 1 to *x* …", "ink"),
        (ODDS, "… and the odds are multiplied by *e* …", "accent-2"),
        (CHANCE, "… but the probability changes less near 0 and 1", "accent"),
    ):
        label(ax, -3, height, text, token, dx=-22, dy=26)
    for place, text in ((-3, "0"), (0, "½"), (3, "1")):
        label(ax, place, 0, text, "ink-soft", "center", dy=-26)
    return fig


def _odds(x: int) -> str:
    """One to many, or many to one, with two digits."""
    many = f"{np.exp(abs(x)):.2g}"
    return f"{many}:1" if x > 0 else f"1:{many}"
