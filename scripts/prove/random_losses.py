"""float64 losses and gradients of random logits and targets, against long double where it is wider."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from scripts.prove.losses import LABELS, SOFT
from scripts.prove.measure import LONG
from scripts.prove.ours import LOSSES, WHO

PARTS, BLOCKS, BLOCK = 4, 10, 100_000  # 4 million of a kind
Long = npt.NDArray[np.longdouble]


def points(kind: str, rng: np.random.Generator) -> tuple[Any, Any]:
    n = BLOCK // 5
    few = rng.choice([-1.0, 1.0], n) * rng.uniform(33, 38, n)
    w = np.concatenate([rng.uniform(-40, 40, 2 * n), rng.normal(0, 3, n), rng.uniform(-745, 745, n), few])
    if kind == LABELS:
        return w, rng.integers(0, 2, w.size).astype(np.float64)
    likely = rng.random(w.size) < 0.3  # σ - t cancels
    return w, np.where(likely, np.exp(-np.logaddexp(0, -w)), rng.random(w.size))


def exact_pair(logits: Any, targets: Any) -> tuple[Long, Long, Long]:
    """Return what ``losses.exact_pair`` does, off by some 2⁻¹⁰ of float64's units."""
    w, t = logits.astype(np.longdouble), targets.astype(np.longdouble)
    z = np.exp(-np.abs(w))
    loss = np.where(w >= 0, w * (1 - t), -w * t) + np.log1p(z)
    slope = np.where(w >= 0, (1 - t) - t * z, (1 - t) * z - t) / (1 + z)
    return loss, slope, np.maximum(np.where(w >= 0, 1, z) / (1 + z), t)


def random_points(kind: str, part: int, blocks: int = BLOCKS) -> dict[str, dict[str, list[float]]]:
    """Return the records of loss and gradient."""
    records = {what: [0.0, 0.0, 0, 0] for what in LOSSES}
    rng = np.random.default_rng([part, 5])
    for _ in range(blocks if LONG.nmant >= 63 else 0):
        w, t = points(kind, rng)
        loss, slope, larger = exact_pair(w, t)
        for what, exact in (("loss", loss), ("gradient", slope)):
            at = larger if what == "gradient" and kind == SOFT else np.abs(exact)
            unit = np.ldexp(np.longdouble(1), np.maximum(np.frexp(at)[1] - 53, -1074))
            off = (np.abs(LOSSES[what](w, t) - exact) / unit).astype(np.float64)
            r = records[what]
            r[0], r[1] = max(r[0], float(off.max())), r[1] + float(off.sum())
            r[2], r[3] = r[2] + off.size, r[3] + int((off > 0.5).sum())
    return {f"{what}, {kind}": {f"{WHO}, at random": record} for what, record in records.items()}
