"""Gal's accurate table of the sigmoid: arguments chosen so that their sigmoid is almost a double."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from reference_impl._core.kernel import Floats
from reference_impl._kernels import double_double as dd

Function: TypeAlias = Callable[[Floats], dd.Pair]
Slope: TypeAlias = Callable[[Floats, Floats], Floats]

STEPS = 512  # table entries in a unit of x
LOW, HIGH = -41, 30  # below LOW the sigmoid is exp; above HIGH it is 1 less something small

LOG_LOW, LOG_HIGH = -20, 40  # below, log σ is almost x, and above it is -σ(-x) to 2⁻⁵⁷


@cache
def accurate_table() -> tuple[Floats, Floats]:
    """Return arguments X near i/512 and doubles S, such that σ(X) differs from S by less than 2⁻⁸ ULP.

    σ(X) is then known to 61 bits though S holds 53, and what is added to S for an argument near X is so small
    that its rounding does no harm. About one argument in 128 is as good as that: each X is the first found.
    """
    x = np.arange(LOW * STEPS, HIGH * STEPS + 1) / STEPS
    s = dd.sigmoid(x)[0]
    # Where the curve is flat, any double is the sigmoid of some argument, and rounding that argument is harmless.
    flat = x > 9
    x[flat] = np.log(s[flat]) - np.log1p(-s[flat])
    x[~flat], s[~flat] = _sought(x[~flat], dd.sigmoid, lambda x, s: s * dd.sigmoid(-x)[0])
    return x, s


@cache
def accurate_log_table() -> tuple[Floats, Floats, Floats]:
    """Return the like for log σ: arguments X, σ(-X) as it is rounded, and log σ(X), almost a double."""
    x, values = _sought(
        np.arange(LOG_LOW * STEPS, LOG_HIGH * STEPS + 1) / STEPS,
        dd.log_sigmoid,
        lambda x, _: dd.sigmoid(-x)[0],
    )
    return x, dd.sigmoid(-x)[0], values


def _sought(x: Floats, function: Function, slope: Slope) -> tuple[Floats, Floats]:
    """Return arguments from x on, and the function's values there, which are almost doubles."""
    x, y, left = x.copy(), np.empty_like(x), np.arange(x.size)
    while left.size:
        x[left], y[left], found = _search(x[left], function, slope)
        left = left[~found]
        x[left] += 2.0**-14  # a few need another start
    return x, y


def _search(x: Floats, function: Function, slope: Slope) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Return arguments just above x, the function's values as doubles, and which of them are good."""
    y, low = function(x)
    unit, spacing = np.spacing(np.abs(y)), np.spacing(np.abs(x))
    # Over a few thousand neighbours the function, counted in units, moves by the same fraction from each to the next,
    # so that no value need be computed anew; they are tried in a scattered order.
    phase, advance = low / unit, slope(x, y) * spacing / unit
    # Where it moves by too small a fraction, neighbours far apart are tried.
    fraction = np.maximum(np.abs(advance - np.rint(advance)), 2.0**-40)
    stride = np.floor(np.clip(2.0**-11 / fraction, 1, 2.0**20))
    advance, spacing = advance * stride, spacing * stride
    best, left = np.zeros_like(x), np.arange(x.size)
    for distance in np.arange(2000) * 5003 % 16381:
        moved = phase[left] + distance * advance[left]
        good = np.abs(moved - np.rint(moved)) < 2.0**-8
        best[left[good]] = distance
        left = left[~good]
    found = np.ones(x.shape, np.bool_)
    found[left] = False
    return x + best * spacing, y + np.rint(phase + best * advance) * unit, found
