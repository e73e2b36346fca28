"""The four functions at one point by mpmath, and their Taylor coefficients about it.

Nothing here is shared with ``reference_impl``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np

MP = mpmath.mp.clone()
MP.prec = 192  # the cube of a float64 number near 2⁻⁵², which decides a tie beside ½, lies 161 bits down
DEGREE = 9

Series = Callable[[Any], list[Any]]


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


@dataclass(frozen=True)
class Function:
    """A function, its exact value at one point, its series, and the interval where it is not trivial."""

    name: str
    exact: Callable[[Any], Any]
    series: Series
    low: float
    high: float
    below: float | None  # the float32 that the function rounds to at and below ``low``; None: x itself
    above: float


def _slope(x: Any) -> Any:
    return 1 / (2 + MP.exp(x) + MP.exp(-x))


_EVERY = (
    Function("sigmoid", lambda x: 1 / (1 + MP.exp(-x)), sigmoid_series, -104.0, 18.0, 0.0, 1.0),
    Function("sigmoid_backward", _slope, slope_series, -104.0, 104.0, 0.0, 0.0),
    Function("log_sigmoid", lambda x: -MP.log1p(MP.exp(-x)), log_sigmoid_series, -20.0, 104.0, None, -0.0),
    Function("logit", lambda p: MP.log(p) - MP.log1p(-p), logit_series, 0.0, 1.0, None, np.nan),
)
FUNCTIONS = {f.name: f for f in _EVERY}
