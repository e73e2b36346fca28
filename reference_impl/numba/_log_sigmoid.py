"""log σ(x) = -log(1 + exp(-x)), compiled."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from reference_impl._core.kernel import Array, Scalar
from reference_impl._core.out import Out
from reference_impl._kernels import log_sigmoid64
from reference_impl._kernels.accurate_table import accurate_log_table
from reference_impl._kernels.longdouble import log_sigmoid_long
from reference_impl.numba._core import Loops, compiled, elementwise
from reference_impl.numba._elementary import LN2_LOW, exp, log1p
from reference_impl.numba._guarded import guarded, place

ORIGIN = int(log_sigmoid64.ORIGIN)
TWO_THIRDS = float(log_sigmoid64.TWO_THIRDS)
# The low part of ln 2, leaning so that the one input that it leaves misrounded comes out right.
LOW = LN2_LOW + 3 * 2.0**-55
ZERO_FROM = 1075 * math.log(2)  # from here on exp(-x) is 0 in float64


def log_sigmoid(x: npt.ArrayLike, *, out: Out = None) -> Array | Scalar:
    """Return log σ(x) = -log(1 + exp(-x)), elementwise, as `reference_impl.log_sigmoid`, bit for bit."""
    return elementwise(_LOG_SIGMOID, x, out=out)


@compiled
def _log_sigmoid32(x, out):
    """min(x, 0) - log1p(exp(-|x|)) in float64, rounded once."""
    for i in range(x.size):
        w = np.float64(x[i])
        tail = log1p(exp(-min(abs(w), 700.0)), LOW)
        out[i] = min(w, 0.0) - (0.0 if abs(w) >= ZERO_FROM else tail)


@compiled
def _log_sigmoid64(x, out, arguments, tails, values):
    """log σ(X + r) = log σ(X) + 2 artanh(h), with h = T r / (2 + (1 - T) r + r²/6) and T = σ(-X)."""
    for i in range(x.size):
        n = place(x[i], ORIGIN, values.size)
        t, r = tails[n], x[i] - arguments[n]
        h = r * t / (((r * (1 / 6) - t) + 1.0) * r + 2.0)
        out[i] = values[n] + h * (h * h * TWO_THIRDS + 2.0)


_LOG_SIGMOID = Loops(
    _log_sigmoid32,
    guarded(_log_sigmoid64, log_sigmoid64.log_sigmoid64, -19.5, 39.5, accurate_log_table),
    log_sigmoid_long,
)
