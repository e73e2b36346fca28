"""The logarithm of the sigmoid in float64, by Gal's accurate table: the same bits on every machine, as the sigmoid."""

from __future__ import annotations

import numpy as np

from reference_impl._core.kernel import ONE, TWO, Array, Floats
from reference_impl._kernels.accurate_table import LOG_LOW, STEPS, accurate_log_table
from reference_impl._kernels.sigmoid64 import MAGIC, SHIFT, applied, sigmoid64

ORIGIN = np.array(np.float64(MAGIC).view(np.int64) + LOG_LOW * STEPS)
# 2 artanh(h) = 2 h + ⅔ h³ + ⅖ h⁵ + …, cut after the cube, whose factor is a little more to make up for the rest.
CUBE = 2 / 3 + 9e-8
SIXTH, TWO_THIRDS = np.array(1 / 6), np.array(CUBE)
WITHIN = 0.0013  # half a step of the table and some more


def log_sigmoid64(x: Array, out: Array, work: Array) -> None:
    """log σ(X + r) = log σ(X) + 2 artanh(h), with h = T r / (2 + (1 - T) r + r²/6) to 2⁻⁶⁰ and T = σ(-X)."""
    arguments, tails, values = accurate_log_table()
    r, t, s, h = work[0], work[1], work[2], work[3]
    np.add(x, SHIFT, t)
    index = t.view(np.int64)
    np.subtract(index, ORIGIN, index)
    arguments.take(index, None, s, "clip")
    np.subtract(x, s, r)
    # A NaN is minimum and maximum; None spares three passes.
    on = r.item(r.argmin()) >= -WITHIN and r.item(r.argmax()) <= WITHIN
    off = None if on else ~(np.abs(r) <= WITHIN)
    far = x if off is None else x[off]
    tails.take(index, None, s, "clip")
    np.multiply(r, SIXTH, h)
    np.subtract(h, s, h)
    np.add(h, ONE, h)
    np.multiply(h, r, h)
    np.add(h, TWO, h)
    np.multiply(r, s, r)
    np.divide(r, h, h)
    np.multiply(h, h, r)
    np.multiply(r, TWO_THIRDS, r)
    np.add(r, TWO, r)
    np.multiply(h, r, h)
    values.take(index, None, s, "clip")
    np.add(s, h, out)
    if off is not None:
        out[off] = _off_the_table(far)


def _off_the_table(x: Floats) -> Floats:
    """-σ(-x) on the right, to 2⁻⁵⁷, and on the left x + log σ(-x), which is almost x; NaN for NaN."""
    y = x.copy()
    left, right = x < 0, x > 0
    if left.any():
        y[left] += applied(log_sigmoid64, -x[left])
    if right.any():
        y[right] = 0 - applied(sigmoid64, -x[right])  # 0, and not -0, at infinity
    return y
