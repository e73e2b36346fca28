"""PyTorch's functions, as functions of NumPy arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

torch.set_num_threads(1)


def tensor(x: Any) -> Any:
    x = np.ascontiguousarray(x)
    if x.dtype.kind == "V":  # bfloat16, which PyTorch does not take from NumPy
        return torch.from_numpy(x.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(x)


def array(y: Any, like: Any) -> Any:
    return y.view(torch.int16).numpy().view(like.dtype) if like.dtype.kind == "V" else y.numpy()


def forward(f: Any) -> Callable[..., Any]:
    return lambda *x: array(f(*map(tensor, x)), x[0])


def backward(f: Any) -> Callable[..., Any]:
    """The gradient that autograd gives with respect to the first argument."""

    def run(*x: Any) -> Any:
        first, *rest = map(tensor, x)
        first = first.clone().requires_grad_()
        value = f(first, *rest)
        (gradient,) = torch.autograd.grad(value, first, torch.ones_like(value))
        return array(gradient, x[0])

    return run


def bce(x: Any, t: Any) -> Any:
    return F.binary_cross_entropy_with_logits(x, t, reduction="none")


def join(peers: dict[str, dict[str, Any]], losses: dict[str, dict[str, Any]]) -> None:
    peers["sigmoid"]["torch.sigmoid"] = forward(torch.sigmoid)
    peers["sigmoid_backward"]["torch.sigmoid, autograd"] = backward(torch.sigmoid)
    peers["log_sigmoid"]["torch.nn.functional.logsigmoid"] = forward(F.logsigmoid)
    peers["logit"]["torch.logit"] = forward(torch.logit)
    name = "torch.nn.functional.binary_cross_entropy_with_logits"
    losses["loss"][name] = forward(bce)
    losses["gradient"][f"{name}, autograd"] = backward(bce)
