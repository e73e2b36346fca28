"""log(p / (1 - p)), the logit: the inverse of the sigmoid."""

from __future__ import annotations

from typing import overload

import numpy as np
import numpy.typing as npt

from reference_impl._core.dispatch import Kernels, elementwise
from reference_impl._core.formats import format_of
from reference_impl._core.kernel import Array, Number, Scalar
from reference_impl._core.out import Out
from reference_impl._kernels.double_double import two_product
from reference_impl._kernels.hard_to_round import rounded_right


@overload
def logit(p: Number, *, out: None = None) -> Scalar: ...
@overload
def logit(p: npt.ArrayLike, *, out: Out = None) -> Array: ...
def logit(p: npt.ArrayLike, *, out: Out = None) -> Array | Scalar:
    """Return log(p / (1 - p)), the inverse of the sigmoid, elementwise.

    Parameters
    ----------
    p : array_like
        Probabilities in [0, 1], any shape. float16, float32, float64, longdouble and the bfloat16 of
        ``ml_dtypes`` keep their dtype; booleans and integers become float64.
    out : ndarray or tuple of one ndarray, optional
        Where to put the result, by the rules of a NumPy ufunc. It may be, or overlap, ``p``.

    Returns
    -------
    ndarray or scalar
        -inf at 0, inf at 1, and NaN outside [0, 1], as SciPy: a scalar for a scalar.

    Raises
    ------
    TypeError
        For complex, object, string and masked input, and for an ``out`` that cannot hold the result.
    ValueError
        For an ``out`` of another shape, or read-only.

    See Also
    --------
    sigmoid

    Notes
    -----
    float16, bfloat16 and float32 results are correctly rounded, for every input. In float64 the largest error found
    is 1.11 units in the last place, also near p = ½, in long double (x87) 1.4.

    Examples
    --------
    >>> import numpy as np
    >>> from reference_impl import logit
    >>> logit([0.0, 0.5, 1.0, 1.5])
    array([-inf,   0.,  inf,  nan])
    """
    return elementwise(_LOGIT, p, out=out)


# --8<-- [start:kernel]
def _logit32(p: Array, out: Array, work: Array) -> None:
    """log p - log1p(-p) in float64, rounded once."""
    a, b = work[:2]
    a[...] = p
    np.negative(a, out=b)
    np.log(a, out=a)
    np.log1p(b, out=b)
    np.subtract(a, b, out=a)
    out[...] = a


def _logit_wide(p: Array, out: Array, work: Array) -> None:
    """log(p / (1 - p)); near ½ the logarithm is small, so what the quotient's rounding lost is added back."""
    q = 1 - p
    ratio = p / q
    product, lost = two_product(ratio, q, format_of(p.dtype).bits)
    rest = ((p - product) - lost - ratio * ((1 - q) - p)) / p
    out[...] = np.log(ratio) + np.where((p > 2.0**-60) & (p < 1), rest, 0)


# --8<-- [end:kernel]


_LOGIT = Kernels(rounded_right(_logit32, "logit"), _logit_wide, _logit_wide)
