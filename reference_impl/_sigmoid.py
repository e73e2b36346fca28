"""σ(x) = 1 / (1 + exp(-x)), the logistic sigmoid, and its derivative σ(x) σ(-x)."""

from __future__ import annotations

from typing import overload

import numpy as np
import numpy.typing as npt

from reference_impl._core.dispatch import Kernels, elementwise
from reference_impl._core.kernel import ONE, Array, Number, Scalar, clip
from reference_impl._core.out import Out
from reference_impl._kernels.hard_to_round import LARGE, MANY, rounded_right
from reference_impl._kernels.longdouble import sigmoid_long, slope_long
from reference_impl._kernels.sigmoid64 import sigmoid64, sigmoid_of_float, sigmoid_slope64


@overload
def sigmoid(x: Number, *, out: None = None) -> Scalar: ...
@overload
def sigmoid(x: npt.ArrayLike, *, out: Out = None) -> Array: ...
def sigmoid(x: npt.ArrayLike, *, out: Out = None) -> Array | Scalar:
    """Return the logistic sigmoid 1 / (1 + exp(-x)), elementwise.

    Parameters
    ----------
    x : array_like
        Any shape; any real number, infinities and NaN included. float16, float32, float64, longdouble and
        the bfloat16 of ``ml_dtypes`` keep their dtype; booleans and integers become float64.
    out : ndarray or tuple of one ndarray, optional
        Where to put the result, by the rules of a NumPy ufunc. It may be, or overlap, ``x``.

    Returns
    -------
    ndarray or scalar
        Values in [0, 1], in the shape of ``x``: a scalar for a scalar.

    Raises
    ------
    TypeError
        For complex, object, string and masked input, and for an ``out`` that cannot hold the result.
    ValueError
        For an ``out`` of another shape, or read-only.

    See Also
    --------
    sigmoid_backward, log_sigmoid, logit, hard_sigmoid

    Notes
    -----
    float16, bfloat16 and float32 results are correctly rounded, for every input. In float64 the largest error found
    is 0.53 units in the last place, subnormal results included, and the result is the same on every processor; in
    long double (x87) it is 1.1. Nothing overflows, warns, or is flushed to 0 before it must be.

    References
    ----------
    S. Gal, B. Bachelis, "An Accurate Elementary Mathematical Library for the IEEE Floating Point Standard", ACM
    Transactions on Mathematical Software 17(1), 26-45, 1991.

    Examples
    --------
    >>> import numpy as np
    >>> from reference_impl import sigmoid
    >>> sigmoid(np.array([-np.inf, 0.0, np.inf]))
    array([0. , 0.5, 1. ])
    >>> print(sigmoid(np.float32(-100)))  # a subnormal number, not 0
    3.8e-44
    """
    if type(x) is float and out is None:  # 10 times as fast as the kernel for arrays
        return sigmoid_of_float(x)
    if type(x) is np.float64 and out is None:
        return sigmoid_of_float(float(x))
    return elementwise(_SIGMOID, x, out=out)


@overload
def sigmoid_backward(x: Number, grad_output: Number, *, out: None = None) -> Scalar: ...
@overload
def sigmoid_backward(x: npt.ArrayLike, grad_output: npt.ArrayLike, *, out: Out = None) -> Array: ...
def sigmoid_backward(x: npt.ArrayLike, grad_output: npt.ArrayLike, *, out: Out = None) -> Array | Scalar:
    """Return ``grad_output`` times the derivative σ(x) σ(-x), computed from ``x``.

    Parameters
    ----------
    x : array_like
        The argument of the forward pass: any shape, any real number. It sets the result's dtype.
    grad_output : array_like
        The gradient with respect to the result; it broadcasts with ``x`` and is cast to its dtype.
    out : ndarray or tuple of one ndarray, optional
        Where to put the result, by the rules of a NumPy ufunc. It may be, or overlap, an input.

    Returns
    -------
    ndarray or scalar
        The gradient with respect to ``x``, in its dtype.

    Raises
    ------
    TypeError
        For complex, object, string and masked input, and for an ``out`` that cannot hold the result.
    ValueError
        For shapes that do not broadcast, and for an ``out`` of another shape, or read-only.

    See Also
    --------
    sigmoid, straight_through_sigmoid_backward

    Notes
    -----
    With a ``grad_output`` of 1, float16, bfloat16 and float32 results are correctly rounded, for every input; in
    float64 the largest error found is 1.51 units in the last place, in long double (x87) 1.1. σ(x) (1 - σ(x)) would
    lose all digits as x grows.

    Examples
    --------
    >>> from reference_impl import sigmoid_backward
    >>> print(sigmoid_backward(0.0, 1.0))
    0.25
    >>> print(f"{sigmoid_backward(20.0, 1.0):.3e}")  # σ(20) (1 - σ(20)) would give 2.061e-09 too, at 40 nothing
    2.061e-09
    """
    return elementwise(_SLOPE, x, grad_output, out=out)


LARGE_BITS = int(np.float32(LARGE).view(np.uint32))

# --8<-- [start:kernel]
NUDGE = np.array(1.0625 * 2.0**-51)
LEAST = -NUDGE
# In place of the two ones where all |x| are large: with these no input is wrong, with ones three are.
BELOW, NEARLY = np.array(1 - 2.0**-53), np.array(1 - 3 * 2.0**-53)


def _sigmoid32(x: Array, out: Array, work: Array) -> None:
    """1 / (1 + exp(-x)) in float64, rounded once."""
    z, wide = work[0], work[1]
    if short := _no_ties(x):
        np.negative(x, out)
        z[...] = out
    else:
        # Near 0, σ is ½ + x/4 - x³/48, and float64 drops the cube where x/4 is half a unit of float32: a tie, that
        # rounds to even. The nudge leans it toward ½, where the cube would: 82 more inputs are right, and so all are.
        wide[...] = x
        clip(wide, LEAST, NUDGE, z)
        np.subtract(z, wide, z)
    np.exp(z, z)
    np.add(z, NEARLY if short else ONE, z)
    np.divide(BELOW if short else ONE, z, z)
    out[...] = z


def _no_ties(x: Array) -> bool:
    """Whether each |x| is 2⁻¹⁶ or more, its cube then over half a unit of float64: 1.2 times as fast for many."""
    if x.size < MANY:
        return False
    positive, negative = x.view(np.uint32), x.view(np.int32)  # integers that grow with |x|, for one sign each
    return (
        positive.item(positive.argmin()) >= LARGE_BITS
        and negative.item(negative.argmin()) >= LARGE_BITS - 2**31
    )


def _slope32(x: Array, grad: Array, out: Array, work: Array) -> None:
    """exp(-|x|) / (1 + exp(-|x|))² in float64, rounded once: σ(x) (1 - σ(x)) would cancel."""
    z, u = work[0], work[1]
    np.abs(x, z)
    np.negative(z, z)
    np.exp(z, z)
    np.add(z, ONE, u)
    np.multiply(u, u, u)
    np.divide(z, u, z)
    np.multiply(z, grad, z)
    out[...] = z


# --8<-- [end:kernel]


_SIGMOID = Kernels(rounded_right(_sigmoid32, "sigmoid"), sigmoid64, sigmoid_long)
_SLOPE = Kernels(rounded_right(_slope32, "sigmoid_backward"), sigmoid_slope64, slope_long, tabulated=False)
