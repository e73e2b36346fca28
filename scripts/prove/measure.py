"""Errors of results at single points, in units in the last place, against exact values by mpmath."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from scripts.prove.exact import FUNCTIONS, MP

LONG = np.finfo(np.longdouble)
# Bits of the significand, and the exponent of the least unit in the last place.
FORMATS = {
    "float16": (11, -24),
    "bfloat16": (8, -133),
    "float32": (24, -149),
    "float64": (53, -1074),
    "longdouble": (int(LONG.nmant) + 1, int(LONG.minexp) - int(LONG.nmant)),
}
DOUBT = 2.0**-40


def number(x: Any) -> Any:
    """Return a NumPy number as an mpmath number, exactly."""
    if isinstance(x, np.longdouble):
        numerator, denominator = x.as_integer_ratio()
        return MP.mpf(numerator) / denominator
    return MP.mpf(float(x))


def exact_values(name: str, x: Any) -> list[Any]:
    wide = x if x.dtype == np.longdouble else x.astype(np.float64)
    return [FUNCTIONS[name].exact(number(value)) for value in wide]


def unit_exponent(exact: Any, form: str) -> int:
    """Return the exponent of the unit in the last place of a format at an exact value."""
    bits, least = FORMATS[form]
    return max(int(MP.frexp(exact)[1]) - bits, least) if exact else least


def measure(
    form: str, exact: list[Any], results: Mapping[str, Any], at: Iterable[Any] | None = None
) -> dict[str, list[float]]:
    """Return each result's largest error, sum of errors, number, and how many are off by more than half a unit.

    The unit is that of the format at the exact value, or at the values ``at``.
    """
    exponents = [unit_exponent(value, form) for value in (exact if at is None else at)]
    scaled = [MP.ldexp(value, -e) for value, e in zip(exact, exponents, strict=True)]
    wide = np.longdouble if form == "longdouble" else np.float64
    # Exact values in units, as a whole number and a rest: what a result is off by is then hardly rounded.
    whole = [int(MP.floor(value)) for value in scaled]
    rest = np.array([float(value - floor) for value, floor in zip(scaled, whole, strict=True)])
    floors, shift = np.array([wide(floor) for floor in whole]), -np.array(exponents, np.int32)
    records = {}
    for who, got in results.items():
        with np.errstate(all="ignore"):
            off = np.abs((np.ldexp(got.astype(wide), shift) - floors) - rest).astype(np.float64)
        off[np.isnan(off)] = np.inf
        more = off > 0.5
        for i in np.flatnonzero(np.abs(off - 0.5) < DOUBT):
            more[i] = abs(MP.ldexp(number(got[i]), -exponents[i]) - scaled[i]) > 0.5
        records[who] = [float(off.max(initial=0)), float(off.sum()), int(off.size), int(more.sum())]
    return records


def total(records: Iterable[list[float]]) -> list[float]:
    """Return the record of several parts."""
    every = list(records)
    return [max(record[0] for record in every), *(sum(record[k] for record in every) for k in (1, 2, 3))]
