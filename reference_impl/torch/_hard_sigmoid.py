"""min(max(slope x + offset, 0), 1), the hard sigmoid: a straight line between 0 and 1."""

from __future__ import annotations

import torch
from torch import Tensor

from reference_impl._hard_sigmoid import checked_line
from reference_impl.torch._core import cast, real_tensor, widened


def hard_sigmoid(x: Tensor, *, slope: float = 1 / 6, offset: float = 0.5) -> Tensor:
    """Return ``slope * x + offset`` held between 0 and 1, elementwise.

    Parameters
    ----------
    x : Tensor
        Any shape, any floating dtype, any real number, infinities and NaN included. Booleans and integers
        become the default dtype.
    slope : float, default 1/6
        Slope of the straight part, positive. PyTorch and Keras 3 have 1/6, Keras 2 had 0.2.
    offset : float, default 0.5
        Value at 0, finite.

    Returns
    -------
    Tensor
        Values in [0, 1], in the shape and dtype of ``x``.

    Raises
    ------
    TypeError
        For a complex tensor, and for what is not a tensor.
    ValueError
        For a ``slope`` that is not positive, or an ``offset`` that is not finite.

    See Also
    --------
    sigmoid

    Notes
    -----
    At the corners the derivative is 0, as that of ``torch.nn.functional.hardsigmoid``; ``torch.clamp`` has
    the slope there.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> x = torch.tensor([-4.0, 0.0, 1.5, 3.0], requires_grad=True)
    >>> y = rt.hard_sigmoid(x)
    >>> y.sum().backward()
    >>> y.tolist(), [round(v, 4) for v in x.grad.tolist()]
    ([0.0, 0.5, 0.75, 1.0], [0.0, 0.1667, 0.1667, 0.0])
    """
    slope, offset = checked_line(slope, offset)
    given = real_tensor(x)
    x = widened(given)
    steep = torch.where(torch.isnan(x), x.detach(), slope)  # NaN has a NaN derivative too
    line = steep * x + offset
    y = torch.where((line <= 0) | (line >= 1), line.detach().clamp(0, 1), line)  # held, it has no derivative
    return cast(y, given.dtype)
