"""The logarithm of the sigmoid."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._elementwise import Array, Kernels, Out, elementwise
from reference_impl._mend import mended


# --8<-- [start:kernel]
def _log_sigmoid32(x: Array, out: Array, work: Array) -> None:
    """min(x, 0) - log1p(exp(-|x|)) in float64, rounded once."""
    z, w, *_ = work
    np.abs(x, out=z)
    np.negative(z, out=z)
    np.exp(z, out=z)
    np.log1p(z, out=z)
    w[...] = x
    np.clip(w, -np.inf, 0.0, out=w)
    np.subtract(w, z, out=z)
    out[...] = z


# --8<-- [end:kernel]


def _log_sigmoid64(x: Array, out: Array, work: Array) -> None:
    np.subtract(np.minimum(x, 0), np.log1p(np.exp(-np.abs(x))), out=out)


_LOG_SIGMOID = Kernels(mended(_log_sigmoid32, "log_sigmoid"), _log_sigmoid64, _log_sigmoid64, rows=3)


def log_sigmoid(x: npt.ArrayLike, *, out: Out = None) -> Any:
    """Return log σ(x), elementwise, without passing through σ(x).

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

    Examples
    --------
    >>> from reference_impl import log_sigmoid
    >>> print([f"{value:.6g}" for value in log_sigmoid([-1000.0, 0.0, 100.0])])
    ['-1000', '-0.693147', '-3.72008e-44']
    """
    return elementwise(_LOG_SIGMOID, x, out=out)
