"""The focal loss: cross-entropy that counts easy examples less."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from reference_impl.torch._loss import checked, cross_entropy, reduced
from reference_impl.torch._sigmoid import sigmoid64


class Missed(torch.autograd.Function):
    """(t σ(-w) + (1 - t) σ(w))^γ in float64: the probability not given to what is true, to the power γ.

    The derivative by w is γ times the power times that of log(t σ(-w) + (1 - t) σ(w)), which is bounded: for
    γ < 1, autograd would multiply infinity by 0 where the probability underflows.
    """

    generate_vmap_rule = True

    @staticmethod
    def forward(w: Tensor, t: Tensor, gamma: float) -> Tensor:
        return missed(w, t) ** gamma

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, Tensor, float], output: Tensor) -> None:
        w, t, ctx.gamma = inputs
        ctx.save_for_backward(w, t)

    @staticmethod
    def backward(ctx: Any, grad_output: Tensor) -> tuple[Tensor, Tensor | None, None]:
        (w, t), gamma = ctx.saved_tensors, ctx.gamma
        moved = torch.where(torch.isinf(w), 0.0, grad_output)  # the power is flat there, the loss may be inf
        v = torch.where(t < 0.5, w, -w).clamp(min=-1000.0)
        shift = torch.logit(torch.minimum(t, 1 - t))  # -inf for labels 0 and 1
        steep = torch.where(t < 0.5, 1.0, -1.0) * (sigmoid64(-v) - sigmoid64(shift - v))
        by_w = moved * gamma * missed_power(w, t, gamma) * steep
        if not ctx.needs_input_grad[1]:
            return by_w, None, None
        return by_w, moved * gamma * missed(w, t) ** (gamma - 1) * (sigmoid64(-w) - sigmoid64(w)), None


def missed(w: Tensor, t: Tensor) -> Tensor:
    """Return the probability not given to what is true."""
    return t * sigmoid64(-w) + (1 - t) * sigmoid64(w)


def missed_power(w: Tensor, t: Tensor, gamma: float) -> Tensor:
    """Return that probability to the power γ, differentiable for every γ ≥ 0."""
    power: Tensor = Missed.apply(w, t, gamma)  # type: ignore[no-untyped-call]
    return power


def sigmoid_focal_loss(
    logits: Tensor,
    targets: Tensor,
    *,
    alpha: float | None = 0.25,
    gamma: float = 2.0,
    reduction: str = "mean",
) -> Tensor:
    """Return the focal loss of targets and σ(logits), computed from the logits.

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

    Notes
    -----
    The derivative is finite for every γ ≥ 0, also where γ < 1 and the probability missed underflows. float16,
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
    w, t = given.to(torch.float64), labels.to(torch.float64)
    easy = missed_power(w, t, gamma)
    if alpha is not None:
        easy = easy * (alpha * t + (1 - alpha) * (1 - t))
    loss = cross_entropy(w, negative=(1 - t) * easy, positive=t * easy)
    return reduced(loss, reduction, given.dtype)
