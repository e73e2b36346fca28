"""Gal's accurate table of the sigmoid: arguments whose sigmoid is, by luck sought out, almost a double."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from reference_impl import _double_double as dd

Floats = npt.NDArray[np.float64]

STEPS = 512  # table entries in a unit of x
LOW, HIGH = -41, 38  # below LOW the sigmoid is exp; from HIGH on it rounds to 1


# --8<-- [start:table]
@cache
def accurate_table() -> tuple[Floats, Floats]:
    """Return arguments X near i/512 and doubles S, such that σ(X) differs from S by less than 2⁻⁸ ULP.

    σ(X) is then known to 61 bits though S holds 53, and what is added to S for an argument near X is so small
    that its rounding does no harm. About one argument in 128 is as good as that: each X is the first found.
    """
    x = np.arange(LOW * STEPS, HIGH * STEPS + 1) / STEPS
    s = dd.sigmoid(x)[0]
    # Where the curve is flat, any double is the sigmoid of some argument, and rounding that argument is harmless.
    flat = (x > 9) & (s < 1)
    x[flat] = np.log(s[flat]) - np.log1p(-s[flat])
    left = np.flatnonzero(x <= 9)
    while left.size:
        x[left], s[left], found = _search(x[left])
        left = left[~found]
        x[left] += 2.0**-14  # a few need another start
    return x, s


def _search(x: Floats) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Return arguments just above x, their sigmoids as doubles, and which of them are good."""
    s, low = dd.sigmoid(x)
    unit, spacing = np.spacing(s), np.spacing(np.abs(x))
    # Over a few thousand neighbours σ, counted in units, moves by the same fraction from each to the next, so that
    # no value need be computed anew; they are tried in a scattered order.
    phase, advance = low / unit, s * dd.sigmoid(-x)[0] * spacing / unit
    best, left = np.zeros_like(x), np.arange(x.size)
    for distance in np.arange(2000) * 5003 % 16381:
        moved = phase[left] + distance * advance[left]
        good = np.abs(moved - np.rint(moved)) < 2.0**-8
        best[left[good]] = distance
        left = left[~good]
    found = np.ones(x.shape, np.bool_)
    found[left] = False
    return x + best * spacing, s + np.rint(phase + best * advance) * unit, found


# --8<-- [end:table]
