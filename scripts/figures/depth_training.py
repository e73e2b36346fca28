"""Whether eight layers learn an exclusive or: one dot for each of five networks."""

from matplotlib.figure import Figure

from scripts.figures.style import figure, guide, label, no_axis, points, x_axis, y_axis
from scripts.studies import data

ROWS = {
    "sigmoid": ("accent", "sigmoid, as initialised by default"),
    "sigmoid, gain 4": ("accent-2", "sigmoid, gain 4 and centred"),
    "sigmoid, batch norm": ("accent-3", "sigmoid with batch normalisation"),
    "relu": ("accent-4", "ReLU, as initialised by default"),
}


def draw() -> Figure:
    fig, ax = figure(380, left=20, right=30)
    x_axis(ax, 0.48, 1.0, {0.5: "50 %", 0.75: "75 %", 1.0: "100 %"}, "training accuracy of eight layers")
    y_axis(ax, -0.5, 4, [])
    no_axis(ax, "left")
    for row, (name, (token, text)) in enumerate(ROWS.items()):
        height = len(ROWS) - 1 - row
        guide(ax, [0.48, 1.0], [height, height])
        found = data("depth")["accuracy of eight layers"][name]
        points(ax, found, [height] * len(found), token)
        label(ax, 0.48, height, text, token, dy=12)
    return fig
