"""-y log σ(z) - (1 - y) log σ(-z): the binary cross-entropy of logits z and targets y."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from reference_impl.torch._core import Function, checked, factor, reduced
from reference_impl.torch._log_sigmoid import log_from_table, log_sigmoid64
from reference_impl.torch._sigmoid import sigmoid64


def binary_cross_entropy_with_logits(
    logits: Tensor,
    targets: Tensor,
    *,
    weight: Tensor | float | None = None,
    pos_weight: Tensor | float | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the binary cross-entropy -y log σ(z) - (1 - y) log σ(-z) of logits z and targets y.

    Parameters
    ----------
    logits : Tensor
        Any shape, any floating dtype. They set the result's dtype, to which everything else is cast.
    targets : Tensor
        Probabilities or labels in [0, 1], of exactly the logits' shape. Their values are not checked.
    weight : Tensor or float, optional
        A factor of each loss; it broadcasts to the logits' shape.
    pos_weight : Tensor or float, optional
        A factor of the loss of positive targets; it broadcasts to the logits' shape.
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
        For shapes that do not match, and for another ``reduction``.

    See Also
    --------
    sigmoid_focal_loss, log_sigmoid

    Notes
    -----
    An infinite logit that agrees with its target costs 0, any other ``inf``. The derivative by the logit is
    (1 - y) σ(z) - y σ(-z), also at 0, where ``min`` and ``max`` of the usual forms put something else. float16,
    bfloat16 and float32 are computed in float64 and rounded once, reductions too. A float64 loss is that of
    ``reference_impl``, bit for bit. The largest error of its derivative, at 10 million points each, is 0.53 ULP for
    labels and 2.0 ULP of the larger of σ(z) and y for targets between.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> logits = torch.tensor([-100.0, 0.0, 100.0], requires_grad=True)
    >>> losses = rt.binary_cross_entropy_with_logits(logits, torch.tensor([0, 1, 0]), reduction="none")
    >>> losses.sum().backward()
    >>> [f"{v:.4g}" for v in losses.tolist()], [f"{v:.4g}" for v in logits.grad.tolist()]
    (['3.784e-44', '0.6931', '100'], ['3.784e-44', '-0.5', '1'])
    """
    given, labels = checked(logits, targets, reduction)
    each, pos = factor("weight", weight, given), factor("pos_weight", pos_weight, given)
    z, y = given.to(torch.float64), labels.to(torch.float64)
    loss = cross_entropy(z, negative=(1 - y) * each, positive=y * each * pos)
    return reduced(loss, reduction, given.dtype)


class CrossEntropy(Function):
    """negative softplus(z) + positive softplus(-z) in float64: two terms of one sign, so nothing cancels.

    Its derivative by z is negative σ(z) - positive σ(-z), also at 0, where max and abs have none.
    """

    @staticmethod
    def forward(z: Tensor, negative: Tensor, positive: Tensor) -> Tensor:
        softplus = -log_from_table(z.abs()) * (negative + positive)
        return (
            softplus
            + negative * limited(z.clamp(min=0), negative)
            - positive * limited(z.clamp(max=0), positive)
        )

    @staticmethod
    def backward(ctx: Any, grad_output: Tensor) -> tuple[Tensor | None, ...]:
        z, negative, positive = ctx.saved_tensors
        by_z, by_negative, by_positive = ctx.needs_input_grad
        return (
            grad_output * (negative * sigmoid64(z) - positive * sigmoid64(-z)) if by_z else None,
            -grad_output * limited(log_sigmoid64(-z), negative) if by_negative else None,
            -grad_output * limited(log_sigmoid64(z), positive) if by_positive else None,
        )


def limited(whole: Tensor, part: Tensor) -> Tensor:
    """Return whole, of which part is to be taken: no part of an infinite loss is none of it."""
    return torch.where((part == 0) & torch.isinf(whole), 0.0, whole)


def cross_entropy(z: Tensor, negative: Tensor, positive: Tensor) -> Tensor:
    """Return the cross-entropy of logits in float64 whose targets weigh so much, differentiable by all three."""
    loss: Tensor = CrossEntropy.apply(z, negative, positive)  # type: ignore[no-untyped-call]
    return loss
