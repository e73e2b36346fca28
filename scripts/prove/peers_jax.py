"""JAX's functions, as functions of NumPy arrays, where JAX is installed: it is not among our own requirements."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
jax.config.update("jax_cpu_enable_async_dispatch", False)
BLOCK = 1 << 15  # one size for all arrays: each other one would be compiled anew


def compiled(f: Any) -> Callable[[Any], Any]:
    fast = jax.jit(f)

    def run(x: Any) -> Any:
        if x.size == BLOCK:
            return np.asarray(fast(x))
        padded = np.full(-(-x.size // BLOCK) * BLOCK, 0.25, x.dtype)
        padded[: x.size] = x
        return np.concatenate([np.asarray(fast(block)) for block in padded.reshape(-1, BLOCK)])[: x.size]

    return run


def join(peers: dict[str, dict[str, Any]]) -> None:
    peers["sigmoid"]["jax.nn.sigmoid"] = compiled(jax.nn.sigmoid)
    peers["sigmoid_backward"]["jax.nn.sigmoid, grad"] = compiled(jax.vmap(jax.grad(jax.nn.sigmoid)))
    peers["log_sigmoid"]["jax.nn.log_sigmoid"] = compiled(jax.nn.log_sigmoid)
    peers["logit"]["jax.scipy.special.logit"] = compiled(jax.scipy.special.logit)
