"""How far to the left each way to write the sigmoid in float32 gives more than 0."""

from matplotlib.figure import Figure

from scripts.figures.style import figure, guide, label, no_axis, points, x_axis, y_axis
from scripts.studies import data

FORMS = (
    ("½ (1 + tanh(*x*/2))", "(1 + tanh(x / 2)) / 2", "accent-4"),
    ("1 / (1 + exp(−*x*))", "1 / (1 + exp(-x))", "accent-2"),
    ("exp(−|*x*|), then divide; the exact kernel", "two branches", "accent"),
)


def draw() -> Figure:
    fig, ax = figure(330, left=20, right=24)
    x_axis(ax, -110, 0, [-104, -89, -20, 0], "*x*, in float32")
    y_axis(ax, -0.5, 3, [])
    no_axis(ax, "left")
    ends = data("accuracy")["thresholds"]["float32"]  # the largest input with the result 0, and the next
    for row, (name, form, token) in enumerate(reversed(FORMS)):
        last = ends[form][0]
        guide(ax, [last, 0], [row, row], token)
        points(ax, [last], [row], token)
        label(ax, 0, row, name, token, "right", dy=12)
    return fig
