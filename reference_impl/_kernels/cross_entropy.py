"""The cross-entropy of logits z and targets y, its sum and its gradient, in float64 and long double."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from reference_impl._core.kernel import ONE, TWO, ZERO, Array, clip
from reference_impl._kernels.softplus import FLOAT64, Functions

BELOW, ABOVE = np.array(-np.inf), np.array(np.inf)
SIGN = np.array(-(2**63))
PIECE = 8192


def scratch(like: Array, work: Array) -> Sequence[Array]:
    """Return four arrays to scribble on, of the dtype of ``like``."""
    return list(work[:4]) if like.dtype == np.float64 else [np.empty_like(like) for _ in range(4)]


def loss(z: Array, y: Array, *rest: Any, of: Functions, names: tuple[str, ...]) -> None:
    """(1 - y) softplus(z) + y softplus(-z), each weighted by the factors given."""
    *factors, out, work = rest
    given = dict(zip(names, factors, strict=True))
    of.softplus_neg_abs(z, out, work)
    negative, positive, part, _ = scratch(z, work)
    np.subtract(ONE, y, out=negative)
    if given:
        np.copyto(positive, y)
        for name, factor in given.items():
            np.multiply(positive, factor, out=positive)
            if name == "weight":
                np.multiply(negative, factor, out=negative)
    else:
        positive = y
    cross_entropy(z, negative, positive, part, out, weighted=bool(given))


def cross_entropy(
    z: Array, negative: Array, positive: Array, part: Array, out: Array, *, weighted: bool
) -> None:
    """negative softplus(z) + positive softplus(-z): two terms of one sign, so nothing cancels.

    ``out`` holds softplus(-|z|) at first; softplus(z) is max(z, 0) more. ``part`` is scribbled on.
    """
    if weighted:  # else the two factors are 1 together
        np.add(negative, positive, out=part)
        np.multiply(out, part, out=out)
    clip(z, ZERO, ABOVE, out=part)
    np.multiply(part, negative, out=part)
    np.add(out, part, out=out)
    clip(z, BELOW, ZERO, out=part)
    np.multiply(part, positive, out=part)
    np.subtract(out, part, out=out)
    if not math.isfinite(z.item(z.argmax()) - z.item(z.argmin())):
        infinite = np.isinf(z)  # there the limit, and not 0 times infinity
        factor = np.where(z > 0, negative, positive)[infinite]
        out[infinite] = np.where(factor == 0, 0, factor * np.inf)


def total(z: Array, y: Array, work: Array) -> float:
    """Return the sum of a block's losses, or NaN where a logit is not finite."""
    e, u = work[:2]
    np.bitwise_or(z.view(np.int64), SIGN, out=e.view(np.int64))  # -|z| in one pass
    np.exp(e, out=e)
    np.add(e, ONE, out=u)
    # The logarithm of a product of 64 factors in place of theirs: 1.25 times as fast, and as exact for losses that
    # are not small. The product is 2⁶⁴ at most.
    most = e.size // 64 * 64
    softplus = np.log(np.multiply.reduce(u[:most].reshape(64, -1))).sum() + np.log1p(e[most:]).sum()
    if softplus < e.size / 16:
        np.log1p(e, out=e)
        softplus = e.sum()
    # To softplus(-|z|) a loss adds z (1 - y) or, left of 0, -z y: nothing below 0, so that nothing cancels.
    np.copyto(u, z > 0)
    np.subtract(u, y, out=u)
    value = float(softplus + _dot(z, u))
    return value if math.isfinite(value) else math.nan


def _dot(a: Array, b: Array) -> float:
    """a · b in pieces too short for BLAS to use threads: their number would change the sum, and they cost more."""
    most = a.size // PIECE * PIECE
    pieces = np.vecdot(a[:most].reshape(-1, PIECE), b[:most].reshape(-1, PIECE))
    return float(pieces.sum() + np.dot(a[most:], b[most:]))


