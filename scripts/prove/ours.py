"""What is proved: four functions of one array, and the loss and its gradient of logits and targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reference_impl as ri

NAMES = ("sigmoid", "sigmoid_backward", "log_sigmoid", "logit")
WHO = "reference_impl"
OURS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": ri.sigmoid,
    "sigmoid_backward": lambda x: ri.sigmoid_backward(x, x.dtype.type(1)),
    "log_sigmoid": ri.log_sigmoid,
    "logit": ri.logit,
}
LOSSES: dict[str, Callable[[Any, Any], Any]] = {
    "loss": lambda x, t: ri.binary_cross_entropy_with_logits(x, t, reduction="none"),
    "gradient": lambda x, t: ri.binary_cross_entropy_with_logits_backward(x, t, reduction="none"),
}
EVERY: dict[str, Callable[..., Any]] = {**OURS, **LOSSES}
