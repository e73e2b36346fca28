"""How many times as fast as SciPy's expit, by the size of the array; and where memory sets the limit."""

from matplotlib.figure import Figure

from scripts.figures.style import curve, figure, guide, label, points, x_axis, y_axis
from scripts.studies import data

NAMED_AT = {"float16": 7.5, "float32": 2.0, "float64": 0.5}


def draw() -> Figure:
    found = data("speed")["speed"]["sigmoid"]
    fig, ax = figure(440, left=50, right=28)
    ax.set_xscale("log")
    sizes = {1.0: "1", 1e2: "100", 1e4: "10⁴", 1e6: "10⁶", 1e8: "10⁸"}
    x_axis(ax, 1, 1e8, sizes, "elements")
    ax.set_yscale("log")
    y_axis(ax, 0.03, 150, {0.1: "⅒", 1.0: "1", 10.0: "10"}, "times as fast as SciPy, one thread")
    guide(ax, [1, 1e8], [1, 1])
    rows = {
        dtype: sorted(
            (row for key, row in found.items() if key.startswith(dtype)), key=lambda row: row["elements"]
        )
        for dtype in NAMED_AT
    }
    for dtype, token in (("float32", "accent"), ("float64", "accent-2"), ("float16", "accent-3")):
        elements = [row["elements"] for row in rows[dtype]]
        ratios = [row["scipy.special.expit"]["ratio"] for row in rows[dtype]]
        curve(ax, elements, ratios, token)
        points(ax, elements, ratios, token, size=6.5)
        label(ax, 1e4, NAMED_AT[dtype], dtype, token)
    large = [row for row in rows["float32"] if row["elements"] >= 1e4]
    limit = [row["scipy.special.expit"]["ratio"] / row["copy"]["ratio"] for row in large]
    guide(ax, [row["elements"] for row in large], limit, "ink-soft")
    label(ax, 1e8, 90, "a plain copy of float32: the memory's limit", "ink-soft", "right")
    return fig
