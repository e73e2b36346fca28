"""What a reader would stumble over: labels cut off, on each other, or on a line."""

import itertools
from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

SLACK = 2.0  # pixels of a label's box that its letters leave empty


def faults(figure: Figure) -> Iterator[str]:
    """Measured in DejaVu Sans, the widest font that a reader may have."""
    figure.draw_without_rendering()
    shown = [
        t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text().strip()
    ]
    boxes = [(text.get_text(), _box(text)) for text in shown]
    for name, box in boxes:
        over = max(-box.x0, -box.y0, box.x1 - figure.bbox.x1, box.y1 - figure.bbox.y1)
        if over > 0:
            yield f"the label {name!r} leaves the figure by {over:.0f} px"
    for (a, first), (b, second) in itertools.combinations(boxes, 2):
        if first.padded(-SLACK).overlaps(second.padded(-SLACK)):
            yield f"the labels {a!r} and {b!r} overlap"
    paths = [
        _dense(_corners(line), line.get_linestyle() != "None") for ax in figure.axes for line in ax.lines
    ]
    spines = (spine for ax in figure.axes for spine in ax.spines.values() if spine.get_visible())
    paths += [_dense(spine.get_window_extent().corners()) for spine in spines]
    for name, box in boxes:
        if any(box.padded(-SLACK).count_contains(path) for path in paths):
            yield f"the label {name!r} stands on a line"


def _box(text: Text) -> Bbox:
    """Where the text is, but for the marks of a variable, which are not shown."""
    box, characters = text.get_window_extent(), text.get_text()
    spare = box.width * characters.count("*") / (len(characters) + 1)
    align = text.get_horizontalalignment()
    before = {"left": 0.0, "center": spare / 2, "right": spare}[align]
    return Bbox([[box.x0 + before, box.y0], [box.x1 - spare + before, box.y1]])


def _corners(line: Line2D) -> NDArray[np.float64]:
    return np.asarray(line.get_transform().transform(np.asarray(line.get_xydata())), dtype=np.float64)


def _dense(corners: NDArray[np.float64], joined: bool = True) -> list[tuple[float, float]]:
    """The corners and, where a line joins them, points on it that are two pixels apart or less."""
    pairs = [(a, b) for a, b in itertools.pairwise(corners) if joined and np.isfinite([a, b]).all()]
    found = [corners, *(np.linspace(a, b, int(np.hypot(*(b - a)) / 2) + 2) for a, b in pairs)]
    return [(float(x), float(y)) for x, y in np.concatenate(found) if np.isfinite([x, y]).all()]
