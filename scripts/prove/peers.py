"""What others return: the forms that people write in NumPy, SciPy, and PyTorch and JAX where they are installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import util
from typing import Any

import numpy as np
import scipy.special as sp

from reference_impl import definitions

Function = Callable[..., Any]


def quiet(f: Function) -> Function:
    def run(*x: Any) -> Any:
        with np.errstate(all="ignore"):
            return f(*x)

    return run


def from_tanh(x: Any) -> Any:
    half = x.dtype.type(0.5)
    return half * (1 + np.tanh(half * x))


def product(x: Any) -> Any:
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


PEERS: dict[str, dict[str, Function]] = {
    "sigmoid": {
        "1 / (1 + exp(-x))": quiet(lambda x: 1 / (1 + np.exp(-x))),
        "two branches": quiet(definitions.sigmoid),
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
# Binary cross-entropy of logits and targets, and its gradient.
LOSSES: dict[str, dict[str, Function]] = {
    "loss": {
        "max(x, 0) - x t + log1p(exp(-abs(x)))": quiet(
            lambda x, t: np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x)))
        )
    },
    "gradient": {"1 / (1 + exp(-x)) - t": quiet(lambda x, t: 1 / (1 + np.exp(-x)) - t)},
}


def takes(f: Function, dtype: Any) -> bool:
    """Whether a function takes arrays of a dtype: SciPy's do not take bfloat16."""
    try:
        f(np.full(2, 0.25, dtype))
    except TypeError:
        return False
    return True


if util.find_spec("torch"):
    from scripts.prove import peers_torch

    peers_torch.join(PEERS, LOSSES)
if util.find_spec("jax"):
    from scripts.prove import peers_jax

    peers_jax.join(PEERS)
