"""Where results are tried: near ties, halfway between two float64 numbers; where float64 is hard; at random."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._kernels.accurate_table import LOG_LOW, LOW, STEPS, accurate_log_table, accurate_table

Floats = npt.NDArray[np.float64]
Random = np.random.Generator

LONG = np.finfo(np.longdouble)
LABELS, SOFT = KINDS = "labels", "soft targets"

LN2_REST = 2.3190468138462996e-17  # log 2 less its float64


def odd(rng: Random, bits: int, n: int) -> Floats:
    """Odd whole numbers below 2ᵇⁱᵗˢ⁺¹, small ones as often as large ones."""
    return np.asarray(2 * np.floor(2.0 ** rng.uniform(0, bits, n)) + 1, np.float64)


def sigmoid_ties(rng: Random, n: int) -> Floats:
    """½ + x/4 is a tie; 1 - exp(-x) is; or exp(x) is, among the subnormal numbers."""
    beside = odd(rng, 16, n) * np.where(rng.random(n) < 0.5, 2.0**-52, -(2.0**-53))
    return np.concatenate([beside, 54 * math.log(2) - np.log(odd(rng, 35, n)), _subnormal(rng, n)])


def sigmoid_backward_ties(rng: Random, n: int) -> Floats:
    """¼ - x²/16 is a tie; or exp(-|x|) is, among the subnormal numbers."""
    magnitudes = np.concatenate([np.sqrt(odd(rng, 16, n) * 2.0**-52), _subnormal(rng, n)])
    return np.asarray(np.copysign(magnitudes, rng.uniform(-1, 1, 2 * n)), np.float64)


def log_sigmoid_ties(rng: Random, n: int) -> Floats:
    """x/2 - log 2 is a tie; x - exp(x) is; or exp(-x) is, among the subnormal numbers."""
    beside = 2 * (LN2_REST - odd(rng, 11, n) * rng.choice([-1, 1], n) * 2.0**-54)
    left = np.log(odd(rng, 18, n)) - 49 * math.log(2)  # where a unit in the last place is 2⁻⁴⁸
    lower = rng.choice([-48 * math.log(2), math.log(3) - 48 * math.log(2)], n // 2) + rng.normal(
        0, 1e-3, n // 2
    )
    return np.concatenate([beside, left[left > -32], lower, -_subnormal(rng, n)])


def logit_ties(rng: Random, n: int) -> Floats:
    """log p is a tie, which float64 hits the better the smaller p is; or the cube beside ½ is half a unit."""
    value = -rng.uniform(64, 700, 2 * n)
    below = np.exp(value) * (1 - np.spacing(-value) / 2)
    a = rng.integers(20, 25, n)  # logit p = 4 d + 16/3 d³ with d = p - ½ and 4 d from 2⁻ᵃ to 2¹⁻ᵃ
    d = np.cbrt(odd(rng, 10, n) * 2.0 ** (-a - 53) * 3 / 16)
    d = d[(4 * d >= 2.0**-a) & (4 * d < 2.0 ** (1 - a))]
    return np.concatenate([below, 0.5 + d, 0.5 - d])


def _subnormal(rng: Random, n: int) -> Floats:
    return np.log(odd(rng, 40, n)) - 1075 * math.log(2)


def of_logits(rng: Random, n: int) -> dict[str, Floats]:
    k = np.arange(-1075, 56)
    edges = np.log(2) * np.concatenate([k, np.repeat(k[k > -60], max(1, n // 250))])
    sign = rng.choice([-1.0, 1.0], n)
    last = np.log(2) * rng.choice([53, 54], n)
    return {
        "the last below 1, near 36.7 and 37.4": np.concatenate(
            [sign * rng.uniform(36, 38, n), last * (1 + rng.normal(0, 1e-6, n))]
        ),
        "subnormal, to −745.1": np.concatenate(
            [rng.uniform(-745.2, -708, n), -745.1332191019412 + rng.normal(0, 1e-2, n)]
        ),
        "tiny": sign * 2.0 ** -rng.uniform(1, 1074, n) * rng.choice([1, 1e300], n),
        "small": sign * 2.0 ** -rng.uniform(1, 60, n),
        "at the edge of a binade": np.concatenate(
            [edges + rng.normal(0, 1e-3, edges.size), edges * (1 + rng.normal(0, 1e-15, edges.size))]
        ),
        "multiples of 1/1024": rng.integers(-40_000, 38_000, n) / 1024,
        "the left tail": rng.uniform(-710, -36, n),
        "anywhere": np.concatenate([rng.uniform(-40, 40, n), rng.normal(0, 1, n)]),
    }


def far_from_nodes(name: str, rng: Random, n: int) -> Floats:
    """Halfway between two steps of our tables, half of them where the table's own argument was moved farthest."""
    nodes, low = (accurate_log_table()[0], LOG_LOW) if name == "log_sigmoid" else (accurate_table()[0], LOW)
    steps = low + np.arange(nodes.size) / STEPS
    moved = np.argsort(-np.abs(nodes - steps) * (steps < 9))[:40]
    chosen = np.concatenate([rng.choice(moved, n), rng.integers(0, nodes.size, n)])
    half = (0.5 - 2.0 ** -rng.uniform(8, 40, 2 * n)) / STEPS
    return np.asarray(steps[chosen] + rng.choice([-1.0, 1.0], 2 * n) * half)


