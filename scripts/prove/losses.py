"""Binary cross-entropy with logits, without reduction, and its gradient: labels and soft targets, against mpmath."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from scripts.prove.exact import MP
from scripts.prove.exhaustive import scan
from scripts.prove.levels import everywhere
from scripts.prove.measure import measure, number, total
from scripts.prove.ours import LOSSES, WHO
from scripts.prove.pieces import slices

PARTS = 4
EACH = 3000
STEP = 8  # of float32 logits with labels
KINDS = LABELS, SOFT = "labels", "soft targets"


def exact_pair(w: Any, t: Any) -> tuple[Any, Any, Any]:
    """Return the loss, its gradient, and the larger of σ(w) and t, whose unit is that of a soft target's gradient."""
    z = MP.exp(-abs(w))
    loss = (w * (1 - t) if w >= 0 else -w * t) + MP.log1p(z)
    slope = ((1 - t) - t * z if w >= 0 else (1 - t) * z - t) / (1 + z)
    return loss, slope, max((1 if w >= 0 else z) / (1 + z), t)


def points(kind: str, form: str, part: int, n: int) -> tuple[Any, Any]:
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


def points_of(kind: str, form: str, part: int, n: int = EACH, *, peers: bool = True) -> dict[str, Any]:
    """Return the records of loss and gradient."""
    w, t = points(kind, form, part, n)
    exact = [exact_pair(number(a), number(b)) for a, b in zip(w, t, strict=True)]
    records = {}
    for k, what in enumerate(LOSSES):
        ours = {WHO: LOSSES[what], **everywhere(what)}
        results = {who: f(w, t) for who, f in ours.items()}
        if peers:
            from scripts.prove import peers as others

            results |= {who: f(w, t) for who, f in others.LOSSES[what].items()}
        at = [row[2] for row in exact] if what == "gradient" and kind == SOFT else None
        records[f"{what}, {kind}"] = measure(form, [row[k] for row in exact], results, at)
    return records


def every_eighth(what: str, part: int, step: int = STEP) -> dict[str, Any]:
    """float32 with labels: the loss is -log σ(±x), the gradient ±σ(±x), so that the polynomials serve."""

    def ours(x: Any, label: int) -> Any:
        return LOSSES[what](x, np.full_like(x, label))

    functions: dict[str, Callable[[Any], Any]] = {
        "loss": {"1": lambda x: -ours(x, 1), "0": lambda x: -ours(-x, 0)},
        "gradient": {"0": lambda x: ours(x, 0), "1": lambda x: -ours(-x, 1)},
    }[what]
    name = "log_sigmoid" if what == "loss" else "sigmoid"
    pieces = [piece for one in slices(name)[part::PARTS] for piece in one]
    records = scan(name, pieces, functions, step=step)[0].values()
    return {f"{what}, {LABELS}": {f"{WHO}, every eighth logit": total(r.numbers() for r in records)}}
