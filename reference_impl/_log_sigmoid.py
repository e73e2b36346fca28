"""log σ(x) = -log(1 + exp(-x)), the logarithm of the sigmoid."""

from __future__ import annotations

from typing import overload

import numpy as np
import numpy.typing as npt

from reference_impl._core.dispatch import Kernels, elementwise
from reference_impl._core.kernel import ZERO, Array, Number, Scalar
from reference_impl._core.out import Out
from reference_impl._kernels.hard_to_round import rounded_right
from reference_impl._kernels.log_sigmoid64 import log_sigmoid64
from reference_impl._kernels.longdouble import log_sigmoid_long


@overload
def log_sigmoid(x: Number, *, out: None = None) -> Scalar: ...
@overload
def log_sigmoid(x: npt.ArrayLike, *, out: Out = None) -> Array: ...
def log_sigmoid(x: npt.ArrayLike, *, out: Out = None) -> Array | Scalar:
    """Return log σ(x) = -log(1 + exp(-x)), elementwise, without passing through σ(x).

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
        Values in [-inf, 0], in the shape of ``x``: a scalar for a scalar.

    Raises
    ------
    TypeError
        For complex, object, string and masked input, and for an ``out`` that cannot hold the result.
    ValueError
        For an ``out`` of another shape, or read-only.

    See Also
    --------
    sigmoid, binary_cross_entropy_with_logits

    Notes
    -----
    float16, bfloat16 and float32 results are correctly rounded, for every input. In float64 the largest error found
    is 0.53 units in the last place, and the result is the same on every processor; in long double (x87) it is 1.7.

    References
    ----------
    S. Gal, B. Bachelis, "An Accurate Elementary Mathematical Library for the IEEE Floating Point Standard", ACM
    Transactions on Mathematical Software 17(1), 26-45, 1991.

    M. Mächler, "Accurately Computing log(1 - exp(-|a|))", vignette of the R package Rmpfr, 2012.

    Examples
    --------
    >>> from reference_impl import log_sigmoid
    >>> print([f"{value:.6g}" for value in log_sigmoid([-1000.0, 0.0, 100.0])])
    ['-1000', '-0.693147', '-3.72008e-44']
    """
    return elementwise(_LOG_SIGMOID, x, out=out)


# --8<-- [start:kernel]
def _log_sigmoid32(x: Array, out: Array, work: Array) -> None:
    """-log1p(exp(-x)) in float64, rounded once; x where exp(-x) might overflow."""
    z = work[0]
    far = None if x.item(x.argmin()) >= -700 else x < -700
    kept = x if far is None else x[far]
    np.negative(x, out)
    z[...] = out
    np.exp(z, z)
    np.log1p(z, z)
    np.subtract(ZERO, z, z)  # 0, and not -0, at infinity
    out[...] = z
    if far is not None:
        out[far] = kept


# --8<-- [end:kernel]


_LOG_SIGMOID = Kernels(rounded_right(_log_sigmoid32, "log_sigmoid"), log_sigmoid64, log_sigmoid_long)
