"""What a loss is given: logits, targets and factors, checked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from reference_impl._core.blocks import broadcast_shape
from reference_impl._core.formats import real_array
from reference_impl._core.kernel import Array
from reference_impl._core.reductions import REDUCTIONS


def checked(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    factors: Mapping[str, npt.ArrayLike | None],
    reduction: str,
) -> tuple[list[Array], tuple[str, ...]]:
    """Return the arrays that a loss is made of, checked, and the names of those factors that were given."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction is {reduction!r}: pass one of {', '.join(map(repr, REDUCTIONS))}")
    z, y = real_array(logits), real_array(targets)
    if z.shape != y.shape:
        raise ValueError(f"targets have shape {y.shape}, logits {z.shape}: they must be equal")
    check_targets(y)
    given = {name: real_array(value) for name, value in factors.items() if value is not None}
    for name, value in given.items():
        if not _fits(value.shape, z.shape):
            raise ValueError(f"{name} has shape {value.shape}, which does not broadcast to logits' {z.shape}")
    return [z, y, *given.values()], tuple(given)


def check_targets(targets: Array) -> None:
    """Raise ``ValueError`` naming the first target that is not a number between 0 and 1."""
    if targets.size == 0 or _at_most_one(targets):
        return
    with np.errstate(all="ignore"):
        wrong = targets[~((targets >= 0) & (targets <= 1))]
    if wrong.size:
        raise ValueError(f"targets contain {wrong[0]}: pass probabilities between 0 and 1, or labels 0 and 1")


def _at_most_one(targets: Array) -> bool:
    """Whether all are surely in [0, 1]: then their bits are at most those of 1, and one pass tells."""
    if targets.dtype not in (np.float32, np.float64):
        return targets.dtype.kind == "b"
    kind = np.uint32 if targets.dtype == np.float32 else np.uint64
    return bool(targets.view(kind).max() <= np.ones(1, targets.dtype).view(kind)[0])


def _fits(shape: tuple[int, ...], into: tuple[int, ...]) -> bool:
    try:
        return broadcast_shape(shape, into) == into
    except ValueError:
        return False