def of_probabilities(rng: Random, n: int) -> dict[str, Floats]:
    sign = rng.choice([-1.0, 1.0], n)
    k = 2.0 ** rng.integers(-40, 9, n)
    edges = np.concatenate([1 / (1 + np.exp(k)), 1 / (1 + np.exp(-k[k < 32]))])
    every = {
        "near 0": 2.0 ** -rng.uniform(1, 1074, 2 * n),
        "near 1": 1 - 2.0 ** -rng.uniform(1, 53, 2 * n),
        "near ½": 0.5 + sign * 2.0 ** -rng.uniform(2, 53, n),
        "around ½": 0.5 + rng.normal(0, 0.05, n),
        "at the edge of a binade": edges
        * (1 + rng.normal(0, 1e-15, edges.size) * rng.choice([1, 1e10], edges.size)),
        "around ¼ and ¾": rng.choice([0.25, 0.75], 2 * n) + rng.uniform(-0.05, 0.05, 2 * n),
        "anywhere": rng.random(2 * n),
    }
    return {kind: p[(p > 0) & (p < 1) & (p != 0.5)] for kind, p in every.items()}


def long_doubles(name: str, n: int) -> Any:
    """Numbers that float64 does not have."""
    rng, two = np.random.default_rng(3), np.longdouble(2)

    def fine(*arrays: Any) -> Any:
        """Join, and fill the bits that float64 does not have."""
        x = np.concatenate([np.asarray(array, np.longdouble) for array in arrays])
        return x * (1 + rng.uniform(-1, 1, x.size) * np.longdouble(2.0**-53))

    lowest = int(LONG.minexp) - int(LONG.nmant)
    if name == "logit":
        p = fine(
            rng.random(n),
            0.5 + rng.normal(0, 0.05, n),
            0.5 + rng.choice([-1, 1], n) * 2.0 ** -rng.uniform(2, 60, n),
            two ** -rng.uniform(1, -lowest, n),
            1 - two ** -rng.uniform(1, int(LONG.nmant), n),
        )
        return p[(p > 0) & (p < 1) & (p != 0.5)]
    ends = rng.uniform(lowest - 2, int(LONG.minexp) + 50, n) * np.log(2)
    return fine(
        rng.uniform(-40, 40, n),
        rng.normal(0, 1, n),
        rng.choice([-1, 1], n) * 2.0 ** -rng.uniform(0, 80, n),
        np.log(2) * rng.integers(-70, 70, n) + rng.normal(0, 1e-3, n),
        ends,
        -ends,
        rng.uniform(float(LONG.minexp) * np.log(2), -40, n),
    )


def logits_and_targets(kind: str, form: str, part: int, n: int) -> tuple[Any, Any]:
    rng = np.random.default_rng([part, 4])
    lowest = {"float32": -104.0, "float64": -745.0}[form]
    sign = rng.choice([-1.0, 1.0], n)
    w = [rng.uniform(-40, 40, n), rng.normal(0, 3, n), sign * 2.0 ** -rng.uniform(0, 60, n)]
    w += [sign * rng.uniform(lowest, -20, n), np.log(2) * rng.integers(-60, 60, n) + rng.normal(0, 1e-3, n)]
    w += [sign * rng.uniform(33, 38, n)]  # where exp(-|x|) is about a unit in the last place of 1
    logits = np.concatenate(w).astype(form)
    if kind == LABELS:
        return logits, rng.integers(0, 2, logits.size).astype(form)
    soft = np.concatenate(
        [
            rng.random(logits.size - 3 * n),
            2.0 ** -rng.uniform(0, 60, n),
            1 - 2.0 ** -rng.uniform(0, 53, n),
            rng.choice([0.1, 0.9, 0.5, 0.05, 0.95], n),
        ]
    )
    soft = rng.permutation(soft)
    likely = rng.random(logits.size) < 0.2  # σ - t cancels
    return logits, np.where(likely, np.exp(-np.logaddexp(0, -logits.astype(np.float64))), soft).astype(form)


def random_pairs(kind: str, rng: Random, n: int) -> tuple[Any, Any]:
    n //= 5
    few = rng.choice([-1.0, 1.0], n) * rng.uniform(33, 38, n)
    w = np.concatenate([rng.uniform(-40, 40, 2 * n), rng.normal(0, 3, n), rng.uniform(-745, 745, n), few])
    if kind == LABELS:
        return w, rng.integers(0, 2, w.size).astype(np.float64)
    likely = rng.random(w.size) < 0.3  # σ - t cancels
    return w, np.where(likely, np.exp(-np.logaddexp(0, -w)), rng.random(w.size))
