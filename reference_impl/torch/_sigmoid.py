"""The logistic sigmoid, with derivatives of every order."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from reference_impl.torch._exp import LIFT, exp_parts
from reference_impl.torch._tensor import real_tensor

NEAR = 1.1  # within it z = exp(-|x|) is more than 1/3, and z - z²/(1 + z) would cancel


# --8<-- [start:kernel]
def smaller(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return (big, small, scale) in float64, so that σ(-|x|) = (big + small) · scale / 2⁶⁴, yet to be rounded.

    Near 0 that is ½ - ½ tanh(|x|/2), elsewhere z - z²/(1 + z) with z = exp(-|x|).
    """
    x = x.abs()
    high, low, scale = exp_parts(-x)
    z = high * (scale / LIFT)
    share = z / (1 + z)
    near = x < NEAR
    return (
        torch.where(near, 0.5, high),
        torch.where(near, -0.5 * torch.tanh(0.5 * x), low * (1 - share) ** 2 - high * share),
        torch.where(near, LIFT, scale),
    )


# --8<-- [end:kernel]


# --8<-- [start:autograd]
class Sigmoid(torch.autograd.Function):
    """σ in float64; its derivative is computed from x, not from σ(x), whose distance from 1 is lost."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x: Tensor) -> Tensor:
        big, small, scale = smaller(x)
        y = (big + small) * scale / LIFT
        return torch.where(x < 0, y, 1 - y)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor], output: Tensor) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, grad_output: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return grad_output * slope(x)


class Slope(torch.autograd.Function):
    """σ' = σ(x) σ(-x) in float64; σ'' = -σ' tanh(x/2) is accurate near 0 and in both tails."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x: Tensor) -> Tensor:
        big, small, scale = smaller(x)
        square = (big + small) ** 2 * (scale / LIFT)
        far = (big + (small - square)) * scale / LIFT  # y - y² with y = σ(-|x|)
        return torch.where(x.abs() < NEAR, 0.25 - (0.5 * torch.tanh(0.5 * x)) ** 2, far)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor], output: Tensor) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, grad_output: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return -grad_output * slope(x) * torch.tanh(x / 2)


# --8<-- [end:autograd]


def sigmoid64(x: Tensor) -> Tensor:
    """Return σ(x) for a float64 tensor, as a float64 tensor."""
    y: Tensor = Sigmoid.apply(x)  # type: ignore[no-untyped-call]
    return y


def slope(x: Tensor) -> Tensor:
    """Return σ'(x) for a float64 tensor, as a float64 tensor."""
    y: Tensor = Slope.apply(x)  # type: ignore[no-untyped-call]
    return y


def sigmoid(x: Tensor) -> Tensor:
    """Return the logistic sigmoid 1 / (1 + exp(-x)), elementwise.

    Parameters
    ----------
    x : Tensor
        Any shape, any floating dtype, any real number, infinities and NaN included. Booleans and integers
        become the default dtype.

    Returns
    -------
    Tensor
        Values in [0, 1], in the shape and dtype of ``x``.

    Raises
    ------
    TypeError
        For a complex tensor, and for what is not a tensor.

    Notes
    -----
    float16, bfloat16 and float32 are computed in float64 and rounded once. In float64 the largest error seen at
    640,000 points is 1.34 ULP, that of the derivative 1.35 and of the second derivative 2.12; compiled for a CPU,
    where ``expm1(x)`` becomes ``exp(x) - 1``, it is 1.58. Subnormal results are returned. What autograd saves for
    the backward pass is a float64 copy of ``x``.

    References
    ----------
    D. Goldberg, "What Every Computer Scientist Should Know About Floating-Point Arithmetic", ACM Computing
    Surveys 23(1), 5-48, 1991.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> x = torch.tensor([-100.0, 0.0, 20.0], requires_grad=True)
    >>> y = rt.sigmoid(x)
    >>> y.sum().backward()
    >>> [f"{v:.4g}" for v in y.tolist()], [f"{v:.4g}" for v in x.grad.tolist()]
    (['3.784e-44', '0.5', '1'], ['3.784e-44', '0.25', '2.061e-09'])
    """
    x = real_tensor(x)
    return sigmoid64(x.to(torch.float64)).to(x.dtype)
