"""σ(x) = 1 / (1 + exp(-x)), the logistic sigmoid, with derivatives of every order."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import softshrink

from reference_impl import _sigmoid as in_numpy
from reference_impl._kernels.accurate_table import HIGH, LOW
from reference_impl._kernels.sigmoid64 import FIRST, LN2_HIGH, LN2_LOW
from reference_impl.torch._core import Function, another, cast, in_parts, real_tensor, widened
from reference_impl.torch._table import nearest, sigmoid_table

NUDGE = float(in_numpy.NUDGE)


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

    See Also
    --------
    log_sigmoid, logit, hard_sigmoid

    Notes
    -----
    float16, bfloat16 and float32 are computed in float64 and rounded once. float64 results are the bits of
    ``reference_impl.sigmoid``, on a CPU compiled too: the largest error is 0.53 ULP, subnormal results included.
    That of the derivative is 1.51, and that of the second derivative 2.6 at 640,000 points. What autograd saves for
    the backward pass is a float64 copy of ``x``.

    References
    ----------
    S. Gal, B. Bachelis, "An Accurate Elementary Mathematical Library for the IEEE Floating Point Standard", ACM
    Transactions on Mathematical Software 17(1), 26-45, 1991.

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
    return Sigmoid.of(another(x), x.dtype == torch.float64)


def from_table(x: Tensor) -> Tensor:
    """σ in float64, by the table and the steps of the NumPy twin, which give the same bits."""
    arguments, values = sigmoid_table(x.device)
    v = torch.where(x > HIGH, -x, x).clamp(min=-746.0)  # on the right, σ is 1 - σ(-x)
    # On the left, σ(v) is 2⁻ᵏ σ(v + k ln 2), but for the square that exp lacks.
    k = torch.where(v < LOW, torch.ceil((FIRST - v) / LN2_HIGH), 0.0)
    near, low = v + k * LN2_HIGH, k * LN2_LOW
    index = nearest(near, LOW, HIGH)
    s = values[index]
    r = (near - arguments[index]) + low
    w = r * s / (((r * (1 / 12) + s) - 0.5) * r + 1) * (1 - s)
    power = torch.exp2(-k)
    w = w + s * s * (1 - power)
    # Where the result is subnormal, a double of unit 2⁻¹⁰⁷⁴⁺ᵏ, added first, makes the sum round there.
    unit = torch.exp2(k - 1022)
    unit = torch.where(s + w >= unit, 0.0, unit)
    base = (unit + s) - unit
    y = ((unit + base) + ((s - base) + w) - unit) * power
    return torch.where(x > HIGH, 1 - y, y)


def value(x: Tensor, exact: bool) -> Tensor:
    """σ in float64: exact as the table, or so that it rounds to the right float32, which one exponential does."""
    return from_table(x) if exact else softshrink(x, NUDGE).sigmoid_()  # the nudge of the NumPy twin's kernel


class Sigmoid(Function):
    """σ, computed in float64; its derivative is computed from x, not from σ(x), whose distance from 1 is lost."""

    @staticmethod
    def forward(x: Tensor, exact: bool) -> Tensor:
        return in_parts(lambda x: value(x, exact), x)

    @staticmethod
    def along(direction: Tensor, which: int, x: Tensor, exact: bool) -> Tensor:
        return Slope.of(x, direction, exact)


class Slope(Function):
    """A factor times σ' = σ(x) σ(-x); σ'' = -σ' tanh(x/2) is accurate near 0 and in both tails."""

    @staticmethod
    def forward(x: Tensor, factor: Tensor, exact: bool) -> Tensor:
        def slope(x: Tensor, factor: Tensor) -> Tensor:
            y = value(-x.abs(), exact)
            return (y - y * y) * factor

        return in_parts(slope, x, factor)

    @staticmethod
    def along(direction: Tensor, which: int, x: Tensor, factor: Tensor, exact: bool) -> Tensor:
        if which == 1:
            return Slope.of(x, direction, exact)
        wide = widened(x)
        bent = -Slope.of(wide, widened(direction) * widened(factor), exact) * torch.tanh(wide / 2)
        return cast(bent, x.dtype)
