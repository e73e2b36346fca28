"""min(max(slope x + offset, 0), 1), the hard sigmoid: a straight line between 0 and 1."""

from __future__ import annotations

import math
from functools import lru_cache, partial
from typing import overload

import numpy as np
import numpy.typing as npt

from reference_impl._core.dispatch import Kernels, elementwise
from reference_impl._core.formats import parameter
from reference_impl._core.kernel import Array, Kernel, Number, Scalar


@overload
def hard_sigmoid(x: Number, *, slope: float = 1 / 6, offset: float = 0.5) -> Scalar: ...
@overload
def hard_sigmoid(x: npt.ArrayLike, *, slope: float = 1 / 6, offset: float = 0.5) -> Array: ...
def hard_sigmoid(x: npt.ArrayLike, *, slope: float = 1 / 6, offset: float = 0.5) -> Array | Scalar:
    """Return ``slope * x + offset`` held between 0 and 1, elementwise.

    Parameters
    ----------
    x : array_like
        Any shape; any real number, infinities and NaN included. float16, float32, float64, longdouble and
        the bfloat16 of ``ml_dtypes`` keep their dtype; booleans and integers become float64.
    slope : float, default 1/6
        Slope of the straight part, positive. PyTorch and Keras 3 have 1/6, Keras 2 had 0.2.
    offset : float, default 0.5
        Value at 0, finite.

    Returns
    -------
    ndarray or scalar
        Values in [0, 1], in the shape of ``x``: a scalar for a scalar.

    Raises
    ------
    TypeError
        For complex, object, string and masked input.
    ValueError
        For a ``slope`` that is not positive, or an ``offset`` that is not finite.

    See Also
    --------
    sigmoid, hard_sigmoid_backward

    Notes
    -----
    float32 and narrower results are computed in float64 and rounded once.

    References
    ----------
    M. Courbariaux, Y. Bengio, J.-P. David, "BinaryConnect: Training Deep Neural Networks with binary weights during
    propagations", NeurIPS 2015.

    Examples
    --------
    >>> from reference_impl import hard_sigmoid
    >>> hard_sigmoid([-4.0, 0.0, 1.5, 4.0])
    array([0.  , 0.5 , 0.75, 1.  ])
    """
    return elementwise(_kernels(_hard, *checked_line(slope, offset)), x)


@overload
def hard_sigmoid_backward(
    x: Number, grad_output: Number, *, slope: float = 1 / 6, offset: float = 0.5
) -> Scalar: ...
@overload
def hard_sigmoid_backward(
    x: npt.ArrayLike, grad_output: npt.ArrayLike, *, slope: float = 1 / 6, offset: float = 0.5
) -> Array: ...
def hard_sigmoid_backward(
    x: npt.ArrayLike, grad_output: npt.ArrayLike, *, slope: float = 1 / 6, offset: float = 0.5
) -> Array | Scalar:
    """Return ``grad_output`` times the slope of the hard sigmoid at ``x``: 0 at the corners and beyond.

    Parameters
    ----------
    x : array_like
        The argument of the forward pass: any shape, any real number. It sets the result's dtype.
    grad_output : array_like
        The gradient with respect to the result; it broadcasts with ``x`` and is cast to its dtype.
    slope : float, default 1/6
        Slope of the straight part, positive.
    offset : float, default 0.5
        Value at 0, finite.

    Returns
    -------
    ndarray or scalar
        The gradient with respect to ``x``, in its dtype.

    Raises
    ------
    TypeError
        For complex, object, string and masked input.
    ValueError
        For shapes that do not broadcast, a ``slope`` that is not positive, or an ``offset`` that is not finite.

    See Also
    --------
    hard_sigmoid

    Examples
    --------
    >>> from reference_impl import hard_sigmoid_backward
    >>> hard_sigmoid_backward([-3.0, 0.0, 3.0], 6.0)
    array([0., 1., 0.])
    """
    return elementwise(_kernels(_hard_backward, *checked_line(slope, offset)), x, grad_output)


def checked_line(slope: float, offset: float) -> tuple[float, float]:
    """Return slope and offset as floats, or raise an error that names what is wrong."""
    a, b = parameter("slope", slope), parameter("offset", offset)
    if not 0 < a < math.inf:
        raise ValueError(f"slope is {slope}: pass a positive number")
    if not math.isfinite(b):
        raise ValueError(f"offset is {offset}: pass a finite number")
    return a, b


@lru_cache(maxsize=64)
def _kernels(kernel: Kernel, slope: float, offset: float) -> Kernels:
    kernel = partial(kernel, slope=slope, offset=offset)
    return Kernels(kernel, kernel, kernel, tabulated=False)


def _line(x: Array, slope: float, offset: float) -> Array:
    """Return slope x + offset in float64, or in long double for it."""
    line = x.astype(np.result_type(x, np.float64))
    line *= slope
    line += offset
    return line


def _hard(x: Array, out: Array, work: Array, *, slope: float, offset: float) -> None:
    """The line, held between 0 and 1; float32 is computed in float64 and rounded once."""
    out[...] = np.clip(_line(x, slope, offset), 0, 1)


def _hard_backward(x: Array, grad: Array, out: Array, work: Array, *, slope: float, offset: float) -> None:
    """The slope where the line is strictly between 0 and 1, else 0: at a corner, PyTorch's choice."""
    steep = grad.astype(np.result_type(x, np.float64))
    steep *= slope
    if steep.dtype == np.float64:
        line = _line(x, slope, offset)
        steep[(line <= 0) | (line >= 1)] = 0
    else:  # in long double a corner is at a float64, as a sixth is one
        steep[(x <= -offset / slope) | (x >= (1 - offset) / slope)] = 0
    out[...] = np.where(np.isnan(x), x, steep)
