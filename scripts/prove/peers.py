"""What others return: the forms that people write in NumPy, SciPy, and PyTorch where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.special as sp

Function = Callable[[Any], Any]


def quiet(f: Function) -> Function:
    def run(x: Any) -> Any:
        with np.errstate(all="ignore"):
            return f(x)

    return run


def two_branches(x: Any) -> Any:
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + z), z / (1 + z))


def from_tanh(x: Any) -> Any:
    half = x.dtype.type(0.5)
    return half * (1 + np.tanh(half * x))


def product(x: Any) -> Any:
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


PEERS: dict[str, dict[str, Function]] = {
    "sigmoid": {
        "1 / (1 + exp(-x))": quiet(lambda x: 1 / (1 + np.exp(-x))),
        "two branches": quiet(two_branches),
        "(1 + tanh(x / 2)) / 2": quiet(from_tanh),
        "scipy.special.expit": sp.expit,
    },
    "sigmoid_backward": {"s * (1 - s)": quiet(product)},
    "log_sigmoid": {
        "-log1p(exp(-x))": quiet(lambda x: -np.log1p(np.exp(-x))),
        "scipy.special.log_expit": sp.log_expit,
    },
    "logit": {
        "log(p / (1 - p))": quiet(lambda p: np.log(p / (1 - p))),
        "scipy.special.logit": quiet(sp.logit),
    },
}

try:
    import torch
except ImportError:
    pass
else:

    def of_tensor(f: Any) -> Function:
        return lambda x: f(torch.from_numpy(np.ascontiguousarray(x))).numpy()

    def autograd(x: Any) -> Any:
        tensor = torch.from_numpy(np.ascontiguousarray(x)).requires_grad_()
        (gradient,) = torch.autograd.grad(torch.sigmoid(tensor), tensor, torch.ones_like(tensor))
        return gradient.numpy()

    PEERS["sigmoid"]["torch.sigmoid"] = of_tensor(torch.sigmoid)
    PEERS["sigmoid_backward"]["torch.sigmoid, autograd"] = autograd
    PEERS["log_sigmoid"]["torch.nn.functional.logsigmoid"] = of_tensor(torch.nn.functional.logsigmoid)
    PEERS["logit"]["torch.logit"] = of_tensor(torch.logit)
