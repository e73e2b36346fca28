"""Three functions in long double, the platform's widest format: what exp and quotients lost to rounding is added."""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from reference_impl._core.formats import FORMATS
from reference_impl._core.kernel import Array
from reference_impl._kernels.double_double import two_product

Long: TypeAlias = npt.NDArray[np.longdouble]
BITS = FORMATS["longdouble"].bits


def sigmoid_long(x: Array, out: Array, work: Array) -> None:
    """1 / (1 + z) or z / (1 + z), with z = exp(-|x|)."""
    z, low = _exp(-np.abs(x))
    left = x < 0
    y, rest = _quotient(np.where(left, z, np.longdouble(1)), np.where(left, low, 0), z, low)
    np.add(y, rest, out=out)


def slope_long(x: Array, grad: Array, out: Array, work: Array) -> None:
    """y - y² with y = σ(-|x|) <= ½: nothing cancels."""
    z, low = _exp(-np.abs(x))
    y, rest = _quotient(z, low, z, low)
    square, lost = two_product(y, y, BITS)
    slope = y - square
    rest = ((y - slope) - square) - lost + rest * (1 - 2 * y)
    np.multiply(slope + rest, grad, out=out)


def log_sigmoid_long(x: Array, out: Array, work: Array) -> None:
    """min(x, 0) - log1p(z), with the more exact log in the place of log1p."""
    z, low = _exp(-np.abs(x))
    u = 1 + z
    np.subtract(np.minimum(x, 0), np.log(u) + ((z - (u - 1)) + low) / u, out=out)


def _exp(x: Long) -> tuple[Long, Long]:
    """Return exp(x) for x <= 0 and what its rounding lost: 2ᵏ (1 + expm1(r)), with x = k ln 2 + r."""
    high, low = _ln2()
    x = np.maximum(x, np.log(np.finfo(np.longdouble).smallest_subnormal) - 1)
    k = np.rint(x / high)
    m = np.expm1((x - k * high) - k * low)
    u = 1 + m
    scale = k.astype(np.int32)
    return np.ldexp(u, scale), np.ldexp(m - (u - 1), scale)


def _quotient(n: Long, n_low: Long, z: Long, low: Long) -> tuple[Long, Long]:
    """Return (n + n_low) / (1 + z + low), and what its rounding lost."""
    u = 1 + z
    y = n / u
    product, lost = two_product(y, u, BITS)
    return y, ((n - product) - lost + n_low - y * ((z - (u - 1)) + low)) / u


@cache
def _ln2() -> tuple[np.longdouble, np.longdouble]:
    """Return ln 2 as a number whose multiples up to 2¹⁵ are exact, and the rest."""
    bits = BITS - 16
    with localcontext() as context:
        context.prec = 80
        ln2 = Decimal(2).ln()
        high = int(ln2 * 2**bits)
        return np.ldexp(np.longdouble(high), -bits), np.longdouble(str(ln2 - Decimal(high) / 2**bits))
