"""What every twin asks of its tensors: a floating dtype, and shapes that fit. No value is ever looked at."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


class Function(torch.autograd.Function):
    """A function with a derivative of its own: ``forward(*inputs)``, and ``backward`` that finds the inputs again.

    Tensors are ``ctx.saved_tensors``, all else is in ``ctx.numbers``.
    """

    generate_vmap_rule = True

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        ctx.save_for_backward(*[given for given in inputs if isinstance(given, Tensor)])
        ctx.numbers = [given for given in inputs if not isinstance(given, Tensor)]


def real_tensor(x: Tensor) -> Tensor:
    """Return ``x`` in a floating dtype, or raise ``TypeError``; integers get PyTorch's default dtype."""
    if not isinstance(x, Tensor):
        raise TypeError(f"a {type(x).__name__} is not supported: pass a tensor")
    if x.dtype.is_floating_point:
        return x
    if x.dtype.is_complex or x.is_quantized:
        raise TypeError(
            f"dtype {x.dtype} is not supported: pass real numbers as bool, an integer or a floating dtype"
        )
    return x.to(torch.get_default_dtype())


def like(x: Tensor | float, first: Tensor) -> Tensor:
    """Return ``x`` in the dtype of ``first``; a Python number becomes a tensor beside it."""
    if isinstance(x, Tensor):
        return real_tensor(x).to(first.dtype)
    return torch.as_tensor(x, dtype=first.dtype, device=first.device)


def shape_of(x: Tensor) -> tuple[int, ...]:
    """Return the shape as messages name it."""
    return tuple(x.shape)


REDUCTIONS = ("none", "mean", "sum")


def checked(logits: Tensor, targets: Tensor, reduction: str) -> tuple[Tensor, Tensor]:
    """Return logits and targets in the logits' dtype, or raise ``ValueError``."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction is {reduction!r}: pass one of {', '.join(map(repr, REDUCTIONS))}")
    z = real_tensor(logits)
    y = like(targets, z)
    if z.shape != y.shape:
        raise ValueError(f"targets have shape {shape_of(y)}, logits {shape_of(z)}: they must be equal")
    return z, y


def factor(name: str, value: Tensor | float | None, z: Tensor) -> Tensor | float:
    """Return a weight in float64, rounded to the logits' dtype first, or raise ``ValueError``."""
    if value is None:
        return 1.0
    given = like(value, z)
    try:
        fits = torch.broadcast_shapes(given.shape, z.shape) == z.shape
    except RuntimeError:
        fits = False
    if not fits:
        raise ValueError(
            f"{name} has shape {shape_of(given)}, which does not broadcast to logits' {shape_of(z)}"
        )
    return given.to(torch.float64)


def reduced(loss: Tensor, reduction: str, dtype: torch.dtype) -> Tensor:
    """Return the losses, their sum or their mean, added up in float64 and rounded once."""
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return loss.to(dtype)
