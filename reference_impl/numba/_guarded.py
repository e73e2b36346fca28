"""Loops for a range of arguments: what lies outside is left to NumPy's kernel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reference_impl._core.blocks import slices
from reference_impl._core.dispatch import Kernels
from reference_impl._core.kernel import Array, Floats, Kernel
from reference_impl._core.workspace import run
from reference_impl._kernels.sigmoid64 import MAGIC
from reference_impl.numba._core import LONG, Loop, Loops, compiled, inlined
from reference_impl.numba._elementary import bits


def guarded(
    loop: Loop, kernel: Kernel, first: float, last: float, table: Callable[[], tuple[Floats, ...]] = tuple
) -> Loop:
    """Return ``loop``, given the table, with ``kernel``'s results where x is NaN or not from first to last."""

    def run_loop(x: Array, *rest: Array) -> None:
        *others, out = rest
        if within(x, first, last):
            loop(x, *rest, *table())
            return
        off = _outside(x, first, last)
        operands = [array[off] for array in (x, *others)]  # before out, which may be one of them, is written
        loop(x, *rest, *table())
        results = np.empty_like(operands[0])
        for block in slices((*operands, results)):
            run(kernel, *block)
        out[off] = results

    return run_loop


def of_exp(loop: Loop, numpys: Kernels) -> Loops:
    """Return a loop of both formats that takes exp(|x|) in float64, where it does not overflow."""
    single, double = (guarded(loop, numpys[np.dtype(kind)], -MOST, MOST) for kind in (np.float32, np.float64))
    return Loops(single, double, numpys[LONG], tabulated=False)


MOST = 700.0


@inlined
def place(x, origin, size):
    """The entry nearest to x in a table; as an unsigned number, since for others Numba asks if they are negative."""
    return np.uint64(min(max(bits(x + MAGIC) - origin, 0), size - 1))


@compiled
def _outside(x, first, last):
    """Where x is not from first to last; NumPy's comparisons would raise a flag at NaN."""
    outside = np.empty(x.size, np.bool_)
    for i in range(x.size):
        outside[i] = not (x[i] >= first) & (x[i] <= last)
    return outside


@compiled
def within(x, first, last):
    """Whether every x is from first to last; no NaN is."""
    inside = True
    for i in range(x.size):
        inside &= (x[i] >= first) & (x[i] <= last)
    return inside
