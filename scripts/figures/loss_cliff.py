"""What three ways to compute the loss of a wrong, confident prediction give, in float32."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import binary_cross_entropy_with_logits, sigmoid
from scripts.figures.style import curve, figure, guide, label, x_axis, y_axis


def draw() -> Figure:
    z = np.linspace(0, 30, 601, dtype=np.float32)
    y = np.zeros_like(z)
    s = np.float32(1) / (np.float32(1) + np.exp(-z))
    with np.errstate(divide="ignore"):
        clamped = -np.maximum(np.log(np.float32(1) - s), np.float32(-100))  # what torch.nn.BCELoss does
    fig, ax = figure(420, left=50)
    x_axis(ax, 0, 30, [0, 10, 20, 30], "logit *z*, while the target is 0")
    y_axis(ax, 0, 108, [0, 30, 100], "loss")
    cliff = int(np.argmax(clamped >= 100))
    curve(ax, z[:cliff], clamped[:cliff], "accent-2")
    curve(ax, z[cliff:], clamped[cliff:], "accent-2")
    guide(ax, [z[cliff], z[cliff]], [clamped[cliff - 1], 100], "accent-2")
    curve(ax, z, binary_cross_entropy_with_logits(z, y, reduction="none"), "accent")
    curve(ax, z, binary_cross_entropy_with_logits(sigmoid(z), y, reduction="none"), "accent-3")
    label(ax, 16, 92, "BCELoss of the sigmoid:\na jump, then gradient 0", "accent-2", "right")
    label(ax, 30, 33, "from the logit", "accent", "right", dx=-40)
    label(ax, 30, 6, "sigmoid twice: levels off", "accent-3", "right")
    return fig
