"""The picture that other sites show for a link to this one."""

import io
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from scripts import DOCS
from scripts.figures import tokens
from scripts.made import Made

CARD = DOCS / "assets" / "social-card.png"
FILES = ("docs/assets/*.png",)
WIDTH, HEIGHT = 1200, 630


def card() -> Figure:
    """The curve over the whole width, in the dark theme, with its name in the corner that it leaves free."""
    dark = {name: pair[1] for name, pair in tokens.colours().items()}
    fig = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=dark["paper"])
    ax = fig.add_axes((0, 0, 1, 1))
    ax.axis("off")
    ax.set(xlim=(-7.5, 7.5), ylim=(-0.16, 1.16))
    ax.axhline(0, color=dark["line"], linewidth=2)
    ax.axhline(1, 0.5, color=dark["line"], linewidth=2)  # not through the title
    x = np.linspace(-8, 8, 801)
    ax.plot(x, 1 / (1 + np.exp(-x)), color=dark["accent"], linewidth=10, solid_capstyle="round")
    ax.plot([-1.7, 1.7], [0.075, 0.925], color=dark["accent-2"], linewidth=4, solid_capstyle="round")
    ax.plot(
        0, 0.5, "o", color=dark["accent-2"], markersize=22, markeredgecolor=dark["paper"], markeredgewidth=5
    )
    ax.text(-6.75, 0.78, "The sigmoid\nfunction", color=dark["ink"], size=50, weight="bold", va="baseline")
    ax.text(-6.7, 0.64, "formula, graph and code", color=dark["ink-soft"], size=25, va="baseline")
    ax.text(
        6.75, 0.2, r"$\sigma(x) = \dfrac{1}{1 + e^{-x}}$", color=dark["ink"], size=40, ha="right", va="center"
    )
    return fig


def png() -> bytes:
    """The card's bytes: the same on every run."""
    held = io.BytesIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({"font.family": "DejaVu Sans", "mathtext.fontset": "cm"})
        card().savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()


def targets() -> list[Path]:
    return [CARD]


def make(paths: list[Path]) -> Iterator[Made]:
    for path in paths:
        yield Made(path, png(), [])
