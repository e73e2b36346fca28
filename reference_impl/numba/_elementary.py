"""exp and log in float64, in operations that every processor has, so that LLVM can compute several at once."""

from __future__ import annotations

import math
from typing import Any

import numba
from llvmlite import ir
from numba.extending import intrinsic

from reference_impl.numba._core import inlined

instruction: Any = intrinsic  # which hides its first argument from mypy


@instruction
def bits(context: Any, x: Any) -> Any:
    """The bits of a float64 as an integer."""
    return numba.int64(numba.float64), lambda context, b, sig, args: b.bitcast(args[0], ir.IntType(64))


@instruction
def from_bits(context: Any, n: Any) -> Any:
    """The float64 of such bits."""
    return numba.float64(numba.int64), lambda context, b, sig, args: b.bitcast(args[0], ir.DoubleType())


# Added to x / ln 2, it leaves the nearest integer, plus the bias of an exponent, in the last bits.
MAGIC = 1.5 * 2.0**52 + 1023
PER_LN2 = 1 / math.log(2)
LN2_HIGH = 0x162E42FEFA3 / 2**41  # 41 bits, so that its multiples up to 2¹¹ are exact
LN2_LOW = float.fromhex("0x1.3de6af278ece6p-42")
C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12 = (1 / math.factorial(n) for n in range(2, 13))


@inlined
def exp(x):
    """exp(x) = 2ᵏ exp(r) with |r| <= ln 2 / 2, for |x| <= 700, to about 1 ULP."""
    shifted = x * PER_LN2 + MAGIC
    k = shifted - MAGIC
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = C12 * r + C11
    p = p * r + C10
    p = p * r + C9
    p = p * r + C8
    p = p * r + C7
    p = p * r + C6
    p = p * r + C5
    p = p * r + C4
    p = p * r + C3
    p = p * r + C2
    return (p * (r * r) + r + 1.0) * from_bits(bits(shifted) << 52)


THIRD, FIFTH, SEVENTH, NINTH, C11TH, C13TH, C15TH, C17TH, C19TH, C21ST = (1 / n for n in range(3, 23, 2))


@inlined
def log_ratio(numerator, denominator):
    """log((d + n) / (d - n)) = 2 artanh(n / d) for a ratio in [1/√2, √2], to about 1 ULP."""
    f = numerator / denominator
    t = f * f
    p = C21ST * t + C19TH
    p = p * t + C17TH
    p = p * t + C15TH
    p = p * t + C13TH
    p = p * t + C11TH
    p = p * t + NINTH
    p = p * t + SEVENTH
    p = p * t + FIFTH
    p = p * t + THIRD
    return 2 * f + 2 * f * (t * p)


@inlined
def log1p(z, low=LN2_LOW):
    """log(1 + z) for z in [0, 1]: from √2 on, ln 2 + log((1 + z) / 2)."""
    far = z > SQRT2 - 1
    near = log_ratio(z - 1.0 if far else z, z + 3.0 if far else z + 2.0)
    return near + (low if far else 0.0) + (LN2_HIGH if far else 0.0)


SQRT2 = math.sqrt(2)
