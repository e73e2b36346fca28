"""``out=``, by the rules of a NumPy ufunc."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from reference_impl._core.blocks import broadcast_shape
from reference_impl._core.kernel import Array

Out: TypeAlias = Array | tuple[Array | None] | None


def checked_out(out: Out, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array | None:
    """Return the array that ``out`` means, or raise an error that names what does not fit."""
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
            fits = broadcast_shape(shape, out.shape) == out.shape
        except ValueError:
            fits = False
        if not fits:
            raise ValueError(f"out has shape {out.shape}, the result {shape}: pass out of shape {shape}")
    return out
