"""1 where σ(x) > threshold, else 0, with the sigmoid's slope backward: the straight-through estimator."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import torch
from torch import Tensor

from reference_impl._straight_through import checked_threshold
from reference_impl.torch._core import real_tensor
from reference_impl.torch._sigmoid import sigmoid


def straight_through_sigmoid(x: Tensor, *, threshold: float = 0.5) -> Tensor:
    """Return 1 where σ(x) is above ``threshold`` and 0 where it is not, with the gradient of the sigmoid.

    Parameters
    ----------
    x : Tensor
        Any shape, any floating dtype, any real number, infinities and NaN included. Booleans and integers
        become the default dtype.
    threshold : float, default 0.5
        Probability in [0, 1]. ``x`` is compared with its exact logit, and σ(x) is never rounded; a tie gives 0.

    Returns
    -------
    Tensor
        0, 1 or NaN, in the shape and dtype of ``x``.

    Raises
    ------
    TypeError
        For a complex tensor, and for what is not a tensor.
    ValueError
        For a ``threshold`` outside [0, 1].

    See Also
    --------
    sigmoid, hard_sigmoid

    References
    ----------
    Y. Bengio, N. Léonard, A. Courville, "Estimating or Propagating Gradients Through Stochastic Neurons for
    Conditional Computation", arXiv:1308.3432, 2013.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> x = torch.tensor([-2.0, 0.0, 2.0], requires_grad=True)
    >>> y = rt.straight_through_sigmoid(x)
    >>> y.sum().backward()
    >>> y.tolist(), [round(v, 4) for v in x.grad.tolist()]
    ([0.0, 0.0, 1.0], [0.105, 0.25, 0.105])
    """
    threshold = checked_threshold(threshold)
    x = real_tensor(x)
    step = (x.to(torch.float64) > logit_below(*threshold.as_integer_ratio())).to(x.dtype)
    p = sigmoid(x)
    return step + (p - p.detach())  # the bracket is exactly 0, and its derivative is that of p


def logit_below(numerator: int, denominator: int) -> float:
    """Return the largest float that is not above the exact logit of a fraction in [0, 1].

    Where a tensor's element exceeds it, and nowhere else, the element exceeds the exact logit.
    """
    if numerator == 0 or numerator == denominator:
        return math.inf if numerator else -math.inf
    with localcontext() as context:
        context.prec = 60
        exact = (Decimal(numerator) / (denominator - numerator)).ln()
    near = float(exact)
    return near if Decimal(near) <= exact else math.nextafter(near, -math.inf)


# What torch.compiler.assume_constant_result(logit_below) does, without the second that its import takes.
logit_below._dynamo_marked_constant = True  # type: ignore[attr-defined]
