"""``reduction=``: the values of a kernel, their sum or their mean, in a fixed working memory and rounded once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Literal, TypeAlias

import numpy as np

from reference_impl._core.blocks import alike, apart, buffered, slices
from reference_impl._core.dispatch import Kernels, elementwise
from reference_impl._core.formats import result_dtype
from reference_impl._core.half import narrow
from reference_impl._core.kernel import BLOCK, Array, Kernel, Scalar
from reference_impl._core.workspace import run

Total: TypeAlias = Callable[..., float]

Sum: TypeAlias = Literal["mean", "sum"]
Each: TypeAlias = Literal["none"]
REDUCTIONS = ("none", "mean", "sum")


def reduced(
    kernels: Kernels, arrays: list[Array], reduction: str, total: Total | None = None
) -> Array | Scalar:
    """Return the values of a kernel, or their sum or mean.

    ``total`` is a faster way to the sum of a block of float64, or to NaN.
    """
    if reduction == "none":
        return elementwise(kernels, *arrays)
    dtype = result_dtype(arrays[0])
    wide = np.dtype(np.longdouble if dtype == np.longdouble else np.float64)
    summed = partial(_sum_block, kernels[wide], total)
    return total_of(summed, blocks(arrays, dtype), dtype, arrays[0].size if reduction == "mean" else None)


def total_of(
    summed: Kernel, parts: Iterable[tuple[Array, ...]], dtype: np.dtype[Any], size: int | None
) -> Scalar:
    """Return the sum of what ``summed`` finds for each block, over ``size`` if given, rounded once.

    What an addition of block sums loses is kept.
    """
    wide = np.longdouble if dtype == np.longdouble else np.float64
    total, lost, part = wide(0), wide(0), np.empty(1, wide)
    with np.errstate(all="ignore"):
        for arrays in parts:
            run(summed, *arrays, part)
            longer = total + part[0]
            lost += (total - longer) + part[0] if abs(total) >= abs(part[0]) else (part[0] - longer) + total
            total = longer
        value: Any = total + lost if np.isfinite(total) else total
        if size is not None:
            value = value / size if size else value + math.nan
        result = np.empty(1, dtype)
        narrow(np.array([value]), result)
    number: Scalar = result[0]
    return number


def blocks(arrays: list[Array], dtype: np.dtype[Any]) -> Iterator[tuple[Array, ...]]:
    """Yield the arrays, which broadcast, block after block in ``dtype``."""
    first, *others = arrays
    if (
        first.dtype == dtype
        and first.ndim
        and first.flags.c_contiguous
        and alike(first, others)
        and apart(arrays)
    ):
        yield from slices(arrays)
        return
    with buffered(arrays, [], dtype, BLOCK // 2) as several:
        yield from several


def _sum_block(kernel: Kernel, block_total: Total | None, *arrays: Array) -> None:
    """Write the sum of the kernel's values for a block to ``out[0]``."""
    *inputs, out, work = arrays
    values = work[-1]
    if out.dtype.itemsize > 8:  # long double, where it is wider than float64
        values, block_total = np.empty_like(inputs[0]), None
    elif inputs[0].dtype != np.float64:
        rows = work[-len(inputs) - 1 : -1]
        for row, array in zip(rows, inputs, strict=True):
            row[...] = array
        inputs = list(rows)
    out[0] = np.nan if block_total is None else block_total(*inputs, work)
    if np.isnan(out[0]):
        kernel(*inputs, values, work)
        out[0] = values.sum()
