"""Apply a kernel to every element: dtypes, shapes, blocks, ``out=`` and silence in one place.

A *kernel* is a function ``kernel(x, ..., out, work)`` of arrays of one shape. It reads its inputs for the
last time before it first writes ``out``, so that ``out`` may be an input. ``work`` holds float64 arrays of the
same shape to scribble on, and no kernel needs to mind warnings, strides or dtypes.
"""

from __future__ import annotations

import math
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from reference_impl._half import ROWS, is_bfloat16, tabulating, widening

Array: TypeAlias = npt.NDArray[Any]
Kernel: TypeAlias = Callable[..., None]
Out: TypeAlias = Array | tuple[Array | None] | None

# Elements in a block: enough that calling NumPy costs little, and few enough that the buffers stay in the cache.
# Half as many are slower by 1.06 (float32) and 1.10 (float64), twice as many no faster.
BLOCK = 32_768

# By type, since the 8-bit formats of ml_dtypes have the kind of floating dtypes too.
_KEPT = {np.float16, np.float32, np.float64, np.longdouble}
# The ufunc that np.clip wraps costs 1.3 µs less a call; it has no public name.
clip: Any = getattr(getattr(np, "_core", None), "umath", np).clip
_FLOAT64 = np.dtype(np.float64)
_memory = threading.local()


@dataclass(frozen=True)
class Kernels:
    """One function's kernels by dtype; half precision goes through float64 and is rounded once."""

    float32: Kernel
    float64: Kernel
    longdouble: Kernel
    tabulated: bool = True  # a function of one array: half precision is a table of 65,536 results

    @cached_property
    def by_dtype(self) -> dict[np.dtype[Any], Kernel]:
        """The kernels that need no conversion."""
        return {
            np.dtype(np.float32): self.float32,
            np.dtype(np.float64): self.float64,
            np.dtype(np.longdouble): self.longdouble,
        }


def real_array(x: npt.ArrayLike) -> Array:
    """Return ``x`` as a base array of real numbers of a dtype that the package takes, or raise ``TypeError``."""
    if type(x) is not np.ndarray:
        masked = sys.modules.get("numpy.ma")  # where it was never imported, nothing is masked
        if masked is not None and isinstance(x, masked.MaskedArray):
            raise TypeError("masked arrays are not supported: pass x.filled(value) or x.compressed()")
        x = np.asarray(x)
    if x.dtype.type in _KEPT or x.dtype.kind in "biu" or is_bfloat16(x.dtype):
        return x
    raise TypeError(
        f"dtype {x.dtype} is not supported: pass real numbers as bool, an integer or a floating dtype"
    )


def result_dtype(x: Array) -> np.dtype[Any]:
    """Return the dtype of a result: that of ``x`` in native byte order, float64 for booleans and integers."""
    return _FLOAT64 if x.dtype.kind in "biu" else x.dtype.newbyteorder("=")


def elementwise(kernels: Kernels, *operands: npt.ArrayLike, out: Out = None) -> Any:
    """Return the kernel's value for every element of the operands, which broadcast; the first sets the dtype."""
    if len(operands) == 1 and out is None and type(operands[0]) is np.ndarray:
        quick = kernels.by_dtype.get(operands[0].dtype)
        if quick is not None and operands[0].ndim and 0 < operands[0].size <= BLOCK:
            return _quickly(quick, operands[0])
    arrays = [real_array(x) for x in operands]
    dtype = result_dtype(arrays[0])
    shape = arrays[0].shape if len(arrays) == 1 else common_shape(arrays)
    target = _target(out, shape, dtype)
    with np.errstate(all="ignore"):
        kernel = _kernel_for(kernels, dtype)
        if math.prod(shape if target is None else target.shape) <= BLOCK:
            return _one_block(kernel, arrays, target, dtype, shape)
        return _many_blocks(kernel, arrays, target, dtype)


def _quickly(kernel: Kernel, x: Array) -> Array:
    """Run the kernel on the usual small array: nothing to convert or to check, 4 µs less."""
    block = np.empty(x.shape, x.dtype)
    with np.errstate(all="ignore"):
        kernel(x, block, _work(x.shape))
    return block


def _kernel_for(kernels: Kernels, dtype: np.dtype[Any]) -> Kernel:
    """Return the kernel that takes and gives arrays of ``dtype``."""
    kernel = kernels.by_dtype.get(dtype)
    if kernel is not None:
        return kernel
    if kernels.tabulated:
        return tabulating(kernels.float64, dtype)
    return widening(kernels.float64)


