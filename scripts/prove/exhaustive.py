"""All float32 numbers: compare results with the exact value's rounding, and note which came near a boundary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from scripts.prove import oracle
from scripts.prove.ours import OURS, WHO
from scripts.prove.pieces import Piece, slices

CHUNK = 1 << 15
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Evaluate = Callable[[Any], Any]
Near = tuple[int, int, float]  # pattern of an input, of the right result, distance from the boundary


@dataclass
class Chunk:
    """Numbers whose patterns are ``start``, ``start + step``, ..., their right results, and the exact ones."""

    start: int
    step: int
    x: Floats
    right: Floats
    exact: Doubles | Floats
    errors: Doubles  # of the right results
    units: Doubles | None = None  # how many units in the last place make 1


@dataclass
class Record:
    """What was found of one implementation: errors in units in the last place, and the first misrounded inputs."""

    largest: float = 0.0
    total: float = 0.0
    count: int = 0
    misrounded: int = 0
    wrong: list[int] = field(default_factory=list)

    def add(self, got: Floats, chunk: Chunk, least: tuple[float, float]) -> None:
        """Take up results; ``least`` is the largest and the sum of the right results' errors."""
        self.count += got.size
        bad = got != chunk.right
        if np.isnan(chunk.right[0]):
            bad &= ~np.isnan(got)
        misrounded = int(np.count_nonzero(bad))
        if misrounded:
            least = self._errors(got, chunk, bad)
            first = np.flatnonzero(bad)[: max(0, 100 - len(self.wrong))]
            self.wrong += (chunk.start + chunk.step * first).tolist()
            self.misrounded += misrounded
        self.largest = max(self.largest, least[0])
        self.total += least[1]

    def _errors(self, got: Floats, chunk: Chunk, bad: npt.NDArray[np.bool_]) -> tuple[float, float]:
        with np.errstate(invalid="ignore"):
            off = np.abs(np.subtract(got, chunk.exact, dtype=np.float64))
            off *= oracle.units(chunk.exact.astype(np.float64)) if chunk.units is None else chunk.units
        if chunk.units is None:  # where 0 - 0 may be inf - inf
            off[~bad] = 0
        largest, total = float(off.max()), float(off.sum())
        return (np.inf, np.inf) if np.isnan(total) else (largest, total)

    def numbers(self) -> list[float]:
        return [self.largest, self.total, self.count, self.misrounded]


def chunks(name: str, piece: Piece, step: int, near: list[Near]) -> Iterator[Chunk]:
    """Yield a piece's numbers with their right results, and note those near a boundary of rounding."""
    f = oracle.FUNCTIONS[name]
    coefficients = [] if piece.center is None else piece.coefficients(f.series)
    for start in range(piece.start, piece.stop, CHUNK * step):
        stop = min(start + CHUNK * step, piece.stop)
        x = np.arange(start, stop, step, dtype=np.uint32).view(np.float32)
        if piece.center is None:  # the function is trivial here, and the right results serve as exact
            constant = x if piece.constant is None else np.full_like(x, piece.constant)
            yield Chunk(start, step, x, constant, constant, np.broadcast_to(0.0, x.shape))
            continue
        away = np.subtract(x, piece.center, dtype=np.float64)
        np.divide(away, piece.unit, out=away)
        exact = np.empty_like(away)
        oracle.evaluate(coefficients, away, exact)
        right = exact.astype(np.float32)
        for i in np.flatnonzero(oracle.doubtful(exact, min(abs(exact[0]), abs(exact[-1])))):
            value = f.exact(oracle.MP.mpf(float(x[i])))
            right[i] = oracle.to_float32(value)
            near.append((start + step * int(i), int(right[i].view(np.uint32)), oracle.distance(value)))
        errors = np.abs(np.subtract(right, exact, out=away), out=away)
        units = oracle.units(exact)
        yield Chunk(start, step, x, right, exact, np.multiply(errors, units, out=errors), units)


def scan(
    name: str,
    pieces: Iterable[Piece],
    ours: Mapping[str, Evaluate],
    peers: Mapping[str, Evaluate] | None = None,
    step: int = 1,
) -> tuple[dict[str, Record], list[Near]]:
    """Try functions on every ``step``-th number of some pieces; peers only where the result is a number."""
    near: list[Near] = []
    everyone = {**ours, **(peers or {})}
    records = {who: Record() for who in everyone}
    for piece in pieces:
        nan = piece.constant is not None and np.isnan(piece.constant)
        for chunk in chunks(name, piece, step, near):
            least = float(chunk.errors.max()), float(chunk.errors.sum())
            for who, run in (ours if nan else everyone).items():
                records[who].add(run(chunk.x), chunk, least)
    return records, near


def run(name: str, part: int, peers: Mapping[str, Evaluate]) -> dict[str, Any]:
    """Check one slice of a function's numbers."""
    records, near = scan(name, slices(name)[part], {WHO: OURS[name]}, peers)
    errors = {who: record.numbers() for who, record in records.items()}
    return {"errors": {"float32": {name: errors}}, "near": near, "wrong": records[WHO].wrong}
