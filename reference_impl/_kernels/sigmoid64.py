"""The sigmoid in float64, by Gal's accurate table: +, -, * and / alone, so that every machine gives the same bits."""

from __future__ import annotations

from functools import cache

import numpy as np

from reference_impl._core.kernel import HALF, ONE, ROWS, Array, Floats, Kernel
from reference_impl._kernels.accurate_table import LOW, STEPS, accurate_table

FIRST, LAST = -40.0, 28.0  # the table surely serves between; below, σ is exp to 2⁻⁵⁷
# Added to x, it leaves round(512 x) in the last bits: a conversion to integers in one addition.
MAGIC = 1.5 * 2.0**52 / STEPS
ORIGIN = np.array(np.float64(MAGIC).view(np.int64) + LOW * STEPS)
# In all kernels: a ufunc costs 0.1 µs less with its output given by position, not by name.
SHIFT, TWELFTH = np.array(MAGIC), np.array(1 / 12)
WITHIN = 1.0006  # the denominator exceeds it where x lies off the table


# --8<-- [start:kernel]
def sigmoid64(x: Array, out: Array, work: Array) -> None:
    """σ(X + r) = S + S (1 - S) r / (1 + (S - ½) r + r²/12), to 2⁻⁶⁰, with σ(X) = S from the table."""
    arguments, values = accurate_table()
    r, t, s = work[0], work[1], work[2]
    np.add(x, SHIFT, t)
    index = t.view(np.int64)
    np.subtract(index, ORIGIN, index)
    arguments.take(index, None, s, "clip")
    np.subtract(x, s, r)
    values.take(index, None, s, "clip")
    np.multiply(r, TWELFTH, t)
    np.add(t, s, t)
    np.subtract(t, HALF, t)
    np.multiply(t, r, t)
    np.add(t, ONE, t)
    # A NaN is the maximum, and argmax is the fastest way to it; None spares two passes.
    off = None if t.item(t.argmax()) <= WITHIN else ~(t <= WITHIN)
    far = x if off is None else x[off]
    np.multiply(r, s, r)
    np.divide(r, t, r)
    np.subtract(ONE, s, t)
    np.multiply(r, t, r)
    np.add(s, r, out)
    if off is not None:
        out[off] = _off_the_table(far)


def _off_the_table(x: Floats) -> Floats:
    """On the right 1 - σ(-x), where nothing cancels, on the left exp(x), to 2⁻⁵⁷; NaN for NaN."""
    y = x.copy()
    left, right = x < 0, x > 0
    y[left] = _tail(x[left])
    if right.any():
        y[right] = 1 - applied(sigmoid64, -x[right])
    return y


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
    np.abs(x, y)
    np.negative(y, y)
    sigmoid64(y, y, work)
    square = work[0]
    np.multiply(y, y, square)
    np.subtract(y, square, y)
    np.multiply(y, grad, out)


# --8<-- [end:kernel]


def applied(kernel: Kernel, x: Floats) -> Floats:
    """Return the kernel's values for few elements, among them those of another kernel's array."""
    out = np.empty_like(x)
    kernel(x, out, np.empty((ROWS, x.size)))
    return out


def sigmoid_of_float(x: float) -> np.float64:
    """The same for one Python float, bit for bit, at a tenth of the cost of an array."""
    if FIRST <= x <= LAST:
        arguments, values = _lists()
        index = int((x + MAGIC - BEGIN) * STEPS)
        s = values[index]
        r = x - arguments[index]
        return np.float64(s + r * s / ((r * (1 / 12) + s - 0.5) * r + 1.0) * (1.0 - s))
    with np.errstate(all="ignore"):
        return np.float64(applied(sigmoid64, np.array([x]))[0])


BEGIN = MAGIC + LOW


@cache
def _lists() -> tuple[list[float], list[float]]:
    arguments, values = accurate_table()
    return arguments.tolist(), values.tolist()