def gradient(
    z: Array, y: Array, *rest: Any, names: tuple[str, ...], scale: Any, exactly: bool = True
) -> None:
    """σ(z) - y, or -σ(-z) where y is 1 and the difference would cancel: flip makes one formula of both."""
    *factors, out, work = rest
    given = dict(zip(names, factors, strict=True))
    ones, flip, share, s = scratch(z, work)
    np.floor(y, out=ones)  # 1 where y is, else 0
    np.multiply(ones, TWO, out=flip)
    np.subtract(flip, ONE, out=flip)
    np.multiply(z, flip, out=out)
    top = out.item(out.argmax())
    far = kept = None
    if not top <= 700:  # exp may overflow; a NaN is the maximum
        far = ~(out <= 700)
        kept = flip[far] * np.exp(-out[far])
    np.exp(out, out=out)
    np.add(out, ONE, out=share)
    np.divide(flip, share, out=s)  # -σ(z), or σ(-z)
    np.subtract(ones, y, out=ones)
    soft = ones.item(ones.argmin()) < 0
    if exactly and (soft or not top <= 36):
        # What the sum rounded off is added back: a unit where it is just over 2, for which a soft target leaves no
        # room, and half a unit where it is about 2⁵³.
        np.subtract(out, share, out=out)
        np.add(out, ONE, out=out)
        np.multiply(out, s, out=out)
        np.multiply(out, s, out=out)
        np.multiply(out, flip, out=out)
        np.subtract(s, out, out=s)
    if far is not None:
        s[far] = kept
    if "pos_weight" in given:
        np.multiply(ones, given["pos_weight"], out=ones)
        np.multiply(y, given["pos_weight"], out=share)
        np.subtract(ONE, y, out=flip)
        np.add(share, flip, out=share)
        np.multiply(s, share, out=s)
    np.subtract(ones, s, out=out)
    for name in ("weight", "grad_output"):
        if name in given:
            np.multiply(out, given[name], out=out)
    np.multiply(out, scale, out=out)


def gradient32(z: Array, y: Array, out: Array, work: Array, *, scale: Any) -> None:
    """The same in float64, to be rounded to float32: ((1 - y) - y e) / (1 + e), with e = exp(-z), needs no label."""
    e, u = work[:2]
    if _odds(z, e, u):
        _from_odds(y, e, u, out, scale)
    else:
        gradient(z, y, out, work, names=(), scale=scale, exactly=False)


def value_and_gradient32(z: Array, y: Array, slope: Array, value: Array, work: Array, *, scale: Any) -> None:
    """Write the sum of a block's losses to ``value[0]`` and the gradient to ``slope``, from one exponential."""
    e, u, spare = work[:3]
    w, t, out = work[-3:]
    w[...], t[...] = z, y
    found = math.nan
    if _odds(w, e, u):
        if w.item(w.argmin()) >= -40:  # so that no product of 16 overflows
            most = u.size // 16 * 16
            softplus = np.log(np.multiply.reduce(u[:most].reshape(16, -1))).sum() + np.log(u[most:]).sum()
            np.subtract(ONE, t, out=spare)
            found = float(softplus + _dot(w, spare))
            # Small losses need log1p, and the two parts may cancel.
            if softplus < u.size / 16 or not found > softplus * 2.0**-16:
                found = math.nan
        _from_odds(t, e, u, out, scale)
    else:
        gradient(w, t, out, work, names=(), scale=scale, exactly=False)
    slope[...] = out
    if math.isnan(found):
        found = total(w, t, work)
    if math.isnan(found):
        loss(w, t, out, work, of=FLOAT64, names=())
        found = out.sum()
    value[0] = found


def _odds(z: Array, e: Array, u: Array) -> bool:
    """Write e = exp(-z) and u = 1 + e, or return False: an exponential might overflow, or a logit is NaN."""
    if not z.item(z.argmin()) >= -700:
        return False
    np.negative(z, e)
    np.exp(e, e)
    np.add(e, ONE, u)
    return True


def _from_odds(y: Array, e: Array, u: Array, out: Array, scale: Any) -> None:
    np.multiply(e, y, e)
    np.subtract(ONE, y, out)
    np.subtract(out, e, out)
    np.divide(out, u, out)
    np.multiply(out, scale, out)
