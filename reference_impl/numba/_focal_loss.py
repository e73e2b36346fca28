"""The focal loss, compiled."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from reference_impl._core.kernel import Array, Data, Scalar
from reference_impl._core.losses import checked
from reference_impl._core.reductions import reduced
from reference_impl._focal_loss import _focal, checked_focus
from reference_impl._kernels.softplus import kernels_of_loss
from reference_impl.numba._binary_cross_entropy import beside_log1p, softened
from reference_impl.numba._core import Loops, compiled
from reference_impl.numba._elementary import exp, log1p
from reference_impl.numba._guarded import of_exp


def sigmoid_focal_loss(
    logits: Data, targets: Data, *, alpha: float | None = 0.25, gamma: float = 2.0, reduction: str = "mean"
) -> Array | Scalar:
    """Return the focal loss -α (1 - p_t)^γ log p_t, as `reference_impl.sigmoid_focal_loss`.

    In float64 the largest error found with the default options is 12 units in the last place.
    """
    alpha, gamma = checked_focus(alpha, gamma)
    arrays, _ = checked(logits, targets, {}, reduction)
    return reduced(_losses(alpha, gamma), arrays, reduction)


@compiled
def _focal_loss(z, y, out, positive, negative, gamma):
    """The cross-entropy, weighted by α and (1 - p_t)^γ, where 1 - p_t is y σ(-z) + (1 - y) σ(z)."""
    for i in range(z.size):
        w, t = np.float64(z[i]), np.float64(y[i])
        e = exp(-abs(w))
        up, down = softened(w, e)
        missed = (t * down + (1.0 - t) * up) / (1.0 + e)
        weight = missed * missed if gamma == 2.0 else missed**gamma
        weight *= positive * t + negative * (1.0 - t)
        out[i] = weight * (beside_log1p(w, t) + log1p(e))


@lru_cache(maxsize=64)
def _losses(alpha: float | None, gamma: float) -> Loops:
    positive, negative = (1.0, 1.0) if alpha is None else (float(alpha), 1.0 - alpha)

    def loop(z: Array, y: Array, out: Array) -> None:
        _focal_loss(z, y, out, positive, negative, float(gamma))

    return of_exp(loop, kernels_of_loss(partial(_focal, alpha=alpha, gamma=gamma)))
