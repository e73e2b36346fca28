"""The hard sigmoid: a line, held between 0 and 1, compiled."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reference_impl import _hard_sigmoid
from reference_impl._core.kernel import Array, Scalar
from reference_impl.numba._core import LONG, Loops, compiled, elementwise


def hard_sigmoid(x: npt.ArrayLike, *, slope: float = 1 / 6, offset: float = 0.5) -> Array | Scalar:
    """Return slope x + offset, held between 0 and 1, as `reference_impl.hard_sigmoid`, bit for bit."""
    return elementwise(_lines(*_hard_sigmoid.checked_line(slope, offset))[0], x)


def hard_sigmoid_backward(
    x: npt.ArrayLike, grad_output: npt.ArrayLike, *, slope: float = 1 / 6, offset: float = 0.5
) -> Array | Scalar:
    """Return ``grad_output`` times the slope, as `reference_impl.hard_sigmoid_backward`, bit for bit."""
    return elementwise(_lines(*_hard_sigmoid.checked_line(slope, offset))[1], x, grad_output)


@compiled
def _hard(x, out, slope, offset):
    """slope x + offset, held between 0 and 1."""
    for i in range(x.size):
        out[i] = min(max(np.float64(x[i]) * slope + offset, 0.0), 1.0)


@compiled
def _hard_backward(x, grad, out, slope, offset):
    """The slope where the line is strictly between 0 and 1, else 0."""
    for i in range(x.size):
        line = np.float64(x[i]) * slope + offset
        level = np.float64(x[i]) if np.isnan(x[i]) else 0.0
        out[i] = grad[i] * slope if (line > 0.0) & (line < 1.0) else level


@lru_cache(maxsize=64)
def _lines(slope: float, offset: float) -> tuple[Loops, Loops]:
    def forward(x: Array, out: Array) -> None:
        _hard(x, out, slope, offset)

    def backward(x: Array, grad: Array, out: Array) -> None:
        _hard_backward(x, grad, out, slope, offset)

    long, long_backward = (
        _hard_sigmoid._kernels(kernel, slope, offset)[LONG]
        for kernel in (_hard_sigmoid._hard, _hard_sigmoid._hard_backward)
    )
    return (
        Loops(forward, forward, long, tabulated=False),
        Loops(backward, backward, long_backward, tabulated=False),
    )
