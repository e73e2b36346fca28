"""The straight-through sigmoid: a step, with the gradient of the sigmoid, compiled."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reference_impl import _straight_through
from reference_impl._core.kernel import Array, Scalar
from reference_impl.numba._core import LONG, Loops, compiled, elementwise
from reference_impl.numba._sigmoid import sigmoid_backward


def straight_through_sigmoid(x: npt.ArrayLike, *, threshold: float = 0.5) -> Array | Scalar:
    """Return 1 where x > logit(threshold), else 0, as `reference_impl.straight_through_sigmoid`, bit for bit."""
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold is {threshold}: pass a probability between 0 and 1")
    return elementwise(_steps(float(threshold)), x)


def straight_through_sigmoid_backward(x: npt.ArrayLike, grad_output: npt.ArrayLike) -> Array | Scalar:
    """Return the gradient of the sigmoid, as `reference_impl.straight_through_sigmoid_backward`."""
    return sigmoid_backward(x, grad_output)


@compiled
def _step(x, out, below):
    """1 where x is above the threshold, 0 where it is not, NaN where it is NaN."""
    for i in range(x.size):
        out[i] = 1.0 if x[i] > below else 0.0 if x[i] <= below else x[i]


@lru_cache(maxsize=64)
def _steps(threshold: float) -> Loops:
    below = float(_straight_through._logit_below(threshold, np.float64))

    def loop(x: Array, out: Array) -> None:
        _step(x, out, below)

    return Loops(loop, loop, _straight_through._steps(threshold)[LONG], tabulated=False)
