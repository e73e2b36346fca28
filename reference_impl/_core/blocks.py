"""Go through arrays block after block, so that a kernel's working memory stays in the cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from reference_impl._core.kernel import BLOCK, BLOCK_BYTES, Array


def common_shape(arrays: Sequence[Array]) -> tuple[int, ...]:
    """Return the shape that the arrays broadcast to, or raise ``ValueError`` naming their shapes."""
    try:
        return broadcast_shape(*(array.shape for array in arrays))
    except ValueError:
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise ValueError(f"shapes {shapes} do not broadcast: make them equal, or pass a scalar") from None


def broadcast_shape(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    """Return what ``np.broadcast_shapes`` does, which stops at 32 dimensions, or raise ``ValueError``."""
    length = max(map(len, shapes))
    sizes = [{*each} - {1} for each in zip(*((1,) * (length - len(s)) + s for s in shapes), strict=True)]
    if any(len(each) > 1 for each in sizes):
        raise ValueError("the shapes do not broadcast")
    return tuple(each.pop() if each else 1 for each in sizes)


def alike(first: Array, others: Sequence[Any]) -> bool:
    """Whether the others are contiguous arrays of the shape and dtype of the first."""
    for array in others:
        if type(array) is not np.ndarray or array.dtype != first.dtype or array.shape != first.shape:
            return False
        if not array.flags.c_contiguous:
            return False
    return True


def apart(arrays: Sequence[Array]) -> bool:
    """Whether all are aligned, and none partly overlaps the last, which is written slice after slice."""
    *inputs, last = arrays
    return all(array.flags.aligned for array in arrays) and not any(
        array is not last and np.may_share_memory(array, last) for array in inputs
    )


def slices(arrays: Sequence[Array]) -> Iterator[tuple[Array, ...]]:
    """Yield blocks of contiguous arrays that are alike and apart."""
    flat = [array.reshape(-1) for array in arrays]
    step = min(BLOCK, BLOCK_BYTES // flat[0].itemsize)
    for start in range(0, flat[0].size, step):
        yield tuple(array[start : start + step] for array in flat)


def buffered(
    inputs: list[Array], outputs: Sequence[Array | None], dtype: np.dtype[Any], size: int
) -> np.nditer:
    """Return an iterator over blocks of any arrays, which broadcast, cast to ``dtype``; None is allocated."""
    reader = ["readonly", "contig", "aligned", "overlap_assume_elementwise"]
    writer = ["writeonly", *reader[1:], "allocate", "no_broadcast"]
    modes: Any = [*([reader] * len(inputs)), *([writer] * len(outputs))]
    return np.nditer(
        [*inputs, *outputs],
        flags=["external_loop", "buffered", "copy_if_overlap", "zerosize_ok"],
        op_flags=modes,
        op_dtypes=[dtype] * len(modes),
        casting="unsafe",  # what may be cast is settled before
        buffersize=size,
    )
