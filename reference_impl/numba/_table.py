"""float64 loops that look up in NumPy's tables, and leave to NumPy's kernel what lies off them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reference_impl._core.kernel import Array, Floats, Kernel
from reference_impl._core.workspace import run
from reference_impl._kernels.sigmoid64 import MAGIC
from reference_impl._core.kernel import BLOCK
from reference_impl.numba._core import Loop, compiled, inlined
from reference_impl.numba._elementary import bits


def looked_up(
    loop: Loop, kernel: Kernel, table: Callable[[], tuple[Floats, ...]], first: float, last: float
) -> Loop:
    """Return a loop that is given the table, and ``kernel``'s results for x that is not from first to last."""

    def run_loop(x: Array, *rest: Array) -> None:
        *grad, out = rest
        if _within(x, first, last):
            loop(x, *rest, *table())
            return
        off = ~((x >= first) & (x <= last))
        operands = [array[off] for array in (x, *grad)]  # before out, which may be x, is written
        loop(x, *rest, *table())
        results = np.empty_like(operands[0])
        for start in range(0, results.size, BLOCK):
            run(kernel, *(array[start : start + BLOCK] for array in (*operands, results)))
        out[off] = results

    return run_loop


@inlined
def place(x, origin, size):  # type: ignore[no-untyped-def]
    """The entry nearest to x in a table; as an unsigned number, since for others Numba asks if they are negative."""
    return np.uint64(min(max(bits(x + MAGIC) - origin, 0), size - 1))


@compiled
def _within(x, first, last):  # type: ignore[no-untyped-def]
    """Whether every x is from first to last; no NaN is."""
    inside = True
    for i in range(x.size):
        inside &= (x[i] >= first) & (x[i] <= last)
    return inside
