"""The functions at one point by mpmath, their Taylor coefficients about it, and errors in units in the last place.

Nothing here is shared with ``reference_impl``.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import mpmath
import numpy as np

MP = mpmath.mp.clone()
MP.prec = 192  # the cube of a float64 number near 2⁻⁵², which decides a tie beside ½, lies 161 bits down
DEGREE = 9
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
Series = Callable[[Any], list[Any]]
# The largest error, the sum of errors, how many results there are, and how many are off by more than half a unit.
Record = list[float]


def sigmoid_series(c: Any) -> list[Any]:
    """Taylor coefficients of σ about c, from σ' = σ - σ²."""
    a = [1 / (1 + MP.exp(-c))]
    for n in range(DEGREE + 1):
        a.append((a[n] - sum(a[k] * a[n - k] for k in range(n + 1))) / (n + 1))
    return a


def slope_series(c: Any) -> list[Any]:
    """Taylor coefficients of σ'."""
    # For c > 0 the recurrence would cancel: use that σ' is even.
    if c > 0:
        return [(-1) ** n * b for n, b in enumerate(slope_series(-c))]
    a = sigmoid_series(c)
    return [(n + 1) * a[n + 1] for n in range(DEGREE + 1)]


def log_sigmoid_series(c: Any) -> list[Any]:
    """Taylor coefficients of log σ, whose derivative is σ(-x)."""
    a = sigmoid_series(-c)
    first = -MP.log1p(MP.exp(-c))
    return [first, *((-1) ** n * a[n] / (n + 1) for n in range(DEGREE))]


def logit_series(c: Any) -> list[Any]:
    """Taylor coefficients of log p - log(1 - p)."""
    first = MP.log(c) - MP.log1p(-c)
    return [first, *(((-1) ** (k + 1) / c**k + 1 / (1 - c) ** k) / k for k in range(1, DEGREE + 1))]


def loss_and_gradient(w: Any, t: Any) -> tuple[Any, Any, Any]:
    """Return both, and the larger of σ(w) and t, whose unit is that of a soft target's gradient."""
    z = MP.exp(-abs(w))
    loss = (w * (1 - t) if w >= 0 else -w * t) + MP.log1p(z)
    slope = ((1 - t) - t * z if w >= 0 else (1 - t) * z - t) / (1 + z)
    return loss, slope, max((1 if w >= 0 else z) / (1 + z), t)


def number(x: Any) -> Any:
    """Return a NumPy number as an mpmath number, exactly."""
    if isinstance(x, np.longdouble):
        numerator, denominator = x.as_integer_ratio()
        return MP.mpf(numerator) / denominator
    return MP.mpf(float(x))


def unit_exponent(exact: Any, form: str) -> int:
    """Return the exponent of the unit in the last place of a format at an exact value."""
    bits, least = FORMATS[form]
    return max(int(MP.frexp(exact)[1]) - bits, least) if exact else least


def measure(
    form: str, exact: list[Any], results: Mapping[str, Any], at: Iterable[Any] | None = None
) -> dict[str, Record]:
    """Return the record of each implementation's results.

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


def of_errors(off: Any) -> Record:
    """Return the record of errors in units."""
    return [float(off.max()), float(off.sum()), int(off.size), int((off > 0.5).sum())]


def total(records: Iterable[Record]) -> Record:
    """Return the record of several parts."""
    every = list(records)
    return [max(record[0] for record in every), *(sum(record[k] for record in every) for k in (1, 2, 3))]


def first(holds: Callable[[Any], bool], below: Any, above: Any) -> Any:
    """Return the smallest number in (below, above] that ``holds``, if all from some number on do."""
    while np.nextafter(below, above) < above:
        middle = below + (above - below) / 2
        if not below < middle < above:
            middle = np.nextafter(below, above)
        below, above = (below, middle) if holds(middle) else (middle, above)
    return above
