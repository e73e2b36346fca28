"""What every twin asks of its tensors: a floating dtype, and shapes that fit. No value is ever looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.autograd import forward_ad


class Function(torch.autograd.Function):
    """An elementwise function with derivatives of its own: ``forward(*inputs)``, tensors first, and ``along``."""

    generate_vmap_rule = True
    forward_mode: ClassVar[type[torch.autograd.Function]]

    @staticmethod
    def along(direction: Tensor, which: int, *inputs: Any) -> Tensor:
        """Return a gradient or a tangent times the derivative by the input number ``which``."""
        raise NotImplementedError

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


class Rounded(Function):
    """A tensor in another dtype, rounded once; so are its gradient and its tangent."""

    @staticmethod
    def forward(x: Tensor, dtype: torch.dtype) -> Tensor:
        if x.dtype != torch.float64:
            return x.to(dtype)
        # To odd in float32, as reference_impl._core.half does: PyTorch's own way would round twice.
        near = x.to(torch.float32)
        back = near.to(torch.float64)
        bits = near.view(torch.int32) - (back.abs() > x.abs()).to(torch.int32)
        return (bits | (back != x).to(torch.int32)).view(torch.float32).to(dtype)

    @staticmethod
    def along(direction: Tensor, which: int, x: Tensor, dtype: torch.dtype) -> Tensor:
        return cast(direction, dtype if direction.dtype == x.dtype else x.dtype)


def cast(x: Tensor, dtype: torch.dtype) -> Tensor:
    """Return ``x`` in a dtype, rounded once."""
    return Rounded.of(x, dtype) if x.dtype in HALF or dtype in HALF else x.to(dtype)


def widened(x: Tensor) -> Tensor:
    """Return ``x`` in float64, and never ``x`` itself.

    PyTorch 2.13 compiles the gradient of a Function of the very input to that of its forward pass.
    """
    return cast(x.view_as(x), torch.float64)


def in_float64(function: Callable[..., Tensor], x: Tensor) -> Tensor:
    """Return a function's value for ``x``, in its dtype: ``function`` takes float64, and whether to be exact."""
    return cast(function(widened(x), x.dtype == torch.float64), x.dtype)


# Elements of a part: a part of float64 and what is computed from it stay in the cache of each thread.
PART = 32_768


def in_parts(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Return an elementwise function's value, on a CPU part after part: 2 times as fast."""
    if torch.compiler.is_compiling() or torch._C._get_tracing_state() or x.device.type != "cpu":
        return function(x)
    part = PART * torch.get_num_threads()
    if x.numel() <= part:
        return function(x)
    return torch.cat([function(each) for each in x.reshape(-1).split(part)]).view(x.shape)


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
    if z.dtype in HALF and torch.is_autocast_enabled(z.device.type):
        z = z.to(torch.float32)  # as PyTorch's losses do
    y = like(real_tensor(targets), z)
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
    return widened(given)


def reduced(loss: Tensor, reduction: str, dtype: torch.dtype) -> Tensor:
    """Return the losses, their sum or their mean, added up in float64 and rounded once."""
    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()
    return cast(loss, dtype)
