"""α (1 - p_t)^γ times the cross-entropy, where p_t is the probability of what is true: the focal loss."""

from __future__ import annotations

import torch
from torch import Tensor

from reference_impl.torch._binary_cross_entropy import limited, losses
from reference_impl.torch._core import Function, checked, in_parts, reduced, widened
from reference_impl.torch._log_sigmoid import log_value
from reference_impl.torch._sigmoid import value


def sigmoid_focal_loss(
    logits: Tensor,
    targets: Tensor,
    *,
    alpha: float | None = 0.25,
    gamma: float = 2.0,
    reduction: str = "mean",
) -> Tensor:
    """Return the focal loss -α (1 - p_t)^γ log p_t, with p_t = σ(z) where the target is 1 and σ(-z) where it is 0.

    Parameters
    ----------
    logits : Tensor
        Any shape, any floating dtype. They set the result's dtype, to which the targets are cast.
    targets : Tensor
        Probabilities or labels in [0, 1], of exactly the logits' shape. Their values are not checked.
    alpha : float or None, default 0.25
        Weight in [0, 1] of positive targets; negative ones get 1 - alpha. None: unweighted.
    gamma : float, default 2.0
        How strongly easy examples are discounted, at least 0. With 0 it is the cross-entropy.
    reduction : {"mean", "sum", "none"}, default "mean"
        What becomes of the losses. "mean" divides by the number of elements; of nothing it is NaN.

    Returns
    -------
    Tensor
        The losses for "none", else a tensor of no dimension.

    Raises
    ------
    TypeError
        For a complex tensor, and for what is not a tensor.
    ValueError
        For shapes that differ, an ``alpha`` outside [0, 1], a negative ``gamma``, and another ``reduction``.

    See Also
    --------
    binary_cross_entropy_with_logits

    Notes
    -----
    The derivative is finite for every γ ≥ 0, also where γ < 1 and 1 - p_t underflows. float16,
    bfloat16 and float32 are computed in float64 and rounded once, reductions too. A float64 loss is that of
    ``reference_impl``, bit for bit, for γ of 0, 1 and 2; for others the two libraries' powers are a unit apart.

    References
    ----------
    T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, "Focal Loss for Dense Object Detection", ICCV 2017.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> losses = rt.sigmoid_focal_loss(torch.tensor([-2.0, 2.0]), torch.tensor([1, 1]), reduction="none")
    >>> [round(v, 6) for v in losses.tolist()]
    [0.41252, 0.000451]
    """
    if alpha is not None and not 0 <= alpha <= 1:
        raise ValueError(f"alpha is {alpha}: pass a weight between 0 and 1, or None")
    if not gamma >= 0:
        raise ValueError(f"gamma is {gamma}: pass a number that is not negative")
    given, labels = checked(logits, targets, reduction)
    loss = Focal.of(widened(given), widened(labels), alpha, gamma, given.dtype == torch.float64)
    return reduced(loss, reduction, given.dtype)


class Focal(Function):
    """The loss in float64, with a balance that is linear in y; its derivatives are sums of the terms below."""

    @staticmethod
    def forward(z: Tensor, y: Tensor, alpha: float | None, gamma: float, exact: bool) -> Tensor:
        def loss(z: Tensor, y: Tensor) -> Tensor:
            weight = (y * value(-z, exact) + (1 - y) * value(z, exact)) ** gamma  # (1 - p_t)^γ
            if alpha is not None:
                weight = weight * balance(y, alpha)
            return losses(z, (1 - y) * weight, y * weight, exact)

        return in_parts(loss, z, y)

    @staticmethod
    def along(
        direction: Tensor, which: int, z: Tensor, y: Tensor, alpha: float | None, gamma: float, exact: bool
    ) -> Tensor:
        steep = Term.along(direction, which, z, y, True, gamma, 0, 0, exact)
        if alpha is None:
            return steep
        steep = steep * balance(y, alpha)
        if which == 0:
            return steep
        return steep + direction * (2 * alpha - 1) * Focal.of(z, y, None, gamma, exact)


def balance(y: Tensor, alpha: float) -> Tensor:
    """Return how much a target counts."""
    return alpha * y + (1 - alpha) * (1 - y)


class Term(Function):
    """qᵃ σ(z)ᵇ σ(-z)ᶜ with q = 1 - p_t = y σ(-z) + (1 - y) σ(z), times the cross-entropy if ``costs``, in float64.

    Its derivatives are sums of such terms, and no term is 0 times infinity: where q underflows, autograd's were.
    """

    @staticmethod
    def forward(z: Tensor, y: Tensor, costs: bool, a: float, b: int, c: int, exact: bool) -> Tensor:
        def term(z: Tensor, y: Tensor) -> Tensor:
            # With v = |z|, e = exp(-v) and p the share of the less likely outcome, q = σ(v) u, u = p + (1 - p) e.
            v, left = z.abs(), z < 0
            p = torch.where(left, y, 1 - y)
            e = torch.exp(-v)
            u = p + (1 - p) * e
            power_of_u = a + 1 if costs else a
            likely = value(v, exact) ** (a + b + c)
            if costs:
                # The cross-entropy over u, whose limit is 1 for a label: softplus(-v) is e then.
                cost = (p * limited(v, p) - log_value(v, exact)) / u
                cost = torch.where((p == 0) & (v > 40), 1.0, cost)
            few = torch.where(left, float(b), float(c))  # how many factors e
            # Far out by logarithms: u and e underflow.
            far = v.clamp(max=1e300)
            by_logs = torch.exp(power_of_u * torch.where(p == 0, -far, torch.log(u)) - few * far)
            power = torch.where(v < 170, u**power_of_u * e**few, by_logs)
            return likely * power * limited(cost, power) if costs else likely * power

        return in_parts(term, z, y)

    @staticmethod
    def along(
        direction: Tensor,
        which: int,
        z: Tensor,
        y: Tensor,
        costs: bool,
        a: float,
        b: int,
        c: int,
        exact: bool,
    ) -> Tensor:
        def term(costs: bool, a: float, b: int, c: int) -> Tensor:
            return Term.of(z, y, costs, a, b, c, exact)

        steep = torch.zeros_like(z)
        if which == 0:
            if a:
                steep = a * (1 - 2 * y) * term(costs, a - 1, b + 1, c + 1)
            if b:
                steep = steep + b * term(costs, a, b, c + 1)
            if c:
                steep = steep - c * term(costs, a, b + 1, c)
            if costs:  # whose own derivative is (1 - y) σ(z) - y σ(-z)
                steep = steep + (1 - y) * term(False, a, b + 1, c) - y * term(False, a, b, c + 1)
        else:
            if a:
                steep = a * (term(costs, a - 1, b, c + 1) - term(costs, a - 1, b + 1, c))
            if costs:  # -z
                share = term(False, a, b, c)
                steep = steep - share * limited(z, share)
        return direction * steep
