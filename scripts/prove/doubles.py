"""float64: the hard points against mpmath, and random ones against long double."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

import reference_impl as ri
from scripts.prove import hard
from scripts.prove.levels import everywhere
from scripts.prove.measure import exact_values, measure
from scripts.prove.ours import OURS, WHO

RANDOM_PARTS, BLOCKS, BLOCK = 20, 10, 500_000  # 10⁸ in all


def hard_points(name: str, part: int, n: int = hard.EACH, *, peers: bool = True) -> dict[str, Any]:
    x = np.concatenate(list(hard.points(name, part, n).values()))
    results = {who: f(x) for who, f in {WHO: OURS[name], **everywhere(name)}.items()}
    if peers:
        from scripts.prove.peers import PEERS

        results |= {who: f(x) for who, f in PEERS[name].items()}
    return measure("float64", exact_values(name, x), results)


def random_points(part: int, blocks: int = BLOCKS) -> dict[str, list[float]]:
    """The sigmoid of random numbers, where long double is wider than float64: its exp errs by 2⁻¹⁰ of our units."""
    record = [0.0, 0.0, 0, 0]
    rng = np.random.default_rng([part, 2])
    for _ in range(blocks if np.finfo(np.longdouble).nmant >= 63 else 0):
        x: npt.NDArray[np.float64] = np.concatenate(
            [rng.uniform(-40, 40, BLOCK * 3 // 5), rng.normal(0, 3, BLOCK * 2 // 5)]
        )
        z = np.exp(-np.abs(x.astype(np.longdouble)))
        exact = np.where(x >= 0, 1, z) / (1 + z)
        off = np.abs(ri.sigmoid(x) - exact) / np.ldexp(1.0, np.frexp(exact)[1] - 53)
        record[0] = max(record[0], float(off.max()))
        record[1] += float(off.sum())
        record[2] += x.size
        record[3] += int((off > 0.5).sum())
    return {f"{WHO}, at random": record}
