"""The four gates of an LSTM as four frameworks stack them: same shape, other places."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import THIN, colour, curve, figure, label, no_axis, width, x_axis, y_axis

GATES = {"i": "accent", "f": "accent-2", "g": "accent-3", "o": "accent-4"}
NAMES = {"i": "input", "f": "forget", "g": "candidate", "o": "output"}
ORDERS = {"PyTorch\nKeras": "ifgo", "ONNX": "iofg", "TensorFlow\n1": "igfo", "Core ML": "ifog"}
BOX, HIGH, ROW = 46, 40, 62  # pixels
FIRST, LAST = 112, 76  # from the figure's left to the first column, and from the last one to the right


def draw() -> Figure:
    fig, ax = figure(4 * ROW + 82, left=0, right=0, top=4, bottom=14)
    x_axis(ax, 0, width(), [])
    step = (width() - FIRST - LAST) / 3
    y_axis(ax, -4, 4 * ROW + 60, [])
    no_axis(ax, "left")
    no_axis(ax, "bottom")
    for column, (name, order) in enumerate(ORDERS.items()):
        left = FIRST + column * step
        label(ax, left + BOX / 2, 4 * ROW + 2, name, "ink", "center", dy=8)
        for gate in order:
            _box(ax, left, _bottom(order, gate), gate)
    for gate, token in GATES.items():
        label(ax, FIRST - 10, _bottom("ifgo", gate) + 14, NAMES[gate], token, "right")
        for column, (one, next_one) in enumerate(
            zip(ORDERS.values(), list(ORDERS.values())[1:], strict=False)
        ):
            ends = [FIRST + column * step + BOX, FIRST + (column + 1) * step]
            curve(ax, ends, [_bottom(order, gate) + HIGH / 2 for order in (one, next_one)], token)
    return fig


def _bottom(order: str, gate: str) -> float:
    return (3 - order.index(gate)) * ROW + 6


def _box(ax: Axes, left: float, bottom: float, gate: str) -> None:
    ax.add_patch(
        Rectangle(
            (left, bottom), BOX, HIGH, facecolor="none", edgecolor=colour(GATES[gate]), linewidth=2 * THIN
        )
    )
    label(ax, left + BOX / 2, bottom + HIGH / 2, f"*{gate}*", GATES[gate], "center", dy=-5)
