"""All float32 numbers: compare each result with the exact value's rounding, and note which came near a boundary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

import reference_impl as ri
from scripts.prove import oracle
from scripts.prove.peers import PEERS

CHUNK = 1 << 15
STRIDE = 8  # peers are measured on every eighth number of every eighth chunk
SLICES = 64

OURS: dict[str, Callable[[Any, Any], Any]] = {
    "sigmoid": lambda x, out: ri.sigmoid(x, out=out),
    "sigmoid_backward": lambda x, out: ri.sigmoid_backward(x, np.float32(1), out=out),
    "log_sigmoid": lambda x, out: ri.log_sigmoid(x, out=out),
    "logit": lambda x, out: ri.logit(x, out=out),
}


@cache
def slices(name: str) -> list[list[oracle.Piece]]:
    """Divide a function's pieces into slices of about as many numbers."""
    result: list[list[oracle.Piece]] = [[] for _ in range(SLICES)]
    done = 0
    for piece in oracle.pieces(oracle.FUNCTIONS[name]):
        result[min(done * SLICES >> 32, SLICES - 1)].append(piece)
        done += piece.stop - piece.start
    if done != 1 << 32:
        raise AssertionError(f"the pieces of {name} hold {done} numbers")
    return result


def chunks(piece: oracle.Piece) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    for start in range(piece.start, piece.stop, CHUNK):
        stop = min(start + CHUNK, piece.stop)
        yield start, np.arange(start, stop, dtype=np.uint32).view(np.float32)


def run(name: str, index: int) -> dict[str, Any]:
    """Check one slice; return counts, errors of the peers, the suspects and the first misrounded inputs."""
    f, ours = oracle.FUNCTIONS[name], OURS[name]
    near: list[tuple[int, int, float]] = []
    wrong: list[int] = []
    largest, total, count = 0.0, 0.0, 0
    peers = {peer: [0.0, 0.0, 0, 0] for peer in PEERS[name]}
    y, t, out = np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK, np.float32)
    seen = 0
    for piece in slices(name)[index]:
        coefficients = [] if piece.center is None else piece.coefficients(f.series)
        for start, x in chunks(piece):
            got = ours(x, out[: x.size])
            if piece.center is None:
                right = x if piece.constant is None else np.float32(piece.constant)
                bad = ~((got == right) | (np.isnan(got) & np.isnan(right)))
                wrong += (start + np.flatnonzero(bad)).tolist()
                continue
            exact, away = y[: x.size], t[: x.size]
            np.subtract(x, piece.center, out=away, dtype=np.float64)
            np.divide(away, piece.unit, out=away)
            oracle.evaluate(coefficients, away, exact)
            right = exact.astype(np.float32)
            doubt = oracle.doubtful(exact, min(abs(exact[0]), abs(exact[-1])))
            if doubt.any():
                for i in np.flatnonzero(doubt):
                    value = f.exact(oracle.MP.mpf(float(x[i])))
                    right[i] = oracle.to_float32(value)
                    near.append((start + int(i), int(right[i].view(np.uint32)), oracle.distance(value)))
            if not np.array_equal(got, right):
                wrong += (start + np.flatnonzero(got != right)).tolist()
            seen += 1
            if seen % STRIDE:
                continue
            every = slice(seen // STRIDE % STRIDE, None, STRIDE)
            errors = ulps(got[every], exact[every])
            largest, total, count = (
                max(largest, errors.max(initial=0)),
                total + errors.sum(),
                count + errors.size,
            )
            for peer, record in peers.items():
                theirs = PEERS[name][peer](x[every])
                errors = ulps(theirs, exact[every])
                record[0] = max(record[0], float(errors.max(initial=0)))
                record[1] += float(errors.sum())
                record[2] += errors.size
                record[3] += int((theirs != right[every]).sum())
    return {
        "near": near,
        "wrong": wrong[:100],
        "misrounded": len(wrong),
        "ours": [float(largest), float(total), count],
        "peers": peers,
    }


def ulps(got: npt.NDArray[np.float32], exact: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return errors in units in the last place of float32 at the exact value."""
    unit = np.ldexp(1.0, np.maximum(np.frexp(exact)[1] - 24, -149))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(got.astype(np.float64) - exact) / unit)
