"""What must come back at the corners of each format: computed, never typed."""

from functools import partial
from typing import Any

import numpy as np

from reference_impl import log_sigmoid, logit, sigmoid, sigmoid_backward
from scripts.prove.exact import MP, first

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
    """Where the correctly rounded sigmoid meets its ends: by exact arithmetic, over the format's own numbers."""
    rows = [["format", "largest `x` with the result 0", "smallest `x` with the result 1"]]
    for dtype in DTYPES:
        info = np.finfo(dtype)
        least = (
            MP.mpf(float(info.smallest_subnormal)) / 2
        )  # at most this rounds to 0, since a tie goes to even
        gap = MP.mpf(2) ** -(info.nmant + 2)  # this close to 1, likewise
        above_zero = first(partial(_above, least), dtype(-800), dtype(0))
        one = first(partial(_one, gap), dtype(0), dtype(60))
        zero = np.nextafter(above_zero, dtype(-np.inf))
        rows.append([dtype.__name__, f"{float(zero):.9g}", f"{float(one):.9g}"])
    return rows


def _above(least: Any, x: Any) -> bool:
    return bool(1 / (1 + MP.exp(-MP.mpf(float(x)))) > least)


def _one(gap: Any, x: Any) -> bool:
    return not _above(gap, -x)
