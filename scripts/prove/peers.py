"""What others return: the forms that people write in NumPy, SciPy's functions, PyTorch's and JAX's.

Nothing of PyTorch and JAX is imported before it is called; JAX is not among our own requirements.
"""

import os
from collections.abc import Callable
from functools import cache, wraps
from importlib import util
from pkgutil import resolve_name
from typing import Any

import numpy as np

Function = Callable[..., Any]
BLOCK = 1 << 15  # one size for all of JAX's arrays: each other one would be compiled anew


def quiet(f: Function) -> Function:
    @wraps(f)
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


def installed(who: str) -> bool:
    """Whether the library that a peer is named for is here."""
    library = who.partition(".")[0]
    return library not in ("torch", "jax") or util.find_spec(library) is not None


def takes(f: Function, dtype: Any) -> bool:
    """Whether a function takes arrays of a dtype: SciPy's do not take bfloat16."""
    try:
        f(np.full(2, 0.25, dtype))
    except TypeError:
        return False
    return True


@cache
def torch() -> Any:
    import torch

    torch.set_num_threads(1)
    return torch


def tensor(x: Any) -> Any:
    x = np.ascontiguousarray(x)
    if x.dtype.kind == "V":  # bfloat16, which PyTorch does not take from NumPy
        return torch().from_numpy(x.view(np.int16)).view(torch().bfloat16)
    return torch().from_numpy(x)


def in_torch(name: str, *, gradient: bool = False, **options: Any) -> Function:
    """A function of PyTorch, or the gradient that autograd gives with respect to its first argument."""

    def run(*arrays: Any) -> Any:
        first, *rest = map(tensor, arrays)
        first.requires_grad_(gradient)
        value = resolve_name(name)(first, *rest, **options)
        if gradient:
            (value,) = torch().autograd.grad(value, first, torch().ones_like(value))
        like = arrays[0].dtype
        return value.view(torch().int16).numpy().view(like) if like.kind == "V" else value.numpy()

    return run


def in_jax(name: str, *, gradient: bool = False) -> Function:
    """A function of JAX, or its gradient, compiled."""

    @cache
    def compiled() -> Function:
        os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
        import jax

        jax.config.update("jax_enable_x64", True)
        jax.config.update("jax_platforms", "cpu")
        jax.config.update("jax_cpu_enable_async_dispatch", False)
        f = resolve_name(name)
        fast: Function = jax.jit(jax.vmap(jax.grad(f)) if gradient else f)
        return fast

    def run(x: Any) -> Any:
        if x.size == BLOCK:
            return np.asarray(compiled()(x))
        padded = np.full(-(-x.size // BLOCK) * BLOCK, 0.25, x.dtype)
        padded[: x.size] = x
        return np.concatenate([np.asarray(compiled()(block)) for block in padded.reshape(-1, BLOCK)])[
            : x.size
        ]

    return run
