"""The sigmoid in float64, by Gal's accurate table: +, -, * and / alone, so that every machine gives the same bits."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from reference_impl._elementwise import Array, clip
from reference_impl._half import ROWS
from reference_impl._table import LOW, STEPS, accurate_table

Floats = npt.NDArray[np.float64]

FIRST, LAST = -40.0, 38.0  # the table serves between; below, σ is exp to 2⁻⁵⁷, and above it is 1
# Added to x, it leaves round(512 x) in the last bits: a conversion to integers in one addition.
MAGIC = 1.5 * 2.0**52 / STEPS
ORIGIN = np.array(np.float64(MAGIC).view(np.int64) + LOW * STEPS)


# As 0-d arrays, constants cost a ufunc 0.2 µs less than as Python floats.
LOWEST, HIGHEST, SHIFT = np.array(FIRST), np.array(LAST), np.array(MAGIC)
TWELFTH, HALF, ONE = np.array(1 / 12), np.array(0.5), np.array(1.0)


# --8<-- [start:kernel]
def sigmoid64(x: Array, out: Array, work: Array) -> None:
    """σ(X + r) = S + S (1 - S) r / (1 + (S - ½) r + r²/12), to 2⁻⁶⁰, with σ(X) = S from the table."""
    arguments, values = accurate_table()
    r, t, s = work[:3]
    # None spares a pass; a NaN is the minimum, and argmin is the fastest way to it.
    below = None if x.item(x.argmin()) >= FIRST else x < FIRST
    far = x if below is None else x[below]
    clip(x, LOWEST, HIGHEST, out=r)
    np.add(r, SHIFT, out=t)
    index = t.view(np.int64)
    np.subtract(index, ORIGIN, out=index)
    arguments.take(index, out=s, mode="clip")  # a NaN's index is clipped, and r is NaN
    np.subtract(r, s, out=r)
    values.take(index, out=s, mode="clip")
    np.multiply(r, TWELFTH, out=t)
    np.add(t, s, out=t)
    np.subtract(t, HALF, out=t)
    np.multiply(t, r, out=t)
    np.add(t, ONE, out=t)
    np.multiply(r, s, out=r)
    np.divide(r, t, out=r)
    np.subtract(ONE, s, out=t)
    np.multiply(r, t, out=r)
    np.add(s, r, out=out)
    if below is not None:
        out[below] = _tail(far)


def _tail(x: Floats) -> Floats:
    """2⁻ᵏ σ(x + k ln 2) with x + k ln 2 just above -40, where σ is nearly exp; subnormal results rounded once."""
    arguments, values = accurate_table()
    x = np.maximum(x, -746.0)
    k = np.ceil((FIRST - x) / LN2_HIGH)
    y, y_low = x + k * LN2_HIGH, k * LN2_LOW  # the first sum is exact
    index = np.rint(y * STEPS).astype(np.int64) - LOW * STEPS
    s = values[index]
    r = (y - arguments[index]) + y_low
    w = r * s / (((r * (1 / 12) + s) - 0.5) * r + 1) * (1 - s)
    w += s * s * (1 - np.ldexp(1.0, -k.astype(np.int32)))  # σ = exp / (1 + exp): 0.07 ULP
    # Where the result is subnormal, a double of unit 2⁻¹⁰⁷⁴⁺ᵏ, added first, makes the sum round there.
    power = np.ldexp(1.0, (k - 1022).astype(np.int32))
    power[s + w >= power] = 0
    base = (power + s) - power
    return np.ldexp((power + base) + ((s - base) + w) - power, -k.astype(np.int32))


LN2_HIGH = 0x162E42FEFA3 / 2**41  # 41 bits, so that its multiples up to 2¹⁰ are exact
LN2_LOW = float.fromhex("0x1.3de6af278ece6p-42")


def sigmoid_slope64(x: Array, grad: Array, out: Array, work: Array) -> None:
    """y - y² with y = σ(-|x|) <= ½: nothing cancels."""
    y = work[3]
    np.abs(x, out=y)
    np.negative(y, out=y)
    sigmoid64(y, y, work)
    square = work[0]
    np.multiply(y, y, out=square)
    np.subtract(y, square, out=y)
    np.multiply(y, grad, out=out)


# --8<-- [end:kernel]


def sigmoid_of_float(x: float) -> np.float64:
    """The same for one Python float, bit for bit, at a tenth of the cost of an array."""
    if FIRST <= x <= LAST:
        arguments, values = _views()
        index = int((x + MAGIC - MAGIC) * STEPS) - LOW * STEPS
        r = x - arguments[index]
        s = values[index]
        return np.float64(s + r * s / ((r * (1 / 12) + s - 0.5) * r + 1.0) * (1.0 - s))
    one = np.array([x])
    with np.errstate(all="ignore"):
        sigmoid64(one, one, np.empty((ROWS, 1)))
    return np.float64(one[0])


@cache
def _views() -> tuple[memoryview, memoryview]:
    arguments, values = accurate_table()
    return arguments.data, values.data  # indexing these gives Python floats, fast
