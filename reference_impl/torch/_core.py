"""What every twin asks of its tensors: a floating dtype, and shapes that fit. No value is ever looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.autograd import forward_ad


class Function(torch.autograd.Function):
    """An elementwise function with derivatives of its own: ``forward(*inputs)``, tensors first, and ``along``."""

    forward_mode: ClassVar[type[torch.autograd.Function]]
    # along(direction, which, *inputs): a gradient or a tangent times the derivative by the input number ``which``.
    along: ClassVar[Callable[..., Tensor]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "jvp" in vars(cls):
            return

        def backward(ctx: Any, grad_output: Tensor) -> tuple[Tensor | None, ...]:
            needed = enumerate(ctx.needs_input_grad)
            inputs = (*ctx.saved_tensors, *ctx.numbers)
            return tuple(cls.along(grad_output, i, *inputs) if needs else None for i, needs in needed)

        def jvp(ctx: Any, *tangents: Tensor | None) -> Any:
            # PyTorch switches forward mode off in here, and tangents of tangents would silently be 0.
            with forward_ad._set_fwd_grad_enabled(True):
                saved = [forward_ad.unpack_dual(x).primal for x in ctx.saved_tensors]
                inputs = (*saved, *ctx.numbers)
                return sum(cls.along(t, i, *inputs) for i, t in enumerate(tangents) if t is not None)

        def vmap(info: Any, in_dims: tuple[int | None, ...], *inputs: Any) -> tuple[Tensor, int]:
            # All tensors have one shape: the new dimension comes first in each.
            tensors = [
                x.expand(info.batch_size, *x.shape) if dim is None else x.movedim(dim, 0)
                for x, dim in zip(inputs, in_dims, strict=True)
                if isinstance(x, Tensor)
            ]
            return cls.of(*tensors, *inputs[len(tensors) :]), 0

        cls.vmap = staticmethod(vmap)  # type: ignore[method-assign]
        cls.backward = staticmethod(backward)  # type: ignore[method-assign]
        # PyTorch 2.13 compiles no function that has a jvp: a class of its own has it.
        metaclass: Any = type(cls)
        cls.forward_mode = metaclass(cls.__name__, (cls,), {"jvp": staticmethod(jvp)})

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        tensors = [given for given in inputs if isinstance(given, Tensor)]
        ctx.save_for_backward(*tensors)
        ctx.save_for_forward(*tensors)
        ctx.numbers = inputs[len(tensors) :]

    @classmethod
    def of(cls, *inputs: Any) -> Tensor:
        """Return the function's value, differentiable in both modes."""
        function = cls if torch.compiler.is_compiling() else cls.forward_mode
        value: Tensor = function.apply(*inputs)
        return value


HALF = (torch.float16, torch.bfloat16)


def to_odd(x: Tensor, dtype: torch.dtype) -> Tensor:
    """Round float64 that is to become half precision to odd in float32, as ``reference_impl._core.half`` does.

    PyTorch converts through float32, and so would round twice.
    """
    if x.dtype != torch.float64 or dtype not in HALF:
        return x
    near = x.to(torch.float32)
    back = near.to(torch.float64)
    bits = near.view(torch.int32) - (back.abs() > x.abs()).to(torch.int32)
    return (bits | (back != x).to(torch.int32)).view(torch.float32)


class Rounded(Function):
    """A tensor in another dtype, rounded once; so are its gradient and its tangent."""

    @staticmethod
    def forward(x: Tensor, dtype: torch.dtype) -> Tensor:
        return to_odd(x, dtype).to(dtype)

    @staticmethod
    def along(direction: Tensor, which: int, x: Tensor, dtype: torch.dtype) -> Tensor:
        return cast(direction, dtype if direction.dtype == x.dtype else x.dtype)


def cast(x: Tensor, dtype: torch.dtype) -> Tensor:
    """Return ``x`` in a dtype, rounded once."""
    return Rounded.of(x, dtype) if x.dtype in HALF or dtype in HALF else x.to(dtype)


