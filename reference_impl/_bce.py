"""Binary cross-entropy of logits, and its backward pass."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._elementwise import Array
from reference_impl._loss import checked, evaluate, scratch


# --8<-- [start:kernel]
def _loss(w: Array, t: Array, *rest: Any, names: tuple[str, ...]) -> None:
    """(1 - t) softplus(w) + t softplus(-w): two terms of one sign, so nothing cancels."""
    *factors, out, work = rest
    given = dict(zip(names, factors, strict=True))
    negative, positive, tail, part = scratch(w, work)
    np.subtract(1.0, t, out=negative)
    np.copyto(positive, t)
    for name, factor in given.items():
        np.multiply(positive, factor, out=positive)
        if name == "weight":
            np.multiply(negative, factor, out=negative)
    cross_entropy(w, negative, positive, tail, part, out)


def cross_entropy(w: Array, negative: Array, positive: Array, tail: Array, part: Array, out: Array) -> None:
    """negative softplus(w) + positive softplus(-w), with log1p(exp(-|w|)) computed once."""
    mend = at_the_ends(w, negative, positive)
    np.abs(w, out=tail)
    np.negative(tail, out=tail)
    np.exp(tail, out=tail)
    np.log1p(tail, out=tail)
    np.clip(w, 0.0, np.inf, out=part)
    np.add(part, tail, out=part)  # softplus(w)
    np.multiply(negative, part, out=negative)
    np.clip(w, -np.inf, 0.0, out=part)
    np.subtract(tail, part, out=part)  # softplus(-w)
    np.multiply(positive, part, out=positive)
    np.add(negative, positive, out=out)
    mend(out)


def at_the_ends(w: Array, negative: Array, positive: Array) -> Callable[[Array], None]:
    """Return what puts the limit, and not 0 times infinity, where a logit is infinite."""
    if np.isfinite(w.item(w.argmax())) and np.isfinite(w.item(w.argmin())):
        return lambda loss: None
    ends = np.isinf(w)
    factor = np.where(w > 0, negative, positive)[ends]
    limit = np.where(factor == 0, 0, factor * np.inf)
    return lambda loss: loss.__setitem__(ends, limit)


def _gradient(w: Array, t: Array, grad: Array, *rest: Any, names: tuple[str, ...], count: int) -> None:
    """((1 - t) σ(w) - t σ(-w)) times grad, each σ written with z = exp(-|w|)."""
    *factors, out, work = rest
    given = dict(zip(names, factors, strict=True))
    negative, positive, z, side = scratch(w, work)
    np.abs(w, out=z)
    np.negative(z, out=z)
    np.exp(z, out=z)
    np.subtract(1.0, t, out=negative)
    np.copyto(positive, t)
    if "pos_weight" in given:
        np.multiply(positive, given["pos_weight"], out=positive)
    np.copyto(side, z)
    np.copyto(side, 1.0, where=w >= 0)  # σ(w) (1 + z)
    np.multiply(negative, side, out=negative)
    np.copyto(side, z)
    np.copyto(side, 1.0, where=w < 0)  # σ(-w) (1 + z)
    np.multiply(positive, side, out=positive)
    np.subtract(negative, positive, out=negative)
    np.add(z, 1.0, out=z)
    np.divide(negative, z, out=negative)
    if "weight" in given:
        np.multiply(negative, given["weight"], out=negative)
    np.multiply(negative, grad / count if count != 1 else grad, out=out)


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
