"""Where float64 is hard: near ties, at the ends of the range, near 0 and ½, at the edges of binades of the result."""

from __future__ import annotations

import numpy as np

from scripts.prove import ties
from scripts.prove.ties import Floats, Random

PARTS = 8
EACH = 2000  # of a kind, and in a part


def points(name: str, part: int, n: int = EACH) -> dict[str, Floats]:
    """Return the points of one part, by kind."""
    rng = np.random.default_rng([part, 1])
    near_ties = {
        "sigmoid": ties.sigmoid,
        "sigmoid_backward": ties.sigmoid_backward,
        "log_sigmoid": ties.log_sigmoid,
        "logit": ties.logit,
    }[name](rng, n)
    others = _of_probabilities(rng, n) if name == "logit" else _of_logits(rng, n)
    return {"near a tie": near_ties, **others}


def _of_logits(rng: Random, n: int) -> dict[str, Floats]:
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


def _of_probabilities(rng: Random, n: int) -> dict[str, Floats]:
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
