"""How far to the left each way to write the sigmoid in float32 gives more than 0."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import figure, guide, label, no_axis, points, x_axis, y_axis

# The last float32 input with a result above 0, by closed form: where the form's own exponential ends.
SMALLEST = np.log(2.0) * -150  # half the smallest subnormal number
FORMS = (
    ("½ (1 + tanh(*x*/2))", -np.log(2.0) * 25, "accent-4"),
    ("1 / (1 + exp(−*x*))", -np.log(float(np.finfo(np.float32).max)), "accent-2"),
    ("exp(−|*x*|), then divide; the exact kernel", SMALLEST, "accent"),
)


def draw() -> Figure:
    fig, ax = figure(330, left=20, right=24)
    x_axis(ax, -110, 0, [-104, -89, -17, 0], "*x*, in float32")
    y_axis(ax, -0.5, 3, [])
    no_axis(ax, "left")
    for row, (name, last, token) in enumerate(reversed(FORMS)):
        guide(ax, [last, 0], [row, row], token)
        points(ax, [last], [row], token)
        label(ax, 0, row, name, token, "right", dy=12)
    return fig
