"""α (1 - p_t)^γ times the cross-entropy, where p_t is the probability of what is true: the focal loss."""

from __future__ import annotations

from functools import partial
from typing import overload

import numpy as np

from reference_impl._core.formats import parameter
from reference_impl._core.kernel import Array, Data, Scalar
from reference_impl._core.losses import checked
from reference_impl._core.reductions import Each, Sum, reduced
from reference_impl._kernels.cross_entropy import cross_entropy
from reference_impl._kernels.softplus import Functions, kernels_of_loss


@overload
def sigmoid_focal_loss(
    logits: Data, targets: Data, *, alpha: float | None = 0.25, gamma: float = 2.0, reduction: Sum = "mean"
) -> Scalar: ...
@overload
def sigmoid_focal_loss(
    logits: Data, targets: Data, *, alpha: float | None = 0.25, gamma: float = 2.0, reduction: Each
) -> Array: ...
def sigmoid_focal_loss(
    logits: Data, targets: Data, *, alpha: float | None = 0.25, gamma: float = 2.0, reduction: str = "mean"
) -> Array | Scalar:
    """Return the focal loss -α (1 - p_t)^γ log p_t, with p_t = σ(z) where the target is 1 and σ(-z) where it is 0.

    Parameters
    ----------
    logits : array_like
        Any shape, any real number. They set the result's dtype, to which the targets are cast.
    targets : array_like
        Probabilities or labels in [0, 1], of exactly the logits' shape.
    alpha : float or None, default 0.25
        Weight in [0, 1] of positive targets; negative ones get 1 - alpha. None: unweighted.
    gamma : float, default 2.0
        How strongly easy examples are discounted, at least 0. With 0 it is the cross-entropy.
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
        For targets outside [0, 1] or NaN, shapes that differ, an ``alpha`` outside [0, 1], a negative
        ``gamma``, and another ``reduction``.

    See Also
    --------
    binary_cross_entropy_with_logits

    Notes
    -----
    1 - p_t is computed without cancellation, so that an easy example's loss keeps its digits. An infinite logit gives
    the limit: 0 where it agrees with its target, else inf.

    References
    ----------
    T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal Loss for Dense Object Detection", ICCV 2017.

    Examples
    --------
    >>> from reference_impl import sigmoid_focal_loss
    >>> losses = sigmoid_focal_loss([-2.0, 2.0], [1, 1], reduction="none")
    >>> print(losses.round(6))
    [0.41252  0.000451]
    """
    alpha, gamma = checked_focus(alpha, gamma)
    arrays, _ = checked(logits, targets, {}, reduction)
    return reduced(kernels_of_loss(partial(_focal, alpha=alpha, gamma=gamma)), arrays, reduction)


def checked_focus(alpha: float | None, gamma: float) -> tuple[float | None, float]:
    """Return alpha and gamma as floats, or raise an error that names what is wrong."""
    a, g = None if alpha is None else parameter("alpha", alpha), parameter("gamma", gamma)
    if a is not None and not 0 <= a <= 1:
        raise ValueError(f"alpha is {alpha}: pass a weight between 0 and 1, or None")
    if not g >= 0:
        raise ValueError(f"gamma is {gamma}: pass a number that is not negative")
    return a, g


def _focal(
    z: Array, y: Array, out: Array, work: Array, *, of: Functions, alpha: float | None, gamma: float
) -> None:
    """α (1 - p_t)^γ times the cross-entropy; 1 - p_t is y σ(-z) + (1 - y) σ(z), without cancellation."""
    sigma, sigma_neg = np.empty_like(z), -z
    of.sigmoid(z, sigma, work)
    of.sigmoid(sigma_neg, sigma_neg, work)
    one_minus_p_t = y * sigma_neg + (1 - y) * sigma
    weight = one_minus_p_t * one_minus_p_t if gamma == 2 else one_minus_p_t**gamma
    if alpha is not None:
        alpha = z.dtype.type(alpha)  # 1 - alpha to the last bit of long double, too
        weight *= alpha * y + (1 - alpha) * (1 - y)
    of.softplus_neg_abs(z, out, work)
    part = sigma  # no longer needed
    cross_entropy(z, (1 - y) * weight, y * weight, part, out, weighted=True)
