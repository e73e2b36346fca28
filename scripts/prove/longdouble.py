"""Long double, whatever the platform makes of it, against mpmath."""

from __future__ import annotations

from typing import Any

import numpy as np

from scripts.prove.measure import LONG, exact_values, measure
from scripts.prove.ours import OURS, WHO

EACH = 800


def points(name: str, n: int = EACH) -> Any:
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


def long_points(name: str) -> dict[str, list[float]]:
    x = points(name)
    return measure("longdouble", exact_values(name, x), {WHO: OURS[name](x)})
