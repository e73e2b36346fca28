"""The floating-point formats: one line for each, to which an 8-bit format of ``ml_dtypes`` could be added."""

from __future__ import annotations

import math
import sys
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from reference_impl._core.kernel import Array


class Format(NamedTuple):
    """What the package knows of a format."""

    bits: int  # of the significand, the implicit one included
    least: int  # exponent of the smallest subnormal number
    numbers: int = 0  # in all, where they are so few that a table holds a result for each
    numpys: bool = True  # a dtype of NumPy's own


_LONG = np.finfo(np.longdouble)
# By the name of the scalar type, so that ml_dtypes need not be imported.
FORMATS = {
    "float16": Format(11, -24, 2**16),
    "bfloat16": Format(8, -133, 2**16, numpys=False),
    "float32": Format(24, -149),
    "float64": Format(53, -1074),
    "longdouble": Format(_LONG.nmant + 1, _LONG.minexp - _LONG.nmant),
}
FLOAT64 = np.dtype(np.float64)


def format_of(dtype: np.dtype[Any]) -> Format:
    """Return what is known of a dtype's format."""
    return FORMATS[dtype.type.__name__]


def real_array(x: npt.ArrayLike) -> Array:
    """Return ``x`` as a base array of real numbers of a dtype that the package takes, or raise ``TypeError``."""
    if type(x) is not np.ndarray:
        masked = sys.modules.get("numpy.ma")  # where it was never imported, nothing is masked
        if masked is not None and isinstance(x, masked.MaskedArray):
            raise TypeError("masked arrays are not supported: pass x.filled(value) or x.compressed()")
        x = _array(x)
    if x.dtype.kind in "biu" or x.dtype.type.__name__ in FORMATS:
        return x
    raise TypeError(
        f"dtype {x.dtype} is not supported: pass real numbers as bool, an integer or a floating dtype"
    )


def _array(x: npt.ArrayLike) -> Array:
    """Return ``x`` as an array, in float64 where it holds integers beyond NumPy's."""
    array = np.asarray(x)
    if array.dtype == object and not isinstance(x, np.ndarray):
        numbers = array.ravel().tolist()
        if numbers and all(type(number) in (bool, int, float) for number in numbers):
            return np.array([_float(number) for number in numbers]).reshape(array.shape)
    return array


def _float(x: float) -> float:
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def parameter(name: str, value: Any) -> float:
    """Return a function's parameter as a float, or raise ``TypeError`` naming it."""
    if isinstance(value, float):
        return value
    try:
        if isinstance(value, str) or (not isinstance(value, int) and np.ndim(value)):
            raise TypeError
        return _float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {value!r}: pass a number") from None


def result_dtype(x: Array) -> np.dtype[Any]:
    """Return the dtype of a result: that of ``x`` in native byte order, float64 for booleans and integers."""
    return FLOAT64 if x.dtype.kind in "biu" else x.dtype.newbyteorder("=")
