"""A column of logits and a row of labels make a square: each logit meets every label."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import THIN, colour, figure, label, no_axis, x_axis, y_axis

LOGITS, LABELS = ("2", "−1", "3", "0"), ("1", "0", "1", "0")
CELL, GAP = 46, 16  # pixels
LEFT, HEIGHT = 70, 4 * CELL + GAP + CELL


def draw() -> Figure:
    fig, ax = figure(HEIGHT + 66, left=16, right=16, top=50, bottom=16)
    x_axis(ax, 0, 508, [])
    y_axis(ax, 0, HEIGHT, [])
    no_axis(ax, "left")
    no_axis(ax, "bottom")
    start = LEFT + CELL + GAP
    for i, (z, y) in enumerate(zip(LOGITS, LABELS, strict=True)):
        _cell(ax, LEFT, (3 - i) * CELL, z, "accent-2")
        _cell(ax, start + i * CELL, 4 * CELL + GAP, y, "accent-3")
    for row, column in np.ndindex(4, 4):
        _cell(ax, start + column * CELL, (3 - row) * CELL, filled=row == column)
    label(ax, LEFT + CELL, 4 * CELL + GAP + 26, "logits", "accent-2", "right")
    label(ax, LEFT + CELL, 4 * CELL + GAP + 4, "(4, 1)", "accent-2", "right")
    label(ax, start, HEIGHT + 14, "labels (4,)", "accent-3")
    beside = start + 4 * CELL + 18
    label(ax, beside, 3 * CELL, "4 pairs\nyou meant", "accent")
    label(ax, beside, 1 * CELL, "and 12 that\nno one asked for", "ink-soft")
    return fig


def _cell(
    ax: Axes, x: float, y: float, text: str = "", token: str = "ink-soft", *, filled: bool = False
) -> None:
    face = colour("accent") if filled else "none"
    edge = colour(token)
    ax.add_patch(
        Rectangle(
            (x + 3, y + 3), CELL - 6, CELL - 6, facecolor=face, edgecolor=edge, linewidth=THIN, clip_on=False
        )
    )
    if text:
        label(ax, x + CELL / 2, y + CELL / 2, text, token, "center", dy=-6)
