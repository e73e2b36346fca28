"""Binary cross-entropy of logits."""

from __future__ import annotations

import torch
from torch import Tensor

from reference_impl.torch._loss import checked, cross_entropy, factor, reduced


def binary_cross_entropy_with_logits(
    logits: Tensor,
    targets: Tensor,
    *,
    weight: Tensor | float | None = None,
    pos_weight: Tensor | float | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the binary cross-entropy of targets and σ(logits), computed from the logits.

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

    Notes
    -----
    An infinite logit that agrees with its target costs 0, any other ``inf``. The derivative by the logit is
    (1 - t) σ(w) - t σ(-w), also at 0, where ``min`` and ``max`` of the usual forms put something else. float16,
    bfloat16 and float32 are computed in float64 and rounded once, reductions too. A float64 loss is that of
    ``reference_impl``, bit for bit. The largest error of its derivative, at 10 million points each, is 0.52 ULP for
    labels and 2.0 ULP of the larger of σ(w) and t for targets between.

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
    w, t = given.to(torch.float64), labels.to(torch.float64)
    loss = cross_entropy(w, negative=(1 - t) * each, positive=t * each * pos)
    return reduced(loss, reduction, given.dtype)
