"""The float32 inputs near a boundary of rounding that the package lists: their results, at every SIMD level."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference_impl._kernels.hard_to_round import LARGE, hard_cases
from scripts.prove.levels import everywhere
from scripts.prove.measure import exact_values, measure
from scripts.prove.ours import OURS, WHO

FORM = "float32, near a boundary"
MANY = 1 << 15


def listed(name: str) -> dict[str, list[float]]:
    """All inputs listed, as they come and in company, for a kernel may go another way by what an array holds.

    The right results are mpmath's, and not those of the list.
    """
    x, _ = hard_cases(name)
    groups = [x, *(group for group in (x[np.abs(x) < LARGE], x[np.abs(x) >= LARGE]) if group.size)]
    results = {
        who: np.concatenate([in_company(f, group) for group in groups])
        for who, f in {WHO: OURS[name], **everywhere(name)}.items()
    }
    exact = dict(zip(x.tolist(), exact_values(name, x), strict=True))
    return measure("float32", [exact[value] for group in groups for value in group.tolist()], results)


def in_company(f: Any, x: Any) -> Any:
    """The results of numbers in an array that repeats them until there are many."""
    return f(np.resize(x, max(MANY, x.size)))[: x.size]
