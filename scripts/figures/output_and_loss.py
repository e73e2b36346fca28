"""The same three logits, asked three questions: two answers, one of three, any of three."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import colour, curve, figure, label, no_axis, x_axis, y_axis

NAMES, TOKENS = ("cat", "dog", "owl"), ("accent", "accent-2", "accent-3")
LOGITS = np.array([1.5, 1.0, -1.0])
BAR = 14  # pixels
HEIGHT = 392


def draw() -> Figure:
    fig, ax = figure(HEIGHT + 62, left=16, right=16, top=28, bottom=34)
    x_axis(ax, 0, 1, [])
    y_axis(ax, 0, HEIGHT, [])
    no_axis(ax, "left")
    no_axis(ax, "bottom")
    apart = sigmoid(LOGITS)
    shares = np.exp(LOGITS) / np.exp(LOGITS).sum()
    _question(ax, 392, "Is it a cat?", "one sigmoid")
    _bar(ax, 346, [apart[0], 1 - apart[0]], ("cat", "not"), ("accent", "ink-soft"))
    _question(ax, 278, "Which of the three is it?", "softmax: they add up to 1")
    _bar(ax, 232, shares, NAMES, TOKENS)
    _question(ax, 164, "Which of them are in it?", "sigmoids: each for itself")
    for y, p, name, token in zip((118, 66, 14), apart, NAMES, TOKENS, strict=True):
        _bar(ax, y, [p], (name,), (token,))
    label(ax, 0, 14, "0", "ink-soft", dy=-30)
    label(ax, 1, 14, "1", "ink-soft", "right", dy=-30)
    return fig


def _question(ax: Axes, y: float, question: str, answer: str) -> None:
    label(ax, 0, y, question)
    label(ax, 1, y, answer, "ink-soft", "right")


def _bar(ax: Axes, y: float, parts: Sequence[float], names: Sequence[str], tokens: Sequence[str]) -> None:
    """Probabilities end to end on a scale from 0 to 1, each with its name above."""
    start = 0.0
    for part, name, token in zip(np.round(parts, 9).tolist(), names, tokens, strict=True):
        ax.barh(y, part, BAR, start, color=colour(token), edgecolor=colour("paper"), clip_on=False, zorder=4)
        last = len(parts) > 1 and name == names[-1]
        label(ax, 1 if last else start, y, f"{name} {part:.2f}", token, "right" if last else "left", dy=14)
        start += part
    if len(parts) == 1:
        curve(ax, [start, 1], [y, y], "ink-soft")
