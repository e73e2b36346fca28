"""Apply a kernel to every element: of a number, of arrays that need no conversion, and of all others."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._core.blocks import alike, apart, buffered, common_shape, slices
from reference_impl._core.formats import FLOAT64, real_array, result_dtype
from reference_impl._core.half import tabulating, widening
from reference_impl._core.kernel import BLOCK, BLOCK_BYTES, Array, Kernel, Scalar
from reference_impl._core.out import Out, checked_out
from reference_impl._core.workspace import run

FLOAT32 = np.dtype(np.float32)
_NUMBERS: dict[type, np.dtype[Any]] = {float: FLOAT64, np.float64: FLOAT64, np.float32: FLOAT32}
# Where long double is float64, as on Windows, the two are one key, and float64's kernel comes last.
_WIDE = (np.dtype(np.longdouble), FLOAT32, FLOAT64)


class Kernels(dict[np.dtype[Any], Kernel]):
    """One function's kernels by dtype; narrow formats go through float64 and are rounded once."""

    def __init__(
        self, float32: Kernel, float64: Kernel, longdouble: Kernel, *, tabulated: bool = True
    ) -> None:
        super().__init__(zip(_WIDE, (longdouble, float32, float64), strict=True))
        self.tabulated = tabulated  # a function of one array: a narrow format is a table of its results

    def __missing__(self, dtype: np.dtype[Any]) -> Kernel:
        wide = self[FLOAT64]
        self[dtype] = tabulating(wide, dtype) if self.tabulated else widening(wide)
        return self[dtype]


def elementwise(
    kernels: Kernels, x: npt.ArrayLike, *others: npt.ArrayLike, out: Out = None
) -> Array | Scalar:
    """Return the kernel's value for every element of the operands, which broadcast; ``x`` sets the dtype."""
    if type(x) is not np.ndarray:
        if type(x) in _NUMBERS and not others and out is None:  # 3 times as fast as by nditer
            dtype = _NUMBERS[type(x)]
            return _single(kernels[dtype], x, dtype)
        x = real_array(x)
    kernel, size = kernels.get(x.dtype), x.size
    if kernel is not None and size and x.ndim and x.flags.c_contiguous:
        # Nothing to convert: 2 times as fast for small arrays, and for large ones of float32 up to 1.1 times.
        result: Array = np.empty(x.shape, x.dtype) if out is None else out  # type: ignore[assignment]
        fits = out is None or (alike(x, (out,)) and result.flags.writeable)
        if fits and (not others or alike(x, others)):
            if size == 1 and not others:
                result[...] = _single(kernel, x.item(), x.dtype)
                return result
            if size <= BLOCK and x.nbytes <= BLOCK_BYTES:
                run(kernel, x, *others, result)  # type: ignore[arg-type]
                return result
            arrays: Any = (x, *others, result)
            if apart(arrays):
                for block in slices(arrays):
                    run(kernel, *block)
                return result
    return _buffered(kernels, [real_array(operand) for operand in (x, *others)], out)


def _single(kernel: Kernel, x: Any, dtype: np.dtype[Any]) -> Scalar:
    """Return the kernel's value for one number: twice, since in place NumPy takes half the time for two elements."""
    pair = np.array((x, x), dtype)
    run(kernel, pair, pair)
    number: Scalar = pair[0]
    return number


def _buffered(kernels: Kernels, arrays: list[Array], out: Out) -> Array | Scalar:
    """Return the values for arrays of any dtype, shape and strides."""
    dtype = result_dtype(arrays[0])
    shape = arrays[0].shape if len(arrays) == 1 else common_shape(arrays)
    target = checked_out(out, shape, dtype)
    few = math.prod(shape if target is None else target.shape) <= BLOCK
    length = BLOCK if few else BLOCK_BYTES // dtype.itemsize // 2  # nditer's buffers share the cache
    with np.errstate(all="ignore"):
        kernel = kernels[dtype]
        with buffered(arrays, [target], dtype, length) as blocks:
            for block in blocks:
                run(kernel, *block)
            result: Array = blocks.operands[-1]
    if target is not None:
        return target
    return result if shape else result[()]
