"""Binary cross-entropy of logits, and its backward pass."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._elementwise import Array
from reference_impl._loss import checked, evaluate


# --8<-- [start:kernel]
def _loss(w: Array, t: Array, *rest: Any, names: tuple[str, ...]) -> None:
    """(1 - t) softplus(w) + t softplus(-w): two terms of one sign, so nothing cancels."""
    *factors, out, _ = rest
    given = dict(zip(names, factors, strict=True))
    negative, positive = 1 - t, t
    if "pos_weight" in given:
        positive = positive * given["pos_weight"]
    if "weight" in given:
        negative, positive = negative * given["weight"], positive * given["weight"]
    tail = np.log1p(np.exp(-np.abs(w)))
    loss = negative * (np.maximum(w, 0) + tail) + positive * (np.maximum(-w, 0) + tail)
    at_the_ends(w, negative, positive, loss)
    out[...] = loss


def at_the_ends(w: Array, negative: Array, positive: Array, loss: Array) -> None:
    """Where the logit is infinite, put the limit, and not 0 times infinity."""
    ends = np.isinf(w)
    if ends.any():
        factor = np.where(w > 0, negative, positive)[ends]
        loss[ends] = np.where(factor == 0, 0, factor * np.inf)


def _gradient(w: Array, t: Array, grad: Array, *rest: Any, names: tuple[str, ...], count: int) -> None:
    """((1 - t) σ(w) - t σ(-w)) times grad, each σ written with z = exp(-|w|)."""
    *factors, out, _ = rest
    given = dict(zip(names, factors, strict=True))
    negative, positive = 1 - t, t
    if "pos_weight" in given:
        positive = positive * given["pos_weight"]
    z = np.exp(-np.abs(w))
    gradient = np.where(w >= 0, negative - positive * z, negative * z - positive) / (1 + z)
    if "weight" in given:
        gradient *= given["weight"]
    out[...] = gradient * (grad / count)


# --8<-- [end:kernel]


def binary_cross_entropy_with_logits(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    *,
    weight: npt.ArrayLike | None = None,
    pos_weight: npt.ArrayLike | None = None,
    reduction: str = "mean",
) -> Any:
    """Return the binary cross-entropy of targets and σ(logits), computed from the logits.

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

    Examples
    --------
    >>> from reference_impl import binary_cross_entropy_with_logits
    >>> losses = binary_cross_entropy_with_logits([-100.0, 0.0, 100.0], [0, 1, 0], reduction="none")
    >>> print([f"{loss:.4g}" for loss in losses])
    ['3.72e-44', '0.6931', '100']
    """
    factors = {"weight": weight, "pos_weight": pos_weight}
    arrays, names = checked(logits, targets, factors, reduction)
    return evaluate(partial(_loss, names=names), arrays, reduction)


def binary_cross_entropy_with_logits_backward(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    grad_output: npt.ArrayLike = 1.0,
    *,
    weight: npt.ArrayLike | None = None,
    pos_weight: npt.ArrayLike | None = None,
    reduction: str = "mean",
) -> Any:
    """Return the gradient of the binary cross-entropy with respect to the logits.

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

    Examples
    --------
    >>> from reference_impl import binary_cross_entropy_with_logits_backward
    >>> binary_cross_entropy_with_logits_backward([0.0, 0.0], [0, 1])
    array([ 0.25, -0.25])
    """
    factors = {"grad_output": grad_output, "weight": weight, "pos_weight": pos_weight}
    arrays, names = checked(logits, targets, factors, reduction)
    kernel = partial(_gradient, names=names[1:], count=arrays[0].size if reduction == "mean" else 1)
    return evaluate(kernel, arrays, "none")
