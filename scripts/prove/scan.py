"""All float32 numbers: compare results with the exact value's rounding, and note which came near a boundary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scripts.prove import oracle
from scripts.prove.exact import MP
from scripts.prove.levels import STEP
from scripts.prove.oracle import Piece, bits
from scripts.prove.subjects import SUBJECTS

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
CHUNK = 1 << 15
ZEROS = np.zeros(CHUNK)
SHAPED, TRIVIAL, NAN = "shaped", "trivial", "nan"
Evaluate = Callable[[Any], Any]
Near = tuple[int, int, float]  # pattern of an input, of the right result, distance from the boundary


class Chunk(NamedTuple):
    """Numbers, their right results, and the exact ones."""

    x: Floats
    right: Floats
    exact: Doubles | Floats
    errors: Doubles  # of the right results
    units: Doubles | None = None  # units in the last place in 1; None: the function is trivial here

    def every(self, step: int) -> Chunk:
        parts: list[Any] = [None if part is None else part[::step].copy() for part in self]
        return Chunk(*parts)

    @staticmethod
    def joined(chunks: list[Chunk]) -> Chunk:
        """Chunks with units, or chunks without."""
        every = zip(*chunks, strict=True)
        parts: list[Any] = [None if several[0] is None else np.concatenate(several) for several in every]
        return Chunk(*parts)


@dataclass
class Record:
    """What was found of one implementation: errors in units in the last place, and the first misrounded inputs."""

    largest: float = 0.0
    total: float = 0.0
    count: int = 0
    misrounded: int = 0
    wrong: list[int] = field(default_factory=list)

    def add(self, got: Floats, chunk: Chunk) -> None:
        """Take up the results for a chunk."""
        self.count += got.size
        bad = got != chunk.right
        misrounded = int(np.count_nonzero(bad))
        if misrounded and chunk.units is None:
            bad &= ~(np.isnan(got) & np.isnan(chunk.right))
            misrounded = int(np.count_nonzero(bad))
        off = self._errors(got, chunk, bad) if misrounded else chunk.errors
        largest, total = float(off.max()), float(off.sum())
        self.largest = np.inf if np.isnan(largest) else max(self.largest, largest)
        self.total += np.inf if np.isnan(total) else total
        self.misrounded += misrounded
        if misrounded and len(self.wrong) < 100:
            self.wrong += chunk.x[bad][: 100 - len(self.wrong)].view(np.uint32).tolist()

    def _errors(self, got: Floats, chunk: Chunk, bad: npt.NDArray[np.bool_]) -> Doubles:
        with np.errstate(invalid="ignore"):
            off = np.abs(np.subtract(got, chunk.exact, dtype=np.float64))
            if chunk.units is not None:
                return np.multiply(off, chunk.units, out=off)
            return np.where(bad, off * oracle.units(chunk.exact.astype(np.float64)), 0)

    def numbers(self) -> list[float]:
        return [self.largest, self.total, self.count, self.misrounded]


def chunks(name: str, piece: Piece, step: int, near: list[Near]) -> Iterator[Chunk]:
    """Yield a piece's numbers with their right results, and note those near a boundary of rounding."""
    f = SUBJECTS[name]
    coefficients = [] if piece.center is None else piece.coefficients(f.series)
    for start in range(piece.start, piece.stop, CHUNK * step):
        stop = min(start + CHUNK * step, piece.stop)
        x = np.arange(start, stop, step, dtype=np.uint32).view(np.float32)
        if piece.center is None:  # the right results serve as exact
            constant = x if piece.constant is None else np.full_like(x, piece.constant)
            yield Chunk(x, constant, constant, ZEROS[: x.size])
            continue
        away = np.subtract(x, piece.center, dtype=np.float64)
        np.divide(away, piece.unit, out=away)
        exact = np.empty_like(away)
        oracle.evaluate(coefficients, away, exact)
        right = exact.astype(np.float32)
        for i in np.flatnonzero(oracle.doubtful(exact, min(abs(exact[0]), abs(exact[-1])))):
            value = f.exact(MP.mpf(float(x[i])))
            right[i] = oracle.to_float32(value)
            near.append((bits(x[i]), bits(right[i]), oracle.distance(value)))
        units = oracle.units(exact)
        errors = np.abs(np.subtract(right, exact, out=away), out=away)
        yield Chunk(x, right, exact, np.multiply(errors, units, out=errors), units)


def scan(
    name: str,
    pieces: Iterable[Piece],
    ours: Mapping[str, Evaluate],
    peers: Mapping[str, Evaluate] | None = None,
    levels: Mapping[str, Evaluate] | None = None,
    step: int = 1,
) -> tuple[dict[str, Record], list[Near]]:
    """Try our functions on every ``step``-th number of some pieces, and peers where the function is not trivial.
    On one in ``STEP`` of the numbers try our functions at other SIMD levels, and peers on trivial results too."""
    near: list[Near] = []
    records: dict[str, Record] = defaultdict(Record)
    peers, levels = peers or {}, levels or {}
    sampled = {SHAPED: levels, TRIVIAL: {**levels, **peers}, NAN: levels}
    kept: dict[str, list[Chunk]] = {kind: [] for kind in sampled}

    def take(functions: Mapping[str, Evaluate], chunk: Chunk) -> None:
        for who, run in functions.items():
            records[who].add(run(chunk.x), chunk)

    for piece in pieces:
        for chunk in chunks(name, piece, step, near):
            kind = SHAPED if chunk.units is not None else NAN if np.isnan(chunk.right[0]) else TRIVIAL
            take(ours, chunk)
            if kind == SHAPED:
                take(peers, chunk)
            kept[kind].append(chunk.every(STEP))
            if len(kept[kind]) == STEP:
                take(sampled[kind], Chunk.joined(kept[kind]))
                kept[kind].clear()
    for kind, several in kept.items():
        if several:
            take(sampled[kind], Chunk.joined(several))
    return records, near
