"""The proof's exact values, which share nothing with ``reference_impl``, and errors in units in the last place."""

from __future__ import annotations

from typing import Any

import numpy as np

from scripts.prove.exact import FORMATS, loss_and_gradient, number, unit_exponent
from scripts.prove.exact import MP as CONTEXT
from scripts.prove.subjects import SUBJECTS


def form(dtype: Any) -> str:
    """Return the name of a format; long double has another one on each machine."""
    name = np.dtype(dtype).name
    return name if name in FORMATS else "longdouble"


def sigmoid(x: Any) -> Any:
    return SUBJECTS["sigmoid"].exact(number(x))


def sigmoid_slope(x: Any) -> Any:
    return SUBJECTS["sigmoid_backward"].exact(number(x))


def log_sigmoid(x: Any) -> Any:
    return SUBJECTS["log_sigmoid"].exact(number(x))


def logit(p: Any) -> Any:
    return SUBJECTS["logit"].exact(number(p))


def bce(z: Any, t: Any) -> Any:
    return loss_and_gradient(number(z), number(t))[0]


def bce_slope(z: Any, t: Any) -> Any:
    """(1 - t) σ(z) - t σ(-z)."""
    return loss_and_gradient(number(z), number(t))[1]


def ulp(exact: Any, dtype: Any) -> Any:
    """Return the unit in the last place of a format at an exact value, in its subnormal range too."""
    return CONTEXT.ldexp(1, unit_exponent(exact, form(dtype)))


def error(got: Any, exact: Any, dtype: Any) -> float:
    """Return the distance of a computed number from the exact value in units in the last place."""
    return float(abs(number(got) - exact) / ulp(exact, dtype))


def rounded(exact: Any, dtype: Any) -> Any:
    """Return the number of a format that is nearest to an exact value, as an mpmath number; ties to even."""
    unit = ulp(exact, dtype)
    return CONTEXT.nint(exact / unit) * unit
