"""What the losses share: checks of targets and weights, and reductions in a fixed working memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from reference_impl._core.elementwise import (
    Array,
    Kernel,
    Kernels,
    each_block,
    elementwise,
    real_array,
    result_dtype,
    run,
)
from reference_impl._core.half import is_bfloat16, narrow, widening
from reference_impl._kernels.log_sigmoid64 import log_sigmoid64
from reference_impl._kernels.longdouble import log_sigmoid_long, sigmoid_long
from reference_impl._kernels.sigmoid64 import sigmoid64

Total: TypeAlias = Callable[..., float]

REDUCTIONS = ("none", "mean", "sum")
ZERO = np.array(0.0)


class Functions(NamedTuple):
    """The kernels that the losses of one dtype are made of."""

    sigmoid: Kernel
    tail: Kernel  # log1p(exp(-|x|))


def _quick_tail(x: Array, out: Array, work: Array) -> None:
    np.abs(x, out)
    np.negative(out, out)
    np.exp(out, out)
    np.log1p(out, out)


def _tail_by(log_sigmoid: Kernel) -> Kernel:
    def tail(x: Array, out: Array, work: Array) -> None:
        np.abs(x, out)
        log_sigmoid(out, out, work)
        np.subtract(ZERO, out, out)

    return tail


# For float32, whose rounding hides the 2 ULP that the quick one may err by in float64; for float64; for long double.
FUNCTIONS = (
    Functions(sigmoid64, _quick_tail),
    Functions(sigmoid64, _tail_by(log_sigmoid64)),
    Functions(sigmoid_long, _tail_by(log_sigmoid_long)),
)


def checked(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    factors: Mapping[str, npt.ArrayLike | None],
    reduction: str,
) -> tuple[list[Array], tuple[str, ...]]:
    """Return the arrays that a loss is made of, checked, and the names of those factors that were given."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction is {reduction!r}: pass one of {', '.join(map(repr, REDUCTIONS))}")
    w, t = real_array(logits), real_array(targets)
    if w.shape != t.shape:
        raise ValueError(f"targets have shape {t.shape}, logits {w.shape}: they must be equal")
    check_targets(t)
    given = {name: real_array(value) for name, value in factors.items() if value is not None}
    for name, value in given.items():
        if not _fits(value.shape, w.shape):
            raise ValueError(f"{name} has shape {value.shape}, which does not broadcast to logits' {w.shape}")
    return [w, t, *given.values()], tuple(given)


def check_targets(targets: Array) -> None:
    """Raise ``ValueError`` naming the first target that is not a number between 0 and 1."""
    if targets.size == 0 or _at_most_one(targets):
        return
    with np.errstate(all="ignore"):
        wrong = targets[~((targets >= 0) & (targets <= 1))]
    if wrong.size:
        raise ValueError(f"targets contain {wrong[0]}: pass probabilities between 0 and 1, or labels 0 and 1")


def _at_most_one(targets: Array) -> bool:
    """Whether all are surely in [0, 1]: then their bits are at most those of 1, and one pass tells."""
    if targets.dtype not in (np.float32, np.float64):
        return targets.dtype.kind == "b"
    kind = np.uint32 if targets.dtype == np.float32 else np.uint64
    return bool(targets.view(kind).max() <= np.ones(1, targets.dtype).view(kind)[0])


def _fits(shape: tuple[int, ...], into: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(shape, into) == into
    except ValueError:
        return False


def evaluate(kernel: Kernel, arrays: list[Array], reduction: str, total: Total | None = None) -> Any:
    """Return the values of ``kernel``, given the functions of a dtype, or their sum or mean, rounded once.

    ``total`` is a faster way to the sum of a block of float64, or to NaN.
    """
    dtype = result_dtype(arrays[0])
    single, double, long = (partial(kernel, of=functions) for functions in FUNCTIONS)
    kernels = Kernels(widening(single), double, long, tabulated=False)
    if reduction == "none":
        return elementwise(kernels, *arrays)
    value = _sum(kernels, arrays, dtype, total)
    size = arrays[0].size
    with np.errstate(all="ignore"):
        if reduction == "mean":
            value = value / size if size else value + math.nan
        result = np.empty(1, dtype)
        if is_bfloat16(dtype):
            narrow(np.array([value]), result)
        else:
            result[0] = value
    return result[0]


def scratch(like: Array, work: Array) -> Sequence[Array]:
    """Return four arrays to scribble on, of the dtype of ``like``."""
    return list(work[:4]) if like.dtype == np.float64 else [np.empty_like(like) for _ in range(4)]


def _sum(kernels: Kernels, arrays: list[Array], dtype: np.dtype[Any], block_total: Total | None) -> Any:
    """Return the sum of the kernel's values, unrounded; what an addition of block sums loses is kept."""
    wide = np.longdouble if dtype == np.longdouble else np.float64
    total, lost, part = wide(0), wide(0), np.empty(1, wide)
    kernel = kernels.longdouble if wide == np.longdouble else kernels.float64
    summed = partial(_sum_block, kernel, block_total)
    with np.errstate(all="ignore"):
        for inputs in each_block(arrays, dtype):
            run(summed, *inputs, part)
            longer = total + part[0]
            lost += (total - longer) + part[0] if abs(total) >= abs(part[0]) else (part[0] - longer) + total
            total = longer
        return total + lost if np.isfinite(total) else total


def _sum_block(kernel: Kernel, block_total: Total | None, *arrays: Array) -> None:
    """Write the sum of the kernel's values for a block to ``out[0]``."""
    *inputs, out, work = arrays
    values = work[-1]
    if out.dtype == np.longdouble:
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
