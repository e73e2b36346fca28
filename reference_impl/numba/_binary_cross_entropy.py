"""The binary cross-entropy of logits and its gradient, compiled: in one pass where both are wanted."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

import reference_impl as numpys
from reference_impl._binary_cross_entropy import _gradients as _numpys_gradients
from reference_impl._binary_cross_entropy import _losses, _scale
from reference_impl._core.blocks import alike
from reference_impl._core.formats import real_array, result_dtype
from reference_impl._core.kernel import Array, Data, Factor, Scalar
from reference_impl._core.losses import checked
from reference_impl._core.reductions import reduced
from reference_impl.numba._core import Loops, compiled, elementwise, inlined
from reference_impl.numba._elementary import exp, log1p
from reference_impl.numba._guarded import MOST, of_exp, within

PIECE = 512  # elements: the product of so many numbers between 1 and 2 is finite


def binary_cross_entropy_with_logits(
    logits: Data, targets: Data, *, weight: Factor = None, pos_weight: Factor = None, reduction: str = "mean"
) -> Array | Scalar:
    """Return -y log σ(z) - (1 - y) log σ(-z), as `reference_impl.binary_cross_entropy_with_logits`.

    With weights it is that function. Without, the largest error found for "none" is 0.5 units in the last place in
    float32 and 3.6 in float64.
    """
    arrays, names = checked(logits, targets, {"weight": weight, "pos_weight": pos_weight}, reduction)
    if names:
        options: Any = {"weight": weight, "pos_weight": pos_weight, "reduction": reduction}
        result: Array | Scalar = numpys.binary_cross_entropy_with_logits(logits, targets, **options)
        return result
    if reduction == "none" or not _plain(*arrays):
        return reduced(_LOSS, arrays, reduction)
    z, y = (array.reshape(-1) for array in arrays)
    return _scalar(_total(z, y, z[:0], 1.0), z, reduction)


def binary_cross_entropy_with_logits_backward(
    logits: Data,
    targets: Data,
    grad_output: Data = 1.0,
    *,
    weight: Factor = None,
    pos_weight: Factor = None,
    reduction: str = "mean",
) -> Array | Scalar:
    """Return σ(z) - y, as `reference_impl.binary_cross_entropy_with_logits_backward`.

    With weights, or a ``grad_output`` for each element, it is that function. Otherwise the largest error found in
    float64 is 3.3 units in the last place for labels 0 and 1, and 4.3 of the larger of σ(z) and y for others.
    """
    factors = {"grad_output": real_array(grad_output), "weight": weight, "pos_weight": pos_weight}
    arrays, names = checked(logits, targets, factors, reduction)
    if names[1:] or arrays[2].ndim:
        return numpys.binary_cross_entropy_with_logits_backward(
            logits, targets, grad_output, weight=weight, pos_weight=pos_weight, reduction=reduction
        )
    scale = _scale(arrays[0], reduction)
    with np.errstate(all="ignore"):
        scale *= arrays[2].astype(result_dtype(arrays[0])).item()
    return elementwise(_gradients(scale), *arrays[:2])


def binary_cross_entropy_with_logits_value_and_grad(
    logits: Data, targets: Data, *, weight: Factor = None, pos_weight: Factor = None, reduction: str = "mean"
) -> tuple[Array | Scalar, Array | Scalar]:
    """Return the loss and its gradient, from one exponential an element.

    As `reference_impl.binary_cross_entropy_with_logits_value_and_grad`, which it is with weights.
    """
    arrays, names = checked(logits, targets, {"weight": weight, "pos_weight": pos_weight}, reduction)
    if names or reduction == "none" or not _plain(*arrays):
        options: Any = {"weight": weight, "pos_weight": pos_weight, "reduction": reduction}
        return (
            binary_cross_entropy_with_logits(logits, targets, **options),
            binary_cross_entropy_with_logits_backward(logits, targets, **options),
        )
    z, y = (array.reshape(-1) for array in arrays)
    gradient = np.empty_like(z)
    total = _total(z, y, gradient, 1 / z.size if reduction == "mean" else 1.0)
    return _scalar(total, z, reduction), gradient.reshape(arrays[0].shape)


def _plain(z: Array, y: Array) -> bool:
    """Whether a loop can take the arrays: no conversion, and no logit for which an exponential might overflow."""
    return (
        type(z) is np.ndarray
        and z.dtype in _LOSS.loops
        and z.size > 0
        and z.ndim > 0
        and z.flags.c_contiguous
        and z.flags.aligned
        and alike(z, (y,))
        and within(z.reshape(-1), -MOST, MOST)
    )


def _scalar(total: float, z: Array, reduction: str) -> Scalar:
    number: Scalar = z.dtype.type(total / z.size if reduction == "mean" else total)
    return number


@inlined
def softened(w, e):
    """(σ(w), σ(-w)) times 1 + e, with e = exp(-|w|)."""
    return (1.0, e) if w >= 0.0 else (e, 1.0)


@inlined
def beside_log1p(w, t):
    """What a loss adds to log1p(exp(-|w|)): nothing below 0, so that nothing cancels."""
    return max(w, 0.0) * (1.0 - t) - min(w, 0.0) * t


@inlined
def slope(w, t, e):
    """(1 - t) σ(w) - t σ(-w)."""
    up, down = softened(w, e)
    return ((1.0 - t) * up - t * down) / (1.0 + e)


@compiled
def _loss(z, y, out):
    """max(z, 0) (1 - y) - min(z, 0) y + log1p(exp(-|z|))."""
    for i in range(z.size):
        w, t = np.float64(z[i]), np.float64(y[i])
        out[i] = beside_log1p(w, t) + log1p(exp(-abs(w)))


@compiled
def _gradient(z, y, out, scale):
    """(1 - y) σ(z) - y σ(-z)."""
    for i in range(z.size):
        w, t = np.float64(z[i]), np.float64(y[i])
        out[i] = slope(w, t, exp(-abs(w))) * scale


@compiled
def _parts(z, y, factors, terms):
    """Of each loss, what stands under the logarithm, and what is added to it."""
    for i in range(z.size):
        w, t = np.float64(z[i]), np.float64(y[i])
        factors[i] = 1.0 + exp(-abs(w))
        terms[i] = beside_log1p(w, t)


@compiled
def _parts_and_gradient(z, y, out, scale, factors, terms):
    """The same, and the gradient, from one exponential."""
    for i in range(z.size):
        w, t = np.float64(z[i]), np.float64(y[i])
        e = exp(-abs(w))
        factors[i] = 1.0 + e
        terms[i] = beside_log1p(w, t)
        out[i] = slope(w, t, e) * scale


@compiled
def _total(z, y, gradient, scale):
    """The sum of the losses, and on the way the gradient, where there is room for it."""
    factors, terms = np.empty(PIECE), np.empty(PIECE)
    total, lost = 0.0, 0.0
    for start in range(0, z.size, PIECE):
        zs, ys = z[start : start + PIECE], y[start : start + PIECE]
        factors[zs.size :], terms[zs.size :] = 1.0, 0.0
        if gradient.size:
            _parts_and_gradient(zs, ys, gradient[start : start + PIECE], scale, factors, terms)
        else:
            _parts(zs, ys, factors, terms)
        # One logarithm of a product in place of many, unless 1 + e lost the digits of small ones.
        softplus = math.log(_product(factors))
        if softplus < zs.size / 16:
            softplus = 0.0
            for w in zs:
                softplus += log1p(exp(-abs(np.float64(w))))
        part = _sum(terms) + softplus
        longer = total + part
        lost += (total - longer) + part if total >= part else (part - longer) + total
        total = longer
    return total + lost


@compiled
def _product(x):
    """The product of the elements, half with half: several at once, and in the same order everywhere."""
    while x.size > 1:
        x, half = x[: x.size // 2], x[x.size // 2 :]
        for i in range(x.size):
            x[i] *= half[i]
    return x[0]


@compiled
def _sum(x):
    """Their sum, likewise."""
    while x.size > 1:
        x, half = x[: x.size // 2], x[x.size // 2 :]
        for i in range(x.size):
            x[i] += half[i]
    return x[0]


_LOSS = of_exp(_loss, _losses(()))


@lru_cache(maxsize=64, typed=True)  # as NumPy's
def _gradients(scale: Scalar) -> Loops:
    def loop(z: Array, y: Array, out: Array) -> None:
        _gradient(z, y, out, float(scale))

    return of_exp(loop, _numpys_gradients((), scale))
