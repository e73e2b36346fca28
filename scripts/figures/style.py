"""The visual language of the figures: two widths, one line weight, few ticks, labels on the thing itself.

Each figure is drawn twice, with text of 17 units: 700 units wide for a column of text, which shows the text with
16 pixels, and 460 wide for a phone, which shows it with 13.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from scripts.figures import tokens

WIDE, NARROW = 700, 460
TEXT = 17
LINE = float(tokens.value("figure-line"))
THIN = 1.0
# Pixels around the axes: tick labels and titles live here.
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 40, 58

_width = WIDE


@contextlib.contextmanager
def drawn_at(width: int) -> Iterator[None]:
    """Within, figures are so wide."""
    global _width
    before, _width = _width, width
    try:
        yield
    finally:
        _width = before


def width() -> int:
    """How wide the figure is that is drawn now."""
    return _width


def colour(token: str) -> str:
    """The token's colour in the light theme; the SVG takes the reader's theme instead."""
    if token not in tokens.colours():
        raise ValueError(f"no colour is named {token!r}: there are {', '.join(tokens.colours())}")
    return tokens.colours()[token][0]


def figure(
    height: int = 380, *, left: int = LEFT, right: int = RIGHT, top: int = TOP, bottom: int = BOTTOM
) -> tuple[Figure, Axes]:
    """A figure of one panel, and its axes."""
    fig, (ax,) = panels([height - top - bottom], left=left, right=right, top=top, bottom=bottom)
    return fig, ax


def panels(
    heights: Sequence[int],
    *,
    left: int = LEFT,
    right: int = RIGHT,
    top: int = TOP,
    bottom: int = BOTTOM,
    gap: int = 84,
) -> tuple[Figure, list[Axes]]:
    """A figure of panels of these heights, one above the other."""
    total = top + sum(heights) + gap * (len(heights) - 1) + bottom
    # matplotlib's SVG has 72 units to the inch; we read each as a CSS pixel.
    fig = Figure(figsize=(width() / 72, total / 72), dpi=72)
    fig.patch.set_visible(False)
    axes, y = [], total - top
    for height in heights:
        y -= height
        ax = fig.add_axes((left / width(), y / total, (width() - left - right) / width(), height / total))
        y -= gap
        ax.patch.set_visible(False)
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            ax.spines[side].set(color=colour("ink-soft"), linewidth=THIN)
        ax.tick_params(
            labelsize=TEXT, labelcolor=colour("ink-soft"), color=colour("ink-soft"), width=THIN, length=5
        )
        ax.tick_params(which="minor", length=0)
        axes.append(ax)
    return fig, axes


Ticks = Sequence[float] | Mapping[float, str]


def x_axis(ax: Axes, low: float, high: float, ticks: Ticks, title: str = "") -> None:
    """The range, the few ticks, and the title at the right end, below."""
    ax.set_xlim(low, high)
    ax.set_xticks(list(ticks), labels=[_tick(t, ticks) for t in ticks])
    if title:
        label(ax, 1, 0, title, "ink-soft", "right", dy=-46, of_axes=True)


def y_axis(ax: Axes, low: float, high: float, ticks: Ticks, title: str = "") -> None:
    """The range, the few ticks, and the title level, above the axis, where a phone can read it."""
    ax.set_ylim(low, high)
    ax.set_yticks(list(ticks), labels=[_tick(t, ticks) for t in ticks])
    if title:
        label(ax, 0, 1, title, "ink-soft", dx=-ax.get_position().x0 * width() + 2, dy=20, of_axes=True)


def _tick(value: float, ticks: Ticks) -> str:
    if isinstance(ticks, Mapping):
        return ticks[value]
    return "½" if value == 0.5 else f"{value:g}".replace("-", "−")


def no_axis(ax: Axes, side: str) -> None:
    """Leave out an axis that says nothing."""
    ax.spines[side].set_visible(False)
    (ax.xaxis if side == "bottom" else ax.yaxis).set_visible(False)


def curve(
    ax: Axes, x: ArrayLike, y: ArrayLike, token: str = "accent", *, dashed: bool = False, clip: bool = False
) -> None:
    """A series: what the figure is about. All have one weight."""
    style = (0, (4, 2.5)) if dashed else "-"
    ax.plot(
        _rounded(x), _rounded(y), color=colour(token), linewidth=LINE, linestyle=style, clip_on=clip, zorder=3
    )


def guide(ax: Axes, x: ArrayLike, y: ArrayLike, token: str = "ink-soft") -> None:
    """A thin dashed line that helps to read, and is no series."""
    line = (0, (3, 3))
    ax.plot(
        _rounded(x), _rounded(y), color=colour(token), linewidth=THIN, linestyle=line, clip_on=False, zorder=2
    )


def points(
    ax: Axes, x: ArrayLike, y: ArrayLike, token: str = "accent", *, size: float = 9, clip: bool = False
) -> None:
    """Dots, ringed by the paper so that they stand out of the lines below."""
    x, y = np.atleast_1d(_rounded(x)), np.atleast_1d(_rounded(y))
    dots = ax.plot(x, y, "o", color=colour(token), markersize=size, clip_on=clip, zorder=4)
    dots[0].set(markeredgecolor=colour("paper"), markeredgewidth=1.5)


def rug(ax: Axes, x: ArrayLike, y: float, token: str, *, height: float) -> None:
    """One thin tick for each observation."""
    x = np.repeat(_rounded(x), 3)
    ends = np.tile([y - height / 2, y + height / 2, np.nan], len(x) // 3)
    ax.plot(x, ends, color=colour(token), linewidth=THIN, clip_on=False, zorder=2)


def label(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    token: str = "ink",
    align: str = "left",
    *,
    dx: float = 0,
    dy: float = 0,
    of_axes: bool = False,
) -> None:
    """Text at a point of the data (or at a fraction of the axes), moved by pixels; lines go downwards.

    The last line's baseline is at the point. ``*x*`` is a variable. Anchored at its own end, so that it
    stays in place in the reader's font.
    """
    lines = text.split("\n")
    for i, line in enumerate(lines):
        ax.annotate(
            line,
            (float(_rounded(x)), float(_rounded(y))),
            xycoords="axes fraction" if of_axes else "data",
            xytext=(dx, dy + (len(lines) - 1 - i) * 1.25 * TEXT),
            textcoords="offset points",
            color=colour(token),
            fontsize=TEXT,
            ha=align,
            va="baseline",
            annotation_clip=False,
            zorder=5,
        )


def _rounded(values: ArrayLike) -> NDArray[np.float64]:
    """Nine digits: what is the same on every processor."""
    array = np.asarray(values, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (8 - np.floor(np.log10(np.abs(array))))
        rounded = np.round(array * scale) / scale
    return np.where(np.isfinite(rounded) & (array != 0), rounded, array)
