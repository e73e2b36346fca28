"""Exact values of the four functions for every float32, by Taylor polynomials whose coefficients mpmath gives.

Nothing here is shared with ``reference_impl``. The line of float32 numbers is cut into pieces so short that a
polynomial of degree ``DEGREE`` about the middle of a piece is right to about one unit in the last place of float64.
That decides how the exact value rounds to float32, but for the few inputs whose value lies within ``DOUBT`` units of
a rounding boundary: those are settled by mpmath, one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from scripts.prove.exact import DEGREE, MP, Series
from scripts.prove.subjects import SUBJECTS, Subject

DOUBT = 20
STEPS = 64  # pieces in a unit of x, or in a binade of p
LONGEST = 1 << 24  # numbers in a piece
SLICES = 64

Floats = npt.NDArray[np.float64]


def bits(x: float) -> int:
    return int(np.float32(x).view(np.uint32))


def number(pattern: int) -> float:
    return float(np.uint32(pattern).view(np.float32))


@dataclass(frozen=True)
class Piece:
    """The float32 numbers with bit patterns from ``start`` to ``stop``, exclusive, and what is true of them."""

    start: int
    stop: int
    center: float | None  # None: the function rounds to ``constant``, or, that too None, to x itself
    constant: float | None = None

    @property
    def unit(self) -> float:
        """A power of two at least as large as the distance from the center: the polynomial's unit."""
        ends = (number(self.start), number(self.stop - 1))
        return float(
            2.0 ** np.ceil(np.log2(max(abs(end - (self.center or 0.0)) for end in ends) or 2.0**-149))
        )

    def coefficients(self, series: Series) -> list[float]:
        """The polynomial's coefficients, but for the last that are too small to change a float64 value."""
        unit = MP.mpf(self.unit)
        result = [float(a * unit**n) for n, a in enumerate(series(MP.mpf(self.center))[: DEGREE + 1])]
        least = abs(result[0]) - sum(map(abs, result[1:]))  # that the function can be
        while len(result) > 2 and abs(result[-1]) < least * 2.0**-58:
            result.pop()
        return result


@cache
def slices(name: str) -> list[list[Piece]]:
    """Divide a function's pieces into slices of about as many numbers."""
    result: list[list[Piece]] = [[] for _ in range(SLICES)]
    done = 0
    for piece in pieces(SUBJECTS[name]):
        result[min(done * SLICES >> 32, SLICES - 1)].append(piece)
        done += piece.stop - piece.start
    if done != 1 << 32:
        raise AssertionError(f"the pieces of {name} hold {done} numbers")
    return result


def pieces(f: Subject) -> Iterator[Piece]:
    """Cut all 2³² patterns into pieces, each with its polynomial's middle or its constant."""
    for piece in _logit_pieces() if f.name == "logit" else _pieces(f):
        for start in range(piece.start, piece.stop, LONGEST):
            yield replace(piece, start=start, stop=min(start + LONGEST, piece.stop))


def _pieces(f: Subject) -> Iterator[Piece]:
    beyond = [None if end == -np.inf else end for end in f.ends]  # None: the results are x itself
    for sign, end, constant in ((0, f.span[1], beyond[1]), (1 << 31, -f.span[0], beyond[0])):
        last = bits(end)
        yield from _split(sign, 0, bits(1 / STEPS))
        edges = [bits(k / STEPS) for k in range(1, int(end * STEPS) + 1)]
        for start, stop in pairwise(edges):
            yield from _split(sign, start, stop)
        yield Piece(sign + last, sign + bits(np.inf) + 1, None, constant)
        yield Piece(sign + bits(np.inf) + 1, sign + (1 << 31), None, np.nan)


def _split(sign: int, start: int, stop: int) -> Iterator[Piece]:
    """A piece, about the middle of its values; where it reaches 0, about 0."""
    middle = 0.0 if start == 0 else (number(start) + number(stop)) / 2
    yield Piece(sign + start, sign + stop, -middle if sign else middle)


def _logit_pieces() -> Iterator[Piece]:
    yield Piece(0, 1, None, -np.inf)
    near = 1 / 128  # about ½, the polynomial must keep its relative accuracy where logit is 0
    edges = {1}
    for exponent in range(-149, 0):
        binade = np.ldexp(1.0, exponent)
        edges |= {bits(float(binade * (1 + k / STEPS))) for k in range(STEPS)}
    # logit(p) is as steep near 1 as near 0: cut there by 1 - p
    top = {bits(1 - 2.0**-e * (1 + k / STEPS)) for e in range(2, 25) for k in range(STEPS, 0, -1)}
    edges = {e for e in edges if e < bits(0.5 - near)} | {bits(0.5 - near), bits(0.5 + near), bits(1.0)}
    edges |= {t for t in top if t > bits(0.5 + near)}
    for start, stop in pairwise(sorted(edges)):
        half = start == bits(0.5 - near)
        middle = 0.5 if half else (number(start) + number(stop - 1)) / 2
        yield Piece(start, stop, middle)
    yield Piece(bits(1.0), bits(1.0) + 1, None, np.inf)
    yield Piece(bits(1.0) + 1, 1 << 31, None, np.nan)
    yield Piece(1 << 31, (1 << 31) + 1, None, -np.inf)
    yield Piece((1 << 31) + 1, 1 << 32, None, np.nan)


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
