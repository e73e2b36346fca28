"""What must come back at the corners of each format: computed, never typed."""

import numpy as np

from reference_impl import log_sigmoid, logit, sigmoid, sigmoid_backward

DTYPES = (np.float16, np.float32, np.float64)


def specials() -> list[list[str]]:
    """The required values at infinities, NaN, zeros and far tails, from float32."""
    inputs = {"-inf": -np.inf, "-104": -104.0, "-89": -89.0, "-0.0": -0.0, "0.0": 0.0, "89": 89.0, "inf": np.inf, "nan": np.nan}
    rows = [["`x`", "`sigmoid`", "`sigmoid_backward`, unit gradient", "`log_sigmoid`"]]
    for name, value in inputs.items():
        x = np.float32(value)
        results = sigmoid(x), sigmoid_backward(x, np.float32(1)), log_sigmoid(x)
        rows.append([f"`{name}`", *(f"`{result:.6g}`" for result in results)])
    return rows


def logit_specials() -> list[list[str]]:
    """The required values of the inverse."""
    inputs = {"0": 0.0, "5e-324": 5e-324, "0.5": 0.5, "1": 1.0, "1.5": 1.5, "-0.1": -0.1, "nan": np.nan}
    return [["`p`", "`logit`"], *([f"`{name}`", f"`{float(logit(p)):.6g}`"] for name, p in inputs.items())]


def thresholds() -> list[list[str]]:
    """Where the correctly rounded sigmoid meets its ends, found by bisection over the format's own numbers."""
    rows = [["format", "largest `x` with `sigmoid(x) == 0`", "smallest `x` with `sigmoid(x) == 1`"]]
    for dtype in DTYPES:
        low = _first(dtype, -800.0, 0.0, lambda x: sigmoid(x) > 0)
        high = _first(dtype, 0.0, 60.0, lambda x: sigmoid(x) == 1)
        rows.append([dtype.__name__, f"{float(np.nextafter(low, dtype(-np.inf))):.6g}", f"{float(high):.6g}"])
    return rows


def _first(dtype, low, high, holds):  # type: ignore[no-untyped-def]
    """The smallest number of the format in (low, high] for which ``holds``, which is monotone."""
    low, high = dtype(max(low, float(np.finfo(dtype).min))), dtype(high)
    while np.nextafter(low, high) < high:
        middle = dtype((float(low) + float(high)) / 2)
        middle = np.nextafter(low, high) if middle in (low, high) else middle
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
