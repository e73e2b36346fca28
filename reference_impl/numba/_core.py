"""What compiled loops are made of, and the way from an array to a loop.

LLVM turns the loops into vector instructions by itself, and is not allowed to contract a * b + c to one rounding:
every processor gives the same bits. A loop is compiled at its first call and cached beside its file.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import numba
import numpy as np
import numpy.typing as npt

from reference_impl._core import dispatch
from reference_impl._core.blocks import alike
from reference_impl._core.kernel import Array, Kernel, Scalar
from reference_impl._core.out import Out

Loop: TypeAlias = Callable[..., None]
LONG = np.dtype(np.longdouble)
# nogil: several threads may call at once. The error model makes 1 / 0 infinity, as in NumPy.
compiled = numba.njit(nogil=True, cache=True, error_model="numpy")
inlined = numba.njit(inline="always", error_model="numpy")


class Loops(dispatch.Kernels):
    """One function's loops by dtype: narrow formats and long double take NumPy's way."""

    def __init__(self, float32: Loop, float64: Loop, longdouble: Kernel, *, tabulated: bool = True) -> None:
        super().__init__(_kernel(float32), _kernel(float64), longdouble, tabulated=tabulated)
        self.loops = {np.dtype(np.float32): float32, np.dtype(np.float64): float64}


def _kernel(loop: Loop) -> Kernel:
    """Return a loop as one of NumPy's kernels, which read their inputs before they write ``out``."""

    def kernel(*arrays: Array) -> None:
        *inputs, out, _ = arrays
        apart = [a.copy() if a is not out and np.may_share_memory(a, out) else a for a in inputs]
        loop(*(array.reshape(-1) for array in (*apart, out)))

    return kernel


def elementwise(loops: Loops, x: npt.ArrayLike, *others: npt.ArrayLike, out: Out = None) -> Array | Scalar:
    """Return the loop's value for every element of the operands, which broadcast; ``x`` sets the dtype."""
    if out is None and type(x) is np.ndarray and (loop := loops.loops.get(x.dtype)) is not None:
        flags = x.flags
        if flags.c_contiguous and flags.aligned and x.ndim and (not others or alike(x, others)):
            result = np.empty(x.shape, x.dtype)
            arrays: Any = (x, *others, result)
            if x.size >= MANY and _pool is not None:
                flat = [array.reshape(-1) for array in arrays]
                list(_pool.map(loop, *(np.array_split(array, _pool._max_workers) for array in flat)))
            elif x.ndim == 1:
                loop(*arrays)
            else:
                loop(*(array.reshape(-1) for array in arrays))
            return result
    return dispatch.elementwise(loops, x, *others, out=out)


_pool: ThreadPoolExecutor | None = None
MANY = 2**17  # elements: with fewer, waking a thread costs more than it saves


def set_num_threads(n: int) -> None:
    """Let ``n`` threads share each array of many elements; 1, the default, uses none beside the caller's."""
    global _pool
    if n < 1:
        raise ValueError(f"n is {n}: pass the number of threads, at least 1")
    _pool = ThreadPoolExecutor(n, "reference_impl") if n > 1 else None
