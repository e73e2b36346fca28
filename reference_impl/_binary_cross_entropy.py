"""-y log σ(z) - (1 - y) log σ(-z): the binary cross-entropy of logits z and targets y, and its gradient σ(z) - y."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import overload

import numpy as np

from reference_impl._core.blocks import slices
from reference_impl._core.dispatch import Kernels, elementwise
from reference_impl._core.formats import real_array, result_dtype
from reference_impl._core.half import widening
from reference_impl._core.kernel import Array, Data, Factor, Scalar
from reference_impl._core.losses import checked
from reference_impl._core.reductions import Each, Sum, reduced, total_of
from reference_impl._kernels.cross_entropy import gradient, gradient32, loss, total, value_and_gradient32
from reference_impl._kernels.softplus import kernels_of_loss


@overload
def binary_cross_entropy_with_logits(
    logits: Data, targets: Data, *, weight: Factor = None, pos_weight: Factor = None, reduction: Sum = "mean"
) -> Scalar: ...
@overload
def binary_cross_entropy_with_logits(
    logits: Data, targets: Data, *, weight: Factor = None, pos_weight: Factor = None, reduction: Each
) -> Array: ...
def binary_cross_entropy_with_logits(
    logits: Data, targets: Data, *, weight: Factor = None, pos_weight: Factor = None, reduction: str = "mean"
) -> Array | Scalar:
    """Return the binary cross-entropy -y log σ(z) - (1 - y) log σ(-z) of logits z and targets y.

    Parameters
    ----------
    logits : array_like
        Any shape, any real number. They set the result's dtype, to which everything else is cast.
    targets : array_like
        Probabilities or labels in [0, 1], of exactly the logits' shape.
    weight : array_like, optional
        A factor of each loss; it broadcasts to the logits' shape.
    pos_weight : array_like, optional
        A factor of the loss of positive targets; it broadcasts to the logits' shape.
    reduction : {"mean", "sum", "none"}, default "mean"
        What becomes of the losses. "mean" divides by the number of elements; of nothing it is NaN.

    Returns
    -------
    ndarray or scalar
        The losses for "none", else a scalar.

    Raises
    ------
    TypeError
        For complex, object, string and masked input.
    ValueError
        For targets outside [0, 1] or NaN, for shapes that do not match, and for another ``reduction``.

    See Also
    --------
    binary_cross_entropy_with_logits_backward, binary_cross_entropy_with_logits_value_and_grad, sigmoid_focal_loss

    Notes
    -----
    With "none", the largest error found in units in the last place is 0.5 in float32; in float64 1.1 for labels 0 and
    1, and 2.0 for targets between. A sum is formed in float64, or in long double for it, block by block with
    compensation, and rounded once. An infinite logit gives the limit: 0 where it agrees with its target, else inf.

    Examples
    --------
    >>> from reference_impl import binary_cross_entropy_with_logits
    >>> losses = binary_cross_entropy_with_logits([-100.0, 0.0, 100.0], [0, 1, 0], reduction="none")
    >>> print([f"{loss:.4g}" for loss in losses])
    ['3.72e-44', '0.6931', '100']
    """
    factors = {"weight": weight, "pos_weight": pos_weight}
    arrays, names = checked(logits, targets, factors, reduction)
    return reduced(_losses(names), arrays, reduction, total=None if names else total)


def binary_cross_entropy_with_logits_backward(
    logits: Data,
    targets: Data,
    grad_output: Data = 1.0,
    *,
    weight: Factor = None,
    pos_weight: Factor = None,
    reduction: str = "mean",
) -> Array | Scalar:
    """Return σ(z) - y, the gradient of the binary cross-entropy with respect to the logits z, for targets y.

    Parameters
    ----------
    logits : array_like
        Any shape, any real number. They set the result's dtype, to which everything else is cast.
    targets : array_like
        Probabilities or labels in [0, 1], of exactly the logits' shape.
    grad_output : array_like, default 1.0
        The gradient with respect to the loss; it broadcasts to the logits' shape.
    weight : array_like, optional
        A factor of each loss; it broadcasts to the logits' shape.
    pos_weight : array_like, optional
        A factor of the loss of positive targets; it broadcasts to the logits' shape.
    reduction : {"mean", "sum", "none"}, default "mean"
        That of the forward pass: "mean" divides the gradient by the number of elements.

    Returns
    -------
    ndarray or scalar
        The gradient, in the logits' shape and dtype.

    Raises
    ------
    TypeError
        For complex, object, string and masked input.
    ValueError
        For targets outside [0, 1] or NaN, for shapes that do not match, and for another ``reduction``.

    See Also
    --------
    binary_cross_entropy_with_logits

    Notes
    -----
    With "none" and labels 0 and 1, the largest error found in units in the last place is 0.5 in float32 and 2.1 in
    float64. For a target between, σ(logit) - target cancels, and the same bounds hold for the unit of the larger of
    the two.

    Examples
    --------
    >>> from reference_impl import binary_cross_entropy_with_logits_backward
    >>> binary_cross_entropy_with_logits_backward([0.0, 0.0], [0, 1])
    array([ 0.25, -0.25])
    """
    factors = {"grad_output": real_array(grad_output), "weight": weight, "pos_weight": pos_weight}
    arrays, names = checked(logits, targets, factors, reduction)
    scale = _scale(arrays[0], reduction)
    if arrays[2].ndim == 0 and not names[1:]:  # the usual case: one number for all
        with np.errstate(all="ignore"):
            scale *= arrays.pop(2).astype(result_dtype(arrays[0])).item()
        names = ()
    return elementwise(_gradients(names, scale), *arrays)


@overload
def binary_cross_entropy_with_logits_value_and_grad(
    logits: Data, targets: Data, *, weight: Factor = None, pos_weight: Factor = None, reduction: Sum = "mean"
) -> tuple[Scalar, Array | Scalar]: ...
@overload
def binary_cross_entropy_with_logits_value_and_grad(
    logits: Data, targets: Data, *, weight: Factor = None, pos_weight: Factor = None, reduction: Each
) -> tuple[Array, Array | Scalar]: ...
def binary_cross_entropy_with_logits_value_and_grad(
    logits: Data, targets: Data, *, weight: Factor = None, pos_weight: Factor = None, reduction: str = "mean"
) -> tuple[Array | Scalar, Array | Scalar]:
    """Return the binary cross-entropy and its gradient with respect to the logits, in one pass where that is faster.

    Parameters
    ----------
    logits : array_like
        Any shape, any real number. They set the results' dtype, to which everything else is cast.
    targets : array_like
        Probabilities or labels in [0, 1], of exactly the logits' shape.
    weight : array_like, optional
        A factor of each loss; it broadcasts to the logits' shape.
    pos_weight : array_like, optional
        A factor of the loss of positive targets; it broadcasts to the logits' shape.
    reduction : {"mean", "sum", "none"}, default "mean"
        What becomes of the losses. "mean" divides by the number of elements; of nothing it is NaN.

    Returns
    -------
    loss : ndarray or scalar
        The losses for "none", else a scalar, as of ``binary_cross_entropy_with_logits``.
    gradient : ndarray or scalar
        As of ``binary_cross_entropy_with_logits_backward``, in the logits' shape and dtype.

    Raises
    ------
    TypeError
        For complex, object, string and masked input.
    ValueError
        For targets outside [0, 1] or NaN, for shapes that do not match, and for another ``reduction``.

    See Also
    --------
    binary_cross_entropy_with_logits, binary_cross_entropy_with_logits_backward

    Notes
    -----
    float32 without weights needs one exponential for both. The bounds are those of the two functions.

    Examples
    --------
    >>> from reference_impl import binary_cross_entropy_with_logits_value_and_grad
    >>> loss, gradient = binary_cross_entropy_with_logits_value_and_grad([0.0, 0.0], [0, 1])
    >>> print(loss.round(4), gradient)
    0.6931 [ 0.25 -0.25]
    """
    arrays, names = checked(logits, targets, {"weight": weight, "pos_weight": pos_weight}, reduction)
    z, y, *_ = arrays
    scale = _scale(z, reduction)
    if reduction != "none" and not names and z.dtype == np.float32 and z.dtype.isnative and z.size:
        z, y = np.ascontiguousarray(z), np.ascontiguousarray(y, np.float32)
        slope = np.empty_like(z)
        kernel = partial(value_and_gradient32, scale=scale)
        size = z.size if reduction == "mean" else None
        return total_of(kernel, slices((z, y, slope)), z.dtype, size), slope.reshape(arrays[0].shape)[()]
    value = reduced(_losses(names), arrays, reduction, total=None if names else total)
    return value, elementwise(_gradients(names, scale), *arrays)


def _scale(logits: Array, reduction: str) -> Scalar:
    """Return what the gradient of a reduction multiplies, to the last bit of long double for it."""
    one: Scalar = np.result_type(result_dtype(logits), np.float64).type(1)
    return one / max(logits.size, 1) if reduction == "mean" else one


@lru_cache(maxsize=64)
def _losses(names: tuple[str, ...]) -> Kernels:
    return kernels_of_loss(partial(loss, names=names))


@lru_cache(maxsize=64, typed=True)  # a long double and an equal float multiply a float64 differently
def _gradients(names: tuple[str, ...], scale: Scalar) -> Kernels:
    kernel = partial(gradient, names=names, scale=scale)
    single = partial(kernel, exactly=False) if names else partial(gradient32, scale=scale)
    return Kernels(widening(single), kernel, kernel, tabulated=False)
