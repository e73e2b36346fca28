"""What the losses share: checks of shapes and parameters, and reductions."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from reference_impl.torch._log_sigmoid import log_from_table, log_sigmoid64
from reference_impl.torch._sigmoid import sigmoid64
from reference_impl.torch._tensor import like, real_tensor, shape_of

REDUCTIONS = ("none", "mean", "sum")


def checked(logits: Tensor, targets: Tensor, reduction: str) -> tuple[Tensor, Tensor]:
    """Return logits and targets in the logits' dtype, or raise ``ValueError``."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction is {reduction!r}: pass one of {', '.join(map(repr, REDUCTIONS))}")
    w = real_tensor(logits)
    t = like(targets, w)
    if w.shape != t.shape:
        raise ValueError(f"targets have shape {shape_of(t)}, logits {shape_of(w)}: they must be equal")
    return w, t


def factor(name: str, value: Tensor | float | None, w: Tensor) -> Tensor | float:
    """Return a weight in float64, rounded to the logits' dtype first, or raise ``ValueError``."""
    if value is None:
        return 1.0
    given = like(value, w)
    try:
        fits = torch.broadcast_shapes(given.shape, w.shape) == w.shape
    except RuntimeError:
        fits = False
    if not fits:
        raise ValueError(
            f"{name} has shape {shape_of(given)}, which does not broadcast to logits' {shape_of(w)}"
        )
    return given.to(torch.float64)


class CrossEntropy(torch.autograd.Function):
    """negative softplus(w) + positive softplus(-w) in float64: two terms of one sign, so nothing cancels.

    Its derivative by w is negative σ(w) - positive σ(-w), also at 0, where max and abs have none.
    """

    generate_vmap_rule = True

    @staticmethod
    def forward(w: Tensor, negative: Tensor, positive: Tensor) -> Tensor:
        tail = -log_from_table(w.abs()) * (negative + positive)
        return (
            tail + negative * limited(w.clamp(min=0), negative) - positive * limited(w.clamp(max=0), positive)
        )

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, Tensor, Tensor], output: Tensor) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, grad_output: Tensor) -> tuple[Tensor | None, ...]:
        w, negative, positive = ctx.saved_tensors
        by_w, by_negative, by_positive = ctx.needs_input_grad
        return (
            grad_output * (negative * sigmoid64(w) - positive * sigmoid64(-w)) if by_w else None,
            -grad_output * limited(log_sigmoid64(-w), negative) if by_negative else None,
            -grad_output * limited(log_sigmoid64(w), positive) if by_positive else None,
        )


def limited(whole: Tensor, part: Tensor) -> Tensor:
    """Return whole, of which part is to be taken: no part of an infinite loss is none of it."""
    return torch.where((part == 0) & torch.isinf(whole), 0.0, whole)


def cross_entropy(w: Tensor, negative: Tensor, positive: Tensor) -> Tensor:
    """Return the cross-entropy of logits in float64 whose targets weigh so much, differentiable by all three."""
    loss: Tensor = CrossEntropy.apply(w, negative, positive)  # type: ignore[no-untyped-call]
    return loss


def reduced(loss: Tensor, reduction: str, dtype: torch.dtype) -> Tensor:
    """Return the losses, their sum or their mean, added up in float64 and rounded once."""
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss.to(dtype)
