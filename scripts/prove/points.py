"""Half precision, all of it, and float64 where it is hard, against mpmath; float64 at random against long double."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

import reference_impl as ri
from scripts.prove.oracle import FUNCTIONS, MP
from scripts.prove.peers import PEERS

OURS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": ri.sigmoid,
    "sigmoid_backward": lambda x: ri.sigmoid_backward(x, np.ones((), x.dtype)),
    "log_sigmoid": ri.log_sigmoid,
    "logit": ri.logit,
}
# Bits of the significand, and the exponent of the least unit in the last place.
FORMATS = {"float16": (11, -24), "bfloat16": (8, -133), "float64": (53, -1074)}
PARTS = 8  # of each set, for the progress bar and to resume


def error(got: float, exact: Any, form: str) -> float:
    """Return the distance of a result from an exact value in units in the last place of a format."""
    bits, least = FORMATS[form]
    if exact == 0:
        return float(abs(got))
    unit = MP.ldexp(1, max(MP.frexp(abs(exact))[1] - bits, least))
    return float(abs(MP.mpf(got) - exact) / unit)


def measure(
    name: str, x: Any, form: str, functions: dict[str, Callable[[Any], Any]]
) -> dict[str, list[float]]:
    """Return each function's largest error, sum of errors, number of results, and number not correctly rounded."""
    results = {who: f(x).astype(np.float64) for who, f in functions.items()}
    record: dict[str, list[float]] = {who: [0.0, 0.0, 0, 0] for who in functions}
    bits, least = FORMATS[form]
    for i, value in enumerate(x.astype(np.float64)):
        exact = FUNCTIONS[name].exact(MP.mpf(float(value)))
        unit = MP.ldexp(1, max(MP.frexp(abs(exact))[1] - bits, least))
        for who, got in results.items():
            off = MP.inf if not np.isfinite(got[i]) else abs(MP.mpf(float(got[i])) - exact) / unit
            far = float(off)
            r = record[who]
            r[0], r[1], r[2] = max(r[0], far), r[1] + min(far, 1e300), r[2] + 1
            r[3] += off > 0.5
    return record


def every_half(name: str, form: str, part: int) -> dict[str, list[float]]:
    """All finite numbers of a half-precision format (in (0, 1) for logit) where the result is a finite number."""
    import ml_dtypes

    dtype = np.dtype(np.float16 if form == "float16" else ml_dtypes.bfloat16)
    x = np.arange(part, 65_536, PARTS, dtype=np.uint16).view(dtype)
    with np.errstate(invalid="ignore"):
        wide = x.astype(np.float64)
    x = x[(wide > 0) & (wide < 1) if name == "logit" else np.isfinite(wide) & (np.abs(wide) < 1e4)]
    peers = {} if form == "bfloat16" else PEERS[name]
    return measure(name, x, form, {"reference_impl": OURS[name], **peers})


def hard_doubles(name: str, part: int) -> dict[str, list[float]]:
    """float64 where it is hard: edges of binades of the result, ends of the range, subnormal results, near 0 and ½."""
    rng = np.random.default_rng([part, 1])
    n = 1500
    if name == "logit":
        x = np.concatenate(
            [
                rng.random(2 * n),
                0.5 + rng.normal(0, 0.05, n),
                0.5 + rng.choice([-1, 1], n) * 2.0 ** -rng.uniform(2, 53, n),
                2.0 ** -rng.uniform(1, 1074, 2 * n),
                1 - 2.0 ** -rng.uniform(1, 53, n),
                rng.uniform(0.2, 0.3, n),
                rng.uniform(0.7, 0.8, n),
            ]
        )
        x = x[(x > 0) & (x < 1) & (x != 0.5)]
    else:
        edges = np.log(2) * np.concatenate([np.arange(-1075, 55), np.repeat(np.arange(-60, 55), 6)])
        x = np.concatenate(
            [
                rng.uniform(-40, 40, 3 * n),
                rng.normal(0, 1, n),
                edges + rng.normal(0, 1e-3, edges.size),
                edges * (1 + rng.normal(0, 1e-15, edges.size)),
                rng.uniform(36, 38, n),
                rng.uniform(-745.2, -707, n),
                rng.uniform(-710, -36, n),
                rng.choice([-1, 1], n) * 2.0 ** -rng.uniform(1, 70, n),
                (rng.integers(-20_000, 19_000, n) + 0.5) / 512,
                rng.integers(-20_000, 19_000, n) / 512,
            ]
        )
    return measure(name, x, "float64", {"reference_impl": OURS[name], **PEERS[name]})


def random_doubles(name: str, part: int) -> dict[str, list[float]]:
    """12.5 million random float64 arguments against long double, where that is wider: 10⁸ in all."""
    record = [0.0, 0.0, 0, 0]
    if np.finfo(np.longdouble).nmant < 63 or name != "sigmoid":
        return {"reference_impl": record}
    rng = np.random.default_rng([part, 2])
    for _ in range(25):
        x: npt.NDArray[np.float64] = np.concatenate(
            [rng.uniform(-40, 40, 300_000), rng.normal(0, 3, 200_000)]
        )
        z = np.exp(-np.abs(x.astype(np.longdouble)))
        exact = np.where(x >= 0, 1, z) / (1 + z)
        off = np.abs(ri.sigmoid(x) - exact) / np.ldexp(1.0, np.frexp(exact)[1] - 53)
        record[0] = max(record[0], float(off.max()))
        record[1] += float(off.sum())
        record[2] += x.size
        record[3] += int((off > 0.5).sum())
    return {"reference_impl": record}
