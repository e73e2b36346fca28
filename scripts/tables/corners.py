"""What must come back at the corners of each format: computed, never typed."""

from collections.abc import Callable
from typing import Any

import numpy as np

from reference_impl import log_sigmoid, logit, sigmoid, sigmoid_backward

DTYPES = (np.float16, np.float32, np.float64)


def specials() -> list[list[str]]:
    """The required values at infinities, NaN, zeros and far tails, from float32."""
    rows = [["`x`", "`sigmoid`", "`sigmoid_backward`, unit gradient", "`log_sigmoid`"]]
    for name in ("-inf", "-104", "-89", "-0.0", "0.0", "89", "inf", "nan"):
        x = np.float32(name)
        results = sigmoid(x), sigmoid_backward(x, np.float32(1)), log_sigmoid(x)
        rows.append([f"`{name}`", *(f"`{result:.6g}`" for result in results)])
    return rows


def logit_specials() -> list[list[str]]:
    """The required values of the inverse."""
    inputs = ("0", "5e-324", "0.5", "1", "1.5", "-0.1", "nan")
    return [["`p`", "`logit`"], *([f"`{p}`", f"`{float(logit(float(p))):.6g}`"] for p in inputs)]


def thresholds() -> list[list[str]]:
    """Where the correctly rounded sigmoid meets its ends, found by bisection over the format's own numbers."""
    rows = [["format", "largest `x` with `sigmoid(x) == 0`", "smallest `x` with `sigmoid(x) == 1`"]]
    for dtype in DTYPES:
        low = _first(dtype, -800.0, 0.0, lambda x: sigmoid(x) > 0)
        high = _first(dtype, 0.0, 60.0, lambda x: sigmoid(x) == 1)
        rows.append([dtype.__name__, f"{float(np.nextafter(low, dtype(-np.inf))):.6g}", f"{float(high):.6g}"])
    return rows


def _first(dtype: type[Any], low: float, high: float, holds: Callable[[Any], bool]) -> Any:
    """The smallest number of the format in (low, high] for which ``holds``, which is monotone."""
    below, above = dtype(max(low, float(np.finfo(dtype).min))), dtype(high)
    while np.nextafter(below, above) < above:
        middle = dtype((float(below) + float(above)) / 2)
        if middle in (below, above):
            middle = np.nextafter(below, above)
        below, above = (below, middle) if holds(middle) else (middle, above)
    return above
