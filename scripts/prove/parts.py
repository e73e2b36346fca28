"""The parts into which the proof is divided, for several processes and to resume."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from scripts.prove import (
    boundary,
    doubles,
    exhaustive,
    halves,
    hard,
    levels,
    longdouble,
    losses,
    random_losses,
    thresholds,
)
from scripts.prove.ours import LOSSES, NAMES
from scripts.prove.pieces import SLICES


class Task(NamedTuple):
    what: str
    name: str
    form: str
    part: int


def tasks() -> list[Task]:
    """Return all parts, the long ones first."""
    todo = [Task("all", name, "float32", i) for name in NAMES for i in range(SLICES)]
    todo += [Task("labels", what, "float32", i) for what in LOSSES for i in range(losses.PARTS)]
    todo += [Task("random", "sigmoid", "float64", i) for i in range(doubles.RANDOM_PARTS)]
    todo += [Task("hard", name, "float64", i) for name in NAMES for i in range(hard.PARTS)]
    todo += [
        Task("half", name, form, i)
        for name in NAMES
        for form in ("float16", "bfloat16")
        for i in range(halves.PARTS)
    ]
    todo += [
        Task("loss", kind, form, i)
        for kind in losses.KINDS
        for form in ("float32", "float64")
        for i in range(losses.PARTS)
    ]
    todo += [Task("chance", kind, "float64", i) for kind in losses.KINDS for i in range(random_losses.PARTS)]
    todo += [Task("long", name, "longdouble", 0) for name in NAMES]
    todo += [Task("near", name, boundary.FORM, 0) for name in NAMES]
    return [*todo, Task("ends", "sigmoid", "every", 0)]


def perform(task: Task) -> tuple[Task, dict[str, Any]]:
    """Return what a part found, and the seconds of a core that it took."""
    what, name, form, part = task
    began = time.process_time() + levels.seconds()
    if what == "all":
        from scripts.prove.peers import PEERS

        result = exhaustive.run(name, part, PEERS[name])
    elif what == "ends":
        result = {"thresholds": thresholds.found()}
    elif what == "labels":
        result = {"errors": {form: losses.every_eighth(name, part)}}
    elif what == "loss":
        result = {"errors": {form: losses.points_of(name, form, part)}}
    elif what == "chance":
        result = {"errors": {form: random_losses.random_points(name, part)}}
    else:
        kinds: dict[str, Callable[[], dict[str, list[float]]]] = {
            "random": lambda: doubles.random_points(part),
            "hard": lambda: doubles.hard_points(name, part),
            "half": lambda: halves.every_half(name, form, part),
            "near": lambda: boundary.listed(name),
            "long": lambda: longdouble.long_points(name),
        }
        records = kinds[what]()
        result = {"errors": {form: {name: records}}}
    return task, {**result, "seconds": time.process_time() + levels.seconds() - began}
