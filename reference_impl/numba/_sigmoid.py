"""σ(x) = 1 / (1 + exp(-x)) and its derivative σ(x) σ(-x), compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reference_impl._core.kernel import Array, Scalar
from reference_impl._core.out import Out
from reference_impl._kernels import sigmoid64
from reference_impl._kernels.accurate_table import accurate_table
from reference_impl._kernels.longdouble import sigmoid_long, slope_long
from reference_impl._sigmoid import NUDGE as _NUDGE
from reference_impl.numba._core import Loops, compiled, elementwise, inlined
from reference_impl.numba._elementary import exp
from reference_impl.numba._guarded import guarded, place

NUDGE, ORIGIN = float(_NUDGE), int(sigmoid64.ORIGIN)


def sigmoid(x: npt.ArrayLike, *, out: Out = None) -> Array | Scalar:
    """Return the logistic sigmoid 1 / (1 + exp(-x)), elementwise, as `reference_impl.sigmoid`, bit for bit."""
    return elementwise(_SIGMOID, x, out=out)


def sigmoid_backward(x: npt.ArrayLike, grad_output: npt.ArrayLike, *, out: Out = None) -> Array | Scalar:
    """Return ``grad_output`` times σ(x) σ(-x), as `reference_impl.sigmoid_backward`.

    With a ``grad_output`` of 1 the bits are the same.
    """
    return elementwise(_SLOPE, x, grad_output, out=out)


@compiled
def _sigmoid32(x, out):
    """1 / (1 + exp(-x)) in float64, rounded once; the nudge breaks ties near 0, as NumPy's kernel says."""
    for i in range(x.size):
        w = min(max(np.float64(x[i]), -200.0), 200.0)
        out[i] = 1.0 / (1.0 + exp(min(max(w, -NUDGE), NUDGE) - w))


@compiled
def _slope32(x, grad, out):
    """exp(-|x|) / (1 + exp(-|x|))² in float64, rounded once."""
    for i in range(x.size):
        z = exp(-min(abs(np.float64(x[i])), 200.0))
        out[i] = z / ((1.0 + z) * (1.0 + z)) * grad[i]


@inlined
def _from_table(x, arguments, values):
    """σ(X + r) = S + S (1 - S) r / (1 + (S - ½) r + r²/12), with σ(X) = S from the table."""
    n = place(x, ORIGIN, values.size)
    s, r = values[n], x - arguments[n]
    return s + r * s / (((r * (1 / 12) + s) - 0.5) * r + 1.0) * (1.0 - s)


@compiled
def _sigmoid64(x, out, arguments, values):
    for i in range(x.size):
        out[i] = _from_table(x[i], arguments, values)


@compiled
def _slope64(x, grad, out, arguments, values):
    """y - y² with y = σ(-|x|)."""
    for i in range(x.size):
        y = _from_table(-abs(x[i]), arguments, values)
        out[i] = (y - y * y) * grad[i]


_SIGMOID = Loops(
    _sigmoid32, guarded(_sigmoid64, sigmoid64.sigmoid64, -40.0, 28.0, accurate_table), sigmoid_long
)
_SLOPE = Loops(
    _slope32,
    guarded(_slope64, sigmoid64.sigmoid_slope64, -40.0, 40.0, accurate_table),
    slope_long,
    tabulated=False,
)
