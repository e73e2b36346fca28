"""Narrow formats: float16 and bfloat16 results, rounded once from float64."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._core.formats import format_of
from reference_impl._core.kernel import ROWS, Array, Floats, Kernel


# --8<-- [start:round_to_odd]
def round_to_odd(wide: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Round float64 to float32 so that rounding once more, to half precision, is exact.

    An inexact value becomes the neighbour whose last bit is one. It is then never a tie of a narrower format,
    and lies on the same side of every tie as the value itself.
    """
    near = wide.astype(np.float32)
    back = near.astype(np.float64)
    bits = near.view(np.int32)
    bits -= np.abs(back) > np.abs(wide)  # rounded away from zero: step back
    bits |= back != wide
    return near


# --8<-- [end:round_to_odd]


def narrow(wide: Floats, out: Array) -> None:
    """Write float64 results to ``out`` with one rounding, whatever its dtype."""
    # ml_dtypes casts through float32, which would round twice.
    out[...] = wide if format_of(out.dtype).numpys else round_to_odd(wide)


def widening(kernel: Kernel) -> Kernel:
    """Return a kernel for narrow arrays that runs the float64 ``kernel`` and rounds its result once."""

    def widened(*arrays: Array) -> None:
        *inputs, out, work = arrays
        *rows, wide = work[-len(inputs) - 1 :]
        for row, array in zip(rows, inputs, strict=True):
            row[...] = array
        kernel(*rows, wide, work)
        narrow(wide, out)

    return widened


@cache
def tabulating(kernel: Kernel, dtype: np.dtype[Any]) -> Kernel:
    """Return a kernel that looks its results up among those for all numbers of a narrow dtype."""
    count, patterns = format_of(dtype).numbers, np.dtype(f"u{dtype.itemsize}")
    table = np.empty(count, dtype)
    with np.errstate(all="ignore"):
        widening(kernel)(np.arange(count, dtype=patterns).view(dtype), table, np.empty((ROWS, count)))
    results = table.view(patterns)

    def look_up(x: Array, out: Array, work: Array) -> None:
        # The index always exists; mode="clip" only spares take a copy of out.
        np.take(results, x.view(patterns), out=out.view(patterns), mode="clip")

    return look_up