def widened(x: Tensor) -> Tensor:
    """Return ``x`` in float64."""
    return cast(another(x), torch.float64)


def another(x: Tensor) -> Tensor:
    """Return what a Function is given for an argument, which must not be the very argument.

    PyTorch 2.13 compiles the gradient of a Function of that to the gradient of its forward pass.
    """
    return x.view_as(x)


# Elements of a part: a part of float64 and what is computed from it stay in the cache of each thread.
PART = 32_768


def in_parts(function: Callable[..., Tensor], *tensors: Tensor) -> Tensor:
    """Return an elementwise function's value, computed in float64 and rounded once, in the first tensor's dtype.

    On a CPU it is computed part after part: 3 times as fast, as no memory is allocated for a whole in float64.
    """
    first = tensors[0]
    if not (torch.compiler.is_compiling() or torch._C._get_tracing_state()):
        part = PART * torch.get_num_threads()
        if first.device.type == "cpu" and first.numel() > part and first.is_contiguous():
            out = torch.empty_like(first)
            flat = [each.reshape(-1).split(part) for each in (out, *tensors)]
            for piece, *given in zip(*flat, strict=True):
                piece.copy_(to_odd(function(*(each.to(torch.float64) for each in given)), first.dtype))
            return out
    return to_odd(function(*(each.to(torch.float64) for each in tensors)), first.dtype).to(first.dtype)


def real_tensor(x: Tensor) -> Tensor:
    """Return ``x`` in a floating dtype, or raise ``TypeError``; integers get PyTorch's default dtype."""
    if not isinstance(x, Tensor):
        raise TypeError(f"a {type(x).__name__} is not supported: pass a tensor")
    if x.layout != torch.strided or x.is_nested:
        kind = "nested" if x.is_nested else str(x.layout)
        raise TypeError(f"a tensor of layout {kind} is not supported: pass its values as a strided tensor")
    if x.dtype.is_floating_point:
        return x
    if x.dtype.is_complex or x.is_quantized:
        raise TypeError(
            f"dtype {x.dtype} is not supported: pass real numbers as bool, an integer or a floating dtype"
        )
    return x.to(torch.get_default_dtype())


def like(x: Tensor | float, first: Tensor) -> Tensor:
    """Return ``x`` in the dtype of ``first``; a Python number becomes a tensor beside it."""
    if isinstance(x, (int, float)):
        return torch.as_tensor(x, dtype=first.dtype, device=first.device)
    return real_tensor(x).to(first.dtype)


def shape_of(x: Tensor) -> tuple[int, ...]:
    """Return the shape as messages name it."""
    return tuple(x.shape)


REDUCTIONS = ("none", "mean", "sum")


def checked(logits: Tensor, targets: Tensor, reduction: str) -> tuple[Tensor, Tensor]:
    """Return logits and targets in the logits' dtype, or raise ``ValueError``."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction is {reduction!r}: pass one of {', '.join(map(repr, REDUCTIONS))}")
    z = real_tensor(logits)
    if z.dtype in HALF and torch.is_autocast_enabled(z.device.type):
        z = z.to(torch.float32)  # as PyTorch's losses do
    y = like(real_tensor(targets), z)
    if z.shape != y.shape:
        raise ValueError(f"targets have shape {shape_of(y)}, logits {shape_of(z)}: they must be equal")
    return z, y


def times(factor: Tensor, name: str, value: Tensor | float | None, z: Tensor) -> Tensor:
    """Multiply by a weight, rounded to the logits' dtype first, in float64, or raise ``ValueError``."""
    if value is None:
        return factor
    given = like(value, z)
    try:
        fits = torch.broadcast_shapes(given.shape, z.shape) == z.shape
    except RuntimeError:
        fits = False
    if not fits:
        raise ValueError(
            f"{name} has shape {shape_of(given)}, which does not broadcast to logits' {shape_of(z)}"
        )
    return factor * widened(given)


def reduced(loss: Tensor, reduction: str, dtype: torch.dtype) -> Tensor:
    """Return the losses, their sum or their mean, added up in float64 and rounded once."""
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return cast(loss, dtype)
