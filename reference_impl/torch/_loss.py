"""What the losses share: checks of shapes and parameters, and reductions."""

from __future__ import annotations

import torch
from torch import Tensor

from reference_impl.torch._log_sigmoid import log_sigmoid64
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


# --8<-- [start:cross_entropy]
def cross_entropy(w: Tensor, negative: Tensor, positive: Tensor) -> Tensor:
    """Return -negative log σ(-w) - positive log σ(w): two terms of one sign, so nothing cancels."""
    return 0 - (share(negative, log_sigmoid64(-w)) + share(positive, log_sigmoid64(w)))


def share(part: Tensor, whole: Tensor) -> Tensor:
    """Return part * whole, where no part of an infinite loss is none of it."""
    return part * torch.where((part == 0) & torch.isinf(whole), 0.0, whole)


# --8<-- [end:cross_entropy]


def reduced(loss: Tensor, reduction: str, dtype: torch.dtype) -> Tensor:
    """Return the losses, their sum or their mean, added up in float64 and rounded once."""
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss.to(dtype)