def _one_block(
    kernel: Kernel,
    arrays: list[Array],
    target: Array | None,
    dtype: np.dtype[Any],
    shape: tuple[int, ...],
) -> Any:
    """Run the kernel once, on whole arrays: for few elements that costs least."""
    arrays = [array if array.dtype == dtype else array.astype(dtype) for array in arrays]
    if len(arrays) > 1:
        arrays = [array if array.shape == shape else np.broadcast_to(array, shape) for array in arrays]
    if not shape:  # on 0-d arrays, ufuncs return scalars
        arrays = [array.reshape(1) for array in arrays]
    block = np.empty(arrays[0].shape, dtype)
    if block.size:
        kernel(*arrays, block, _work(block.shape))
    if target is not None:
        np.copyto(target, block if shape else block[0], casting="same_kind")
        return target
    return block if shape else block[0]


def _many_blocks(kernel: Kernel, arrays: list[Array], target: Array | None, dtype: np.dtype[Any]) -> Array:
    """Run the kernel block after block, so that its working memory stays in the cache."""
    readers: list[Any] = [["readonly", "contig", "aligned", "overlap_assume_elementwise"]] * len(arrays)
    writer: Any = ["writeonly", "contig", "aligned", "overlap_assume_elementwise", "allocate", "no_broadcast"]
    work = _work((BLOCK,))
    with np.nditer(
        [*arrays, target],
        flags=["external_loop", "buffered", "copy_if_overlap"],
        op_flags=[*readers, writer],
        op_dtypes=[dtype] * (len(arrays) + 1),
        casting="unsafe",  # what may be cast is settled before
        buffersize=BLOCK,
    ) as blocks:
        for block in blocks:
            kernel(*block, work[:, : block[0].size])
        result: Array = blocks.operands[-1]
    return result if target is None else target


def each_block(arrays: list[Array], dtype: np.dtype[Any]) -> Iterator[tuple[Array, ...]]:
    """Yield the arrays, which broadcast, block after block in ``dtype``, each time with work arrays."""
    work = _work((BLOCK,))
    readers: list[Any] = [["readonly", "contig", "aligned"]] * len(arrays)
    with np.nditer(
        arrays,
        flags=["external_loop", "buffered", "zerosize_ok"],
        op_flags=readers,
        op_dtypes=[dtype] * len(arrays),
        casting="unsafe",
        buffersize=BLOCK,
    ) as blocks:
        for block in blocks:
            yield (*block, work[:, : block[0].size])


def _work(shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Return work arrays that this thread keeps: allocating 128 KiB anew costs more than filling it."""
    try:
        work: npt.NDArray[np.float64] = _memory.work
    except AttributeError:
        # Rows a multiple of 4 KiB apart would compete for the same lines of the cache: half as fast again.
        work = _memory.work = np.empty((ROWS, BLOCK + 136))
    if len(shape) == 1:
        return work[:, : shape[0]]
    return work[:, : math.prod(shape)].reshape(ROWS, *shape)


def common_shape(arrays: Sequence[Array]) -> tuple[int, ...]:
    """Return the shape that the arrays broadcast to, or raise ``ValueError`` naming their shapes."""
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise ValueError(f"shapes {shapes} do not broadcast: make them equal, or pass a scalar") from None


def _target(out: Out, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array | None:
    """Return the array that ``out`` means, by the rules of a NumPy ufunc."""
    if isinstance(out, tuple):
        if len(out) != 1:
            raise ValueError(f"out is a tuple of {len(out)}: pass an array or a tuple of one array")
        out = out[0]
    if out is None:
        return None
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out is a {type(out).__name__}: pass an array or a tuple of one array")
    if type(out) is not np.ndarray and hasattr(out, "mask"):
        raise TypeError("out is a masked array: pass out.data")
    if not np.can_cast(dtype, out.dtype, "same_kind"):
        raise TypeError(f"cannot cast {dtype} results to out of dtype {out.dtype}: pass out of dtype {dtype}")
    if not out.flags.writeable:
        raise ValueError("out is read-only: pass an array that can be written")
    if out.shape != shape:
        try:
            fits = np.broadcast_shapes(shape, out.shape) == out.shape
        except ValueError:
            fits = False
        if not fits:
            raise ValueError(f"out has shape {out.shape}, the result {shape}: pass out of shape {shape}")
    return out
