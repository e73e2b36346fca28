"""Where a sigmoid reaches its ends: its last argument that gives 0, and its first that gives 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from scripts.prove.ours import OURS, WHO

FORMS = ("float16", "float32", "float64")


def first(holds: Callable[[Any], bool], below: Any, above: Any) -> Any:
    """Return the smallest number in (below, above] that ``holds``, if all from some number on do."""
    while np.nextafter(below, above) < above:
        middle = below + (above - below) / 2
        if not below < middle < above:
            middle = np.nextafter(below, above)
        below, above = (below, middle) if holds(middle) else (middle, above)
    return above


def ends(f: Callable[[Any], Any], form: str) -> list[float]:
    """Return the largest argument with the result 0, and the smallest with the result 1."""
    number = np.dtype(form).type

    def at(x: Any) -> float:
        return float(f(np.array([x], form))[0])

    positive = first(lambda x: at(x) > 0, number(-800), number(0))
    one = first(lambda x: at(x) >= 1, number(0), number(60))
    return [float(np.nextafter(positive, number(-np.inf))), float(one)]


def found() -> dict[str, dict[str, list[float]]]:
    from scripts.prove.peers import PEERS

    everyone = {WHO: OURS["sigmoid"], **PEERS["sigmoid"]}
    return {form: {who: ends(f, form) for who, f in everyone.items()} for form in FORMS}
