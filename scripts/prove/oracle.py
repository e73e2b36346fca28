"""Exact values of the four functions for every float32, by Taylor polynomials whose coefficients mpmath gives.

Nothing here is shared with ``reference_impl``. The line of float32 numbers is cut into pieces so short that a
polynomial of degree ``DEGREE`` about the middle of a piece is right to about one unit in the last place of float64.
That decides how the exact value rounds to float32, but for the few inputs whose value lies within ``DOUBT`` units of
a rounding boundary: those are settled by mpmath, one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import numpy.typing as npt

MP = mpmath.mp.clone()
MP.prec = 160
DEGREE = 9
DOUBT = 20
PIECES = 64  # in a unit of x, or in a binade of p

LONGEST = 1 << 24  # numbers in a piece

Floats = npt.NDArray[np.float64]
Series = Callable[[Any], list[Any]]


def sigmoid_series(c: Any) -> list[Any]:
    """Taylor coefficients of σ about c, from σ' = σ - σ²."""
    a = [1 / (1 + MP.exp(-c))]
    for n in range(DEGREE + 1):
        a.append((a[n] - sum(a[k] * a[n - k] for k in range(n + 1))) / (n + 1))
    return a


def slope_series(c: Any) -> list[Any]:
    """Taylor coefficients of σ'."""
    # For c > 0 the recurrence would cancel: use that σ' is even.
    if c > 0:
        return [(-1) ** n * b for n, b in enumerate(slope_series(-c))]
    a = sigmoid_series(c)
    return [(n + 1) * a[n + 1] for n in range(DEGREE + 1)]


def log_sigmoid_series(c: Any) -> list[Any]:
    """Taylor coefficients of log σ, whose derivative is σ(-x)."""
    a = sigmoid_series(-c)
    first = -MP.log1p(MP.exp(-c))
    return [first, *((-1) ** n * a[n] / (n + 1) for n in range(DEGREE))]


def logit_series(c: Any) -> list[Any]:
    """Taylor coefficients of log p - log(1 - p)."""
    first = MP.log(c) - MP.log1p(-c)
    return [first, *(((-1) ** (k + 1) / c**k + 1 / (1 - c) ** k) / k for k in range(1, DEGREE + 1))]


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
        unit = MP.mpf(self.unit)
        return [float(a * unit**n) for n, a in enumerate(series(MP.mpf(self.center))[: DEGREE + 1])]


@dataclass(frozen=True)
class Function:
    """A function, its exact value at one point, its series, and the interval where it is not trivial."""

    name: str
    exact: Callable[[Any], Any]
    series: Series
    low: float
    high: float
    below: float | None  # the float32 that the function rounds to at and below ``low``; None: x itself
    above: float


FUNCTIONS = {
    f.name: f
    for f in (
        Function("sigmoid", lambda x: 1 / (1 + MP.exp(-x)), sigmoid_series, -104.0, 18.0, 0.0, 1.0),
        Function(
            "sigmoid_backward",
            lambda x: 1 / (2 + MP.exp(x) + MP.exp(-x)),
            slope_series,
            -104.0,
            104.0,
            0.0,
            0.0,
        ),
        Function(
            "log_sigmoid", lambda x: -MP.log1p(MP.exp(-x)), log_sigmoid_series, -20.0, 104.0, None, -0.0
        ),
        Function("logit", lambda p: MP.log(p) - MP.log1p(-p), logit_series, 0.0, 1.0, None, np.nan),
    )
}


def bits(x: float) -> int:
    return int(np.float32(x).view(np.uint32))


def number(pattern: int) -> float:
    return float(np.uint32(pattern).view(np.float32))


def pieces(f: Function) -> Iterator[Piece]:
    """Cut all 2³² patterns into pieces, each with its polynomial's middle or its constant."""
    for piece in _pieces(f):
        for start in range(piece.start, piece.stop, LONGEST):
            yield replace(piece, start=start, stop=min(start + LONGEST, piece.stop))


def _pieces(f: Function) -> Iterator[Piece]:
    if f.name == "logit":
        yield from _logit_pieces()
        return
    for sign, end, beyond in ((0, f.high, f.above), (1 << 31, -f.low, f.below)):
        last = bits(end)
        yield from _split(sign, 0, bits(1 / PIECES))
        edges = [bits(k / PIECES) for k in range(1, int(end * PIECES) + 1)]
        for start, stop in pairwise(edges):
            yield from _split(sign, start, stop)
        yield Piece(sign + last, sign + bits(np.inf) + 1, None, beyond)
        yield Piece(sign + bits(np.inf) + 1, sign + (1 << 31), None, np.nan)


def _split(sign: int, start: int, stop: int) -> Iterator[Piece]:
    """A piece, about the middle of its values; where it reaches 0, about 0."""
    middle = 0.0 if start == 0 else (number(start) + number(stop)) / 2
    yield Piece(sign + start, sign + stop, -middle if sign else middle)


def _logit_pieces() -> Iterator[Piece]:
    yield Piece(0, 1, None, -np.inf)
    near = 1 / 128  # about ½, the polynomial must keep its relative accuracy where logit is 0
    edges = [1]
    for exponent in range(-149, 0):
        binade = np.ldexp(1.0, exponent)
        edges += sorted({bits(float(binade * (1 + k / PIECES))) for k in range(PIECES)})
    # logit(p) is as steep near 1 as near 0: cut there by 1 - p
    top = [bits(1 - 2.0**-e * (1 + k / PIECES)) for e in range(2, 25) for k in range(PIECES, 0, -1)]
    edges = sorted(
        {e for e in edges if e < bits(0.5 - near)} | {bits(0.5 - near), bits(0.5 + near), bits(1.0)}
    )
    edges += sorted({t for t in top if t > bits(0.5 + near)})
    edges = sorted(set(edges))
    for start, stop in pairwise(edges):
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
