"""Half precision: float16 and bfloat16 results, rounded once from float64."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Kernel = Callable[..., None]


# Work arrays in all: a kernel uses at most the first four; one that widens its operands takes the last ones.
ROWS = 10


def is_bfloat16(dtype: np.dtype[Any]) -> bool:
    """Whether ``dtype`` is the bfloat16 of ``ml_dtypes``, which is never imported here."""
    return dtype.kind == "V" and dtype.type.__name__ == "bfloat16"


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


def narrow(wide: npt.NDArray[np.float64], out: Array) -> None:
    """Write float64 results to ``out`` with one rounding, whatever its dtype."""
    if is_bfloat16(out.dtype):  # ml_dtypes casts through float32, which would round twice
        out[...] = round_to_odd(wide)
    else:
        out[...] = wide


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
    """Return a kernel that looks its results up among those for all 65,536 numbers of a half-precision dtype."""
    table = np.empty(65_536, dtype)
    every = np.arange(65_536, dtype=np.uint16).view(dtype)
    with np.errstate(all="ignore"):
        widening(kernel)(every, table, np.empty((ROWS, 65_536)))
    results = table.view(np.uint16)

    def look_up(x: Array, out: Array, work: Array) -> None:
        # The index always exists; mode="clip" only spares take a copy of out.
        np.take(results, x.view(np.uint16), out=out.view(np.uint16), mode="clip")

    return look_up
