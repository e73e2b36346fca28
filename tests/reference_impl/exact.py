"""Exact values by mpmath at 50 digits and more, and errors measured in units in the last place."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np

from reference_impl._core.formats import format_of

CONTEXT = mpmath.mp.clone()
CONTEXT.dps = 60


def form(dtype: Any) -> tuple[int, int]:
    """Return the significand's bits and the least exponent of a unit in the last place."""
    form = format_of(np.dtype(dtype))
    return form.bits, form.least


def number(x: Any) -> Any:
    """Return a NumPy number as an mpmath number, exactly."""
    if np.isnan(x) or np.isinf(x):
        return CONTEXT.mpf(float(x))
    if isinstance(x, np.longdouble):
        numerator, denominator = x.as_integer_ratio()
        return CONTEXT.mpf(numerator) / denominator
    return CONTEXT.mpf(float(x))


def sigmoid(x: Any) -> Any:
    return 1 / (1 + CONTEXT.exp(-number(x)))


def sigmoid_slope(x: Any) -> Any:
    z = CONTEXT.exp(-abs(number(x)))
    return z / (1 + z) ** 2


def softplus(x: Any) -> Any:
    """log(1 + exp(x)) for an mpmath number."""
    if x < -40:
        z = CONTEXT.exp(x)
        return z - z * z / 2 + z**3 / 3
    return CONTEXT.log(1 + CONTEXT.exp(x))


def log_sigmoid(x: Any) -> Any:
    return -softplus(-number(x))


def logit(p: Any) -> Any:
    p = number(p)
    with CONTEXT.workdps(400 if p < 1e-30 else 60):
        return CONTEXT.log(p) - CONTEXT.log(1 - p)


def bce(w: Any, t: Any) -> Any:
    w, t = number(w), number(t)
    return (1 - t) * softplus(w) + t * softplus(-w)


def bce_slope(w: Any, t: Any) -> Any:
    """(1 - t) σ(w) - t σ(-w)."""
    w, t = number(w), number(t)
    z = CONTEXT.exp(-abs(w))
    return ((1 - t) - t * z if w >= 0 else (1 - t) * z - t) / (1 + z)


def ulp(exact: Any, dtype: Any) -> Any:
    """Return the unit in the last place of a format at an exact value, in its subnormal range too."""
    bits, least = form(dtype)
    if exact == 0:
        return CONTEXT.ldexp(1, least)
    exponent = CONTEXT.frexp(abs(exact))[1] - bits
    return CONTEXT.ldexp(1, max(exponent, least))


def error(got: Any, exact: Any, dtype: Any) -> float:
    """Return the distance of a computed number from the exact value in units in the last place."""
    return float(abs(number(got) - exact) / ulp(exact, dtype))


def rounded(exact: Any, dtype: Any) -> Any:
    """Return the number of a format that is nearest to an exact value, as an mpmath number; ties to even."""
    unit = ulp(exact, dtype)
    return CONTEXT.nint(exact / unit) * unit
