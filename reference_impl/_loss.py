"""What the losses share: checks of targets and weights, and reductions in a fixed working memory."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._elementwise import (
    Array,
    Kernel,
    Kernels,
    each_block,
    elementwise,
    real_array,
    result_dtype,
)
from reference_impl._half import is_bfloat16, narrow, widening

REDUCTIONS = ("none", "mean", "sum")


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
    with np.errstate(all="ignore"):
        if targets.size == 0 or (targets.min() >= 0 and targets.max() <= 1):  # a NaN is the minimum
            return
        wrong = targets[~((targets >= 0) & (targets <= 1))]
    raise ValueError(f"targets contain {wrong[0]}: pass probabilities between 0 and 1, or labels 0 and 1")


def _fits(shape: tuple[int, ...], into: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(shape, into) == into
    except ValueError:
        return False


def evaluate(kernel: Kernel, arrays: list[Array], reduction: str) -> Any:
    """Return the float64 ``kernel``'s values for the arrays, or their sum or mean, rounded once."""
    dtype = result_dtype(arrays[0])
    if reduction == "none":
        return elementwise(Kernels(widening(kernel), kernel, kernel, tabulated=False), *arrays)
    total = _sum(kernel, arrays, dtype)
    size = arrays[0].size
    with np.errstate(all="ignore"):
        if reduction == "mean":
            total = total / size if size else total + math.nan
        result = np.empty(1, dtype)
        if is_bfloat16(dtype):
            narrow(np.array([total]), result)
        else:
            result[0] = total
    return result[0]


def scratch(like: Array, work: Array) -> Sequence[Array]:
    """Return four arrays to scribble on, of the dtype of ``like``."""
    return list(work[:4]) if like.dtype == np.float64 else [np.empty_like(like) for _ in range(4)]


def _sum(kernel: Kernel, arrays: list[Array], dtype: np.dtype[Any]) -> Any:
    """Return the sum of the kernel's values, unrounded; what an addition of block sums loses is kept."""
    wide = np.longdouble if dtype == np.longdouble else np.float64
    total, lost = wide(0), wide(0)
    with np.errstate(all="ignore"):
        for *inputs, work in each_block(arrays, dtype):
            if dtype == wide:
                values = scratch(inputs[0], work)[0] if dtype == np.longdouble else work[-1]
                kernel(*inputs, values, work)
            else:
                *rows, values = work[-len(inputs) - 1 :]
                for row, array in zip(rows, inputs, strict=True):
                    row[...] = array
                kernel(*rows, values, work)
            part = values.sum()
            longer = total + part
            lost += (total - longer) + part if abs(total) >= abs(part) else (part - longer) + total
            total = longer
        return total + lost if np.isfinite(total) else total
