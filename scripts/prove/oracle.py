"""Exact values of the four functions for every float32, by Taylor polynomials whose coefficients mpmath gives.

Nothing here is shared with ``reference_impl``. The line of float32 numbers is cut into pieces so short that a
polynomial of degree ``DEGREE`` about the middle of a piece is right to about one unit in the last place of float64.
That decides how the exact value rounds to float32, but for the few inputs whose value lies within ``DOUBT`` units of
a rounding boundary: those are settled by mpmath, one by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from scripts.prove.exact import DEGREE, FUNCTIONS, MP, Function
from scripts.prove.pieces import Piece, number, pieces, slices

__all__ = [
    "DEGREE",
    "DOUBT",
    "FUNCTIONS",
    "MP",
    "Function",
    "Piece",
    "distance",
    "doubtful",
    "evaluate",
    "number",
    "pieces",
    "slices",
    "to_float32",
    "units",
]

DOUBT = 20

Floats = npt.NDArray[np.float64]


def evaluate(coefficients: list[float], t: Floats, y: Floats) -> None:
    """Write the polynomial's values at t to y, by Horner's rule."""
    y.fill(coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        y *= t
        y += coefficient


def doubtful(y: Floats, smallest: float) -> npt.NDArray[np.bool_]:
    """Where a float64 value, of at least ``smallest``, lies within DOUBT units of a float32 rounding boundary."""
    if smallest >= 2.0**-126:
        # Of its 52 bits float32 keeps 23: a boundary is where the other 29 are 1000...
        rest = (y.view(np.uint64) - np.uint64(2**28 - DOUBT)) & np.uint64(2**29 - 1)
        return rest <= np.uint64(2 * DOUBT)
    # The unit of float32 is 2⁻¹⁴⁹ throughout its subnormal range.
    size = np.abs(y)
    unit = np.ldexp(1.0, np.maximum(np.frexp(size)[1] - 24, -149))
    off = np.abs(size / unit % 1 - 0.5)
    return np.asarray(off * unit <= DOUBT * np.spacing(size))


def units(y: Floats) -> Floats:
    """How many float32 units in the last place make 1, at each of these float64 values: a power of two."""
    exponent = (y.view(np.uint64) >> np.uint64(52)) & np.uint64(0x7FF)  # that of 1 is 1023
    np.maximum(exponent, np.uint64(1023 - 126), out=exponent)
    np.subtract(np.uint64(2 * 1023 + 23), exponent, out=exponent)
    return (exponent << np.uint64(52)).view(np.float64)


def distance(exact: Any) -> float:
    """Return how far an exact value lies from the boundary nearest to it, in float64 units in the last place."""
    magnitude = abs(exact)
    exponent = max(int(MP.floor(MP.log(magnitude, 2))) - 23, -149)
    boundary = (MP.floor(magnitude / MP.ldexp(1, exponent)) + MP.mpf(0.5)) * MP.ldexp(1, exponent)
    return float((magnitude - boundary) / np.spacing(float(magnitude)))


def to_float32(exact: Any) -> np.float32:
    """Round an exact value to the nearest float32; no value of these functions at a float32 is a tie but σ(0)."""
    magnitude = abs(exact)
    if magnitude == 0:
        return np.float32(0)
    exponent = max(int(MP.floor(MP.log(magnitude, 2))) - 23, -149)
    rounded = MP.nint(magnitude / MP.ldexp(1, exponent))
    result = np.float32(np.ldexp(float(rounded), exponent))
    return -result if exact < 0 else result
