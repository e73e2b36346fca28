"""α (1 - p_t)^γ times the cross-entropy, where p_t is the probability of what is true: the focal loss."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from reference_impl.torch._binary_cross_entropy import cross_entropy
from reference_impl.torch._core import Function, checked, reduced
from reference_impl.torch._sigmoid import sigmoid64


def sigmoid_focal_loss(
    logits: Tensor,
    targets: Tensor,
    *,
    alpha: float | None = 0.25,
    gamma: float = 2.0,
    reduction: str = "mean",
) -> Tensor:
    """Return the focal loss -α (1 - p_t)^γ log p_t, with p_t = σ(z) where the target is 1 and σ(-z) where it is 0.

    Parameters
    ----------
    logits : Tensor
        Any shape, any floating dtype. They set the result's dtype, to which the targets are cast.
    targets : Tensor
        Probabilities or labels in [0, 1], of exactly the logits' shape. Their values are not checked.
    alpha : float or None, default 0.25
        Weight in [0, 1] of positive targets; negative ones get 1 - alpha. None: unweighted.
    gamma : float, default 2.0
        How strongly easy examples are discounted, at least 0. With 0 it is the cross-entropy.
    reduction : {"mean", "sum", "none"}, default "mean"
        What becomes of the losses. "mean" divides by the number of elements; of nothing it is NaN.

    Returns
    -------
    Tensor
        The losses for "none", else a tensor of no dimension.

    Raises
    ------
    TypeError
        For a complex tensor, and for what is not a tensor.
    ValueError
        For shapes that differ, an ``alpha`` outside [0, 1], a negative ``gamma``, and another ``reduction``.

    See Also
    --------
    binary_cross_entropy_with_logits

    Notes
    -----
    The derivative is finite for every γ ≥ 0, also where γ < 1 and 1 - p_t underflows. float16,
    bfloat16 and float32 are computed in float64 and rounded once, reductions too. A float64 loss is that of
    ``reference_impl``, bit for bit, for γ of 0, 1 and 2; for others the two libraries' powers are a unit apart.

    References
    ----------
    T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal Loss for Dense Object Detection", ICCV 2017.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> losses = rt.sigmoid_focal_loss(torch.tensor([-2.0, 2.0]), torch.tensor([1, 1]), reduction="none")
    >>> [round(v, 6) for v in losses.tolist()]
    [0.41252, 0.000451]
    """
    if alpha is not None and not 0 <= alpha <= 1:
        raise ValueError(f"alpha is {alpha}: pass a weight between 0 and 1, or None")
    if not gamma >= 0:
        raise ValueError(f"gamma is {gamma}: pass a number that is not negative")
    given, labels = checked(logits, targets, reduction)
    z, y = given.to(torch.float64), labels.to(torch.float64)
    weight = power_of_one_minus_p_t(z, y, gamma)
    if alpha is not None:
        weight = weight * (alpha * y + (1 - alpha) * (1 - y))
    loss = cross_entropy(z, negative=(1 - y) * weight, positive=y * weight)
    return reduced(loss, reduction, given.dtype)


class Power(Function):
    """(1 - p_t)^γ in float64, where 1 - p_t = y σ(-z) + (1 - y) σ(z) is the probability not given to what is true.

    The derivative by z is γ times the power times that of log(y σ(-z) + (1 - y) σ(z)), which is bounded: for
    γ < 1, autograd would multiply infinity by 0 where the probability underflows.
    """

    @staticmethod
    def forward(z: Tensor, y: Tensor, gamma: float) -> Tensor:
        return one_minus_p_t(z, y) ** gamma

    @staticmethod
    def backward(ctx: Any, grad_output: Tensor) -> tuple[Tensor, Tensor | None, None]:
        (z, y), (gamma,) = ctx.saved_tensors, ctx.numbers
        moved = torch.where(torch.isinf(z), 0.0, grad_output)  # the power is flat there, the loss may be inf
        v = torch.where(y < 0.5, z, -z).clamp(min=-1000.0)
        shift = torch.logit(torch.minimum(y, 1 - y))  # -inf for labels 0 and 1
        steep = torch.where(y < 0.5, 1.0, -1.0) * (sigmoid64(-v) - sigmoid64(shift - v))
        by_z = moved * gamma * power_of_one_minus_p_t(z, y, gamma) * steep
        if not ctx.needs_input_grad[1]:
            return by_z, None, None
        return by_z, moved * gamma * one_minus_p_t(z, y) ** (gamma - 1) * (sigmoid64(-z) - sigmoid64(z)), None


def one_minus_p_t(z: Tensor, y: Tensor) -> Tensor:
    """Return y σ(-z) + (1 - y) σ(z), without cancellation."""
    return y * sigmoid64(-z) + (1 - y) * sigmoid64(z)


def power_of_one_minus_p_t(z: Tensor, y: Tensor, gamma: float) -> Tensor:
    """Return (1 - p_t)^γ, differentiable for every γ ≥ 0."""
    power: Tensor = Power.apply(z, y, gamma)  # type: ignore[no-untyped-call]
    return power
