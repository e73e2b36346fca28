"""All 2³² float32 numbers, cut into pieces so short that one polynomial serves for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np

from scripts.prove.exact import DEGREE, FUNCTIONS, MP, Function, Series

STEPS = 64  # pieces in a unit of x, or in a binade of p
LONGEST = 1 << 24  # numbers in a piece
SLICES = 64


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
    for piece in pieces(FUNCTIONS[name]):
        result[min(done * SLICES >> 32, SLICES - 1)].append(piece)
        done += piece.stop - piece.start
    if done != 1 << 32:
        raise AssertionError(f"the pieces of {name} hold {done} numbers")
    return result


def pieces(f: Function) -> Iterator[Piece]:
    """Cut all 2³² patterns into pieces, each with its polynomial's middle or its constant."""
    for piece in _logit_pieces() if f.name == "logit" else _pieces(f):
        for start in range(piece.start, piece.stop, LONGEST):
            yield replace(piece, start=start, stop=min(start + LONGEST, piece.stop))


def _pieces(f: Function) -> Iterator[Piece]:
    for sign, end, beyond in ((0, f.high, f.above), (1 << 31, -f.low, f.below)):
        last = bits(end)
        yield from _split(sign, 0, bits(1 / STEPS))
        edges = [bits(k / STEPS) for k in range(1, int(end * STEPS) + 1)]
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
