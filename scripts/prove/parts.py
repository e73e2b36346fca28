"""The parts into which the proof is divided, for several processes and to resume."""

from __future__ import annotations

from typing import Any

from scripts.prove import exhaustive, points
from scripts.prove.exhaustive import SLICES
from scripts.prove.points import PARTS

NAMES = ("sigmoid", "sigmoid_backward", "log_sigmoid", "logit")
Task = tuple[str, str, str, int]  # what, function, dtype, part


def tasks() -> list[Task]:
    todo = [("exhaustive", name, "float32", i) for name in NAMES for i in range(SLICES)]
    todo += [
        ("half", name, form, i) for name in NAMES for form in ("float16", "bfloat16") for i in range(PARTS)
    ]
    todo += [("hard", name, "float64", i) for name in NAMES for i in range(PARTS)]
    todo += [("random", "sigmoid", "float64", i) for i in range(PARTS)]
    return todo


def perform(task: Task) -> tuple[Task, dict[str, Any]]:
    what, name, form, part = task
    if what == "exhaustive":
        return task, exhaustive.run(name, part)
    if what == "half":
        return task, points.every_half(name, form, part)
    return task, (points.hard_doubles if what == "hard" else points.random_doubles)(name, part)
