"""All float32 numbers: compare results with the exact value's rounding, and note which came near a boundary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from scripts.prove import oracle
from scripts.prove.levels import STEP, everywhere
from scripts.prove.ours import OURS, WHO
from scripts.prove.pieces import Piece, bits, slices
from scripts.prove.record import Chunk, Record

CHUNK = 1 << 15
ZEROS = np.zeros(CHUNK)
SHAPED, TRIVIAL, NAN = "shaped", "trivial", "nan"
Evaluate = Callable[[Any], Any]
Near = tuple[int, int, float]  # pattern of an input, of the right result, distance from the boundary


def chunks(name: str, piece: Piece, step: int, near: list[Near]) -> Iterator[Chunk]:
    """Yield a piece's numbers with their right results, and note those near a boundary of rounding."""
    f = oracle.FUNCTIONS[name]
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
            value = f.exact(oracle.MP.mpf(float(x[i])))
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


def run(name: str, part: int, peers: Mapping[str, Evaluate]) -> dict[str, Any]:
    """Check one slice of a function's numbers."""
    records, near = scan(name, slices(name)[part], {WHO: OURS[name]}, peers, everywhere(name))
    errors = {who: record.numbers() for who, record in records.items()}
    return {"errors": {"float32": {name: errors}}, "near": near, "wrong": records[WHO].wrong}
