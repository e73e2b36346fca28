"""One step of an LSTM: what the weights make of the input, and what the gates do with the memory."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from scripts.figures.gate_orders import GATES, NAMES
from scripts.figures.style import THIN, WIDTH, colour, figure, label, no_axis, x_axis, y_axis

PLACES = {"f": 92, "i": 196, "g": 300, "o": 412}  # where the gates stand, in pixels
MEMORY, MEET, ROW, BUS, SUM, WEIGHTS, ENTRY = 408, 326, 246, 192, 150, 92, 20
RIGHT, RADIUS, HIGH = 506, 14, 38


def draw() -> Figure:
    fig, ax = figure(450, left=0, right=0, top=0, bottom=0)
    x_axis(ax, 0, WIDTH, [])
    y_axis(ax, 0, 450, [])
    no_axis(ax, "left")
    no_axis(ax, "bottom")
    middle = (PLACES["i"] + PLACES["g"]) / 2

    for x, name, weights, shift in ((PLACES["i"], "*x*", "*W*", -1), (PLACES["g"], "*h*", "*U*", 1)):
        label(ax, x, ENTRY, name, "ink", "center", dy=-6)
        _path(ax, [(x, ENTRY + 14), (x, WEIGHTS - HIGH / 2)])
        _box(ax, x, WEIGHTS, weights, "ink")
        _path(ax, [(x, WEIGHTS + HIGH / 2), (x, SUM), (middle + shift * RADIUS, SUM)])
        label(ax, x, WEIGHTS, "weights", "ink-soft", "right" if shift < 0 else "left", dx=34 * shift, dy=-6)
    label(ax, PLACES["i"], ENTRY, "input", "ink-soft", "right", dx=-34, dy=-6)
    label(ax, PLACES["g"], ENTRY, "last output", "ink-soft", dx=34, dy=-6)
    _circle(ax, middle, SUM, "+")
    label(ax, middle, SUM, "*W x* + *U h* + *b*", "ink-soft", dx=22, dy=14)

    for gate, x in PLACES.items():
        _path(ax, [(middle, SUM + RADIUS), (middle, BUS), (x, BUS), (x, ROW - HIGH / 2)])
        _box(ax, x, ROW, f"tanh(*{gate}*)" if gate == "g" else f"σ(*{gate}*)", GATES[gate], 84)
        label(ax, x, ROW + HIGH / 2, NAMES[gate], GATES[gate], dx=8, dy=10)

    label(ax, 14, MEMORY, "*c*", "ink", dy=-6)
    _path(ax, [(32, MEMORY), (PLACES["f"] - RADIUS, MEMORY)], token="ink")
    _path(ax, [(PLACES["f"] + RADIUS, MEMORY), (middle - RADIUS, MEMORY)], token="ink")
    _path(ax, [(middle + RADIUS, MEMORY), (RIGHT + 4, MEMORY)], token="ink")
    label(ax, RIGHT + 10, MEMORY, "*c*′", "ink", dy=-6)
    _path(ax, [(PLACES["f"], ROW + HIGH / 2), (PLACES["f"], MEMORY - RADIUS)], GATES["f"])
    for gate, side in (("i", -RADIUS), ("g", RADIUS)):
        x = PLACES[gate]
        _path(ax, [(x, ROW + HIGH / 2), (x, MEET), (middle + side, MEET)], GATES[gate])
    _path(ax, [(middle, MEET + RADIUS), (middle, MEMORY - RADIUS)])
    label(ax, 14, MEMORY, "memory", "ink-soft", dy=16)
    for at, y, sign in ((PLACES["f"], MEMORY, "×"), (middle, MEMORY, "+"), (middle, MEET, "×")):
        _circle(ax, at, y, sign)

    out = RIGHT - 14
    _path(ax, [(out, MEMORY), (out, MEET + RADIUS)])
    label(ax, out, (MEMORY + MEET + RADIUS) / 2, "tanh", "ink-soft", "right", dx=-8, dy=-6)
    _path(ax, [(PLACES["o"], ROW + HIGH / 2), (PLACES["o"], MEET), (out - RADIUS, MEET)], GATES["o"])
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
