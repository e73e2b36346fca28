"""What is proved: the four functions of one array."""

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
