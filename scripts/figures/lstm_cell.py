"""One step of an LSTM: what the weights make of the input, and what the gates do with the memory."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from scripts.figures.gate_orders import GATES, NAMES
from scripts.figures.style import THIN, colour, figure, label, no_axis, width, x_axis, y_axis

PLACES = {"f": 0.15, "i": 0.35, "g": 0.55, "o": 0.755}  # where the gates stand, as parts of the width
MEMORY, MEET, ROW, BUS, SUM, WEIGHTS, ENTRY = 408, 326, 246, 192, 150, 92, 20  # heights, in pixels
RADIUS, HIGH = 14, 38


def draw() -> Figure:
    fig, ax = figure(450, left=0, right=0, top=0, bottom=0)
    x_axis(ax, 0, width(), [])
    y_axis(ax, 0, 450, [])
    no_axis(ax, "left")
    no_axis(ax, "bottom")
    places = {gate: part * width() for gate, part in PLACES.items()}
    middle, right = (places["i"] + places["g"]) / 2, 0.93 * width()

    for x, name, weights, shift in ((places["i"], "*x*", "*W*", -1), (places["g"], "*h*", "*U*", 1)):
        label(ax, x, ENTRY, name, "ink", "center", dy=-6)
        _path(ax, [(x, ENTRY + 14), (x, WEIGHTS - HIGH / 2)])
        _box(ax, x, WEIGHTS, weights, "ink")
        _path(ax, [(x, WEIGHTS + HIGH / 2), (x, SUM), (middle + shift * RADIUS, SUM)])
        label(ax, x, WEIGHTS, "weights", "ink-soft", "right" if shift < 0 else "left", dx=34 * shift, dy=-6)
    label(ax, places["i"], ENTRY, "input", "ink-soft", "right", dx=-34, dy=-6)
    label(ax, places["g"], ENTRY, "last output", "ink-soft", dx=34, dy=-6)
    _circle(ax, middle, SUM, "+")
    label(ax, middle, SUM, "*W x* + *U h* + *b*", "ink-soft", dx=22, dy=14)

    for gate, x in places.items():
        _path(ax, [(middle, SUM + RADIUS), (middle, BUS), (x, BUS), (x, ROW - HIGH / 2)])
        _box(ax, x, ROW, f"tanh(*{gate}*)" if gate == "g" else f"σ(*{gate}*)", GATES[gate], 84)
        label(ax, x, ROW + HIGH / 2, NAMES[gate], GATES[gate], dx=8, dy=10)

    label(ax, 14, MEMORY, "*c*", "ink", dy=-6)
    _path(ax, [(32, MEMORY), (places["f"] - RADIUS, MEMORY)], token="ink")
    _path(ax, [(places["f"] + RADIUS, MEMORY), (middle - RADIUS, MEMORY)], token="ink")
    _path(ax, [(middle + RADIUS, MEMORY), (right + 4, MEMORY)], token="ink")
    label(ax, right + 10, MEMORY, "*c*′", "ink", dy=-6)
    _path(ax, [(places["f"], ROW + HIGH / 2), (places["f"], MEMORY - RADIUS)], GATES["f"])
    for gate, side in (("i", -RADIUS), ("g", RADIUS)):
        x = places[gate]
        _path(ax, [(x, ROW + HIGH / 2), (x, MEET), (middle + side, MEET)], GATES[gate])
    _path(ax, [(middle, MEET + RADIUS), (middle, MEMORY - RADIUS)])
    label(ax, 14, MEMORY, "memory", "ink-soft", dy=16)
    for at, y, sign in ((places["f"], MEMORY, "×"), (middle, MEMORY, "+"), (middle, MEET, "×")):
        _circle(ax, at, y, sign)

    out = right - 14
    _path(ax, [(out, MEMORY), (out, MEET + RADIUS)])
    label(ax, out, (MEMORY + MEET + RADIUS) / 2, "tanh", "ink-soft", "right", dx=-8, dy=-6)
    _path(ax, [(places["o"], ROW + HIGH / 2), (places["o"], MEET), (out - RADIUS, MEET)], GATES["o"])
    _circle(ax, out, MEET, "×")
    _path(ax, [(out, MEET - RADIUS), (out, ENTRY + 14)])
    label(ax, out, ENTRY, "*h*′", "ink", "center", dy=-6)
    return fig


def _path(ax: Axes, corners: list[tuple[float, float]], token: str = "ink-soft") -> None:
    """A line with an arrow at its end."""
    ax.plot(*zip(*corners, strict=True), color=colour(token), linewidth=THIN, clip_on=False)
    arrow = {
        "arrowstyle": "-|>",
        "color": colour(token),
        "linewidth": 0,
        "mutation_scale": 15,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    ax.annotate("", corners[-1], corners[-2], arrowprops=arrow, annotation_clip=False)


def _box(ax: Axes, x: float, y: float, text: str, token: str, wide: float = 46) -> None:
    corner = (x - wide / 2, y - HIGH / 2)
    ax.add_patch(Rectangle(corner, wide, HIGH, facecolor="none", edgecolor=colour(token), linewidth=2 * THIN))
    label(ax, x, y, text, token, "center", dy=-6)


def _circle(ax: Axes, x: float, y: float, sign: str) -> None:
    """Where two numbers meet, and what is done with them, element by element."""
    ax.add_patch(Circle((x, y), RADIUS, facecolor="none", edgecolor=colour("ink"), linewidth=THIN))
    label(ax, x, y, sign, "ink", "center", dy=-6)
