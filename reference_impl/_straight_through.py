"""1 where σ(x) > threshold, else 0, with the sigmoid's slope backward: the straight-through estimator."""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import lru_cache, partial
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from reference_impl._core.dispatch import Kernels, elementwise
from reference_impl._core.formats import parameter
from reference_impl._core.kernel import Array, Number, Scalar
from reference_impl._sigmoid import sigmoid_backward


@overload
def straight_through_sigmoid(x: Number, *, threshold: float = 0.5) -> Scalar: ...
@overload
def straight_through_sigmoid(x: npt.ArrayLike, *, threshold: float = 0.5) -> Array: ...
def straight_through_sigmoid(x: npt.ArrayLike, *, threshold: float = 0.5) -> Array | Scalar:
    """Return 1 where σ(x) is above ``threshold`` and 0 where it is not, elementwise.

    Parameters
    ----------
    x : array_like
        Any shape; any real number, infinities and NaN included. float16, float32, float64, longdouble and
        the bfloat16 of ``ml_dtypes`` keep their dtype; booleans and integers become float64.
    threshold : float, default 0.5
        Probability in [0, 1]. ``x`` is compared with its exact logit, and σ(x) is never rounded; a tie gives 0.

    Returns
    -------
    ndarray or scalar
        0, 1 or NaN, in the shape and dtype of ``x``: a scalar for a scalar.

    Raises
    ------
    TypeError
        For complex, object, string and masked input.
    ValueError
        For a ``threshold`` outside [0, 1].

    See Also
    --------
    straight_through_sigmoid_backward, hard_sigmoid

    References
    ----------
    Y. Bengio, N. Léonard, A. Courville, "Estimating or Propagating Gradients Through Stochastic Neurons for
    Conditional Computation", arXiv:1308.3432, 2013.

    Examples
    --------
    >>> from reference_impl import straight_through_sigmoid
    >>> straight_through_sigmoid([-1.0, 0.0, 5e-324])
    array([0., 0., 1.])
    """
    return elementwise(_steps(checked_threshold(threshold)), x)


@overload
def straight_through_sigmoid_backward(x: Number, grad_output: Number) -> Scalar: ...
@overload
def straight_through_sigmoid_backward(x: npt.ArrayLike, grad_output: npt.ArrayLike) -> Array: ...
def straight_through_sigmoid_backward(x: npt.ArrayLike, grad_output: npt.ArrayLike) -> Array | Scalar:
    """Return the gradient that the straight-through estimator passes on: that of the sigmoid.

    Parameters
    ----------
    x : array_like
        The argument of the forward pass: any shape, any real number. It sets the result's dtype.
    grad_output : array_like
        The gradient with respect to the result; it broadcasts with ``x`` and is cast to its dtype.

    Returns
    -------
    ndarray or scalar
        ``grad_output`` times σ(x) σ(-x), in the dtype of ``x``.

    Raises
    ------
    TypeError
        For complex, object, string and masked input.
    ValueError
        For shapes that do not broadcast.

    See Also
    --------
    straight_through_sigmoid, sigmoid_backward

    Examples
    --------
    >>> from reference_impl import straight_through_sigmoid_backward
    >>> print(straight_through_sigmoid_backward(0.0, 2.0))
    0.5
    """
    return sigmoid_backward(x, grad_output)


def checked_threshold(threshold: float) -> float:
    """Return a threshold as a float, or raise an error that names it."""
    p = parameter("threshold", threshold)
    if not 0 <= p <= 1:
        raise ValueError(f"threshold is {threshold}: pass a probability between 0 and 1")
    return p


@lru_cache(maxsize=64)
def _steps(threshold: float) -> Kernels:
    """Return the kernels that compare with the exact logit of ``threshold``."""
    in64 = partial(_step, below=_logit_below(threshold, np.float64))
    long = partial(_step, below=_logit_below(threshold, np.longdouble))
    return Kernels(in64, in64, long, tabulated=False)


def _step(x: Array, out: Array, work: Array, *, below: Any) -> None:
    """1 where x is above the threshold, 0 where it is not, NaN where it is NaN."""
    above = x > below
    out[...] = np.where(np.isnan(x), x, above)


def _logit_below(threshold: float, kind: type[np.floating[Any]]) -> Any:
    """Return the largest number of a floating type that is not above the exact logit of ``threshold``.

    Where an argument of that type exceeds it, and nowhere else, the argument exceeds the exact logit.
    """
    if threshold in (0.0, 0.5, 1.0):
        return kind({0.0: -np.inf, 0.5: 0.0, 1.0: np.inf}[threshold])
    with localcontext() as context:
        context.prec = 60
        p = Decimal(threshold)
        exact = (p / (1 - p)).ln()
        near = kind(str(exact))
        numerator, denominator = near.as_integer_ratio()
        too_large = Decimal(numerator) / Decimal(denominator) > exact
    return np.nextafter(near, kind(-np.inf)) if too_large else near
