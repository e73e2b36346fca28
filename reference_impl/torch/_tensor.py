"""What every twin asks of its tensors: a floating dtype, and shapes that fit. No value is ever looked at."""

from __future__ import annotations

import torch
from torch import Tensor


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
