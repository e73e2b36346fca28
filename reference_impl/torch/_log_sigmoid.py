"""log σ(x) = -log(1 + exp(-x)), the logarithm of the sigmoid."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import softplus

from reference_impl._kernels.accurate_table import LOG_HIGH, LOG_LOW
from reference_impl._kernels.log_sigmoid64 import CUBE
from reference_impl.torch._core import Function, another, cast, in_parts, real_tensor, widened
from reference_impl.torch._sigmoid import Slope, from_table, value
from reference_impl.torch._table import log_sigmoid_table, nearest

NUDGE = 1.5 * 2.0**-53  # leans one float32's result, within 0.04 units of float64 of a tie, to the right side


def log_sigmoid(x: Tensor) -> Tensor:
    """Return log σ(x) = -log(1 + exp(-x)), elementwise, without passing through σ(x).

    Parameters
    ----------
    x : Tensor
        Any shape, any floating dtype, any real number, infinities and NaN included. Booleans and integers
        become the default dtype.

    Returns
    -------
    Tensor
        Values in [-inf, 0], in the shape and dtype of ``x``.

    Raises
    ------
    TypeError
        For a complex tensor, and for what is not a tensor.

    See Also
    --------
    sigmoid, binary_cross_entropy_with_logits

    Notes
    -----
    float16, bfloat16 and float32 are computed in float64 and rounded once. float64 results are the bits of
    ``reference_impl.log_sigmoid``, on a CPU compiled too: the largest error is 0.53 ULP. The derivative is σ(-x), as
    accurate as ``sigmoid``.

    References
    ----------
    M. Mächler, "Accurately Computing log(1 - exp(-|a|)), Assessed by the Rmpfr package", vignette of Rmpfr, 2012.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> x = torch.tensor([-1000.0, 0.0, 100.0], requires_grad=True)
    >>> y = rt.log_sigmoid(x)
    >>> y.sum().backward()
    >>> [f"{v:.4g}" for v in y.tolist()], [f"{v:.4g}" for v in x.grad.tolist()]
    (['-1000', '-0.6931', '-3.784e-44'], ['1', '0.5', '3.784e-44'])
    """
    x = real_tensor(x)
    return LogSigmoid.of(another(x), x.dtype == torch.float64)


def log_from_table(x: Tensor) -> Tensor:
    """log σ in float64, by the table and the steps of the NumPy twin, which give the same bits."""
    arguments, tails, values = log_sigmoid_table(x.device)
    v = torch.where(x < LOG_LOW, -x, x)  # on the left, log σ is x + log σ(-x)
    index = nearest(v, LOG_LOW, LOG_HIGH)
    s = tails[index]
    r = v - arguments[index]
    h = r * s / (((r * (1 / 6) - s) + 1) * r + 2)
    y = values[index] + h * (h * h * CUBE + 2)
    y = torch.where(v > LOG_HIGH, 0 - from_table(-v), y)
    return torch.where(x < LOG_LOW, x + y, y)


def log_value(x: Tensor, exact: bool) -> Tensor:
    """log σ in float64: exact as the table, or so that it rounds to the right float32."""
    if exact:
        return log_from_table(x)
    return 0 - softplus(NUDGE - x, threshold=700.0)  # above it softplus is its argument


class LogSigmoid(Function):
    """log σ, computed in float64."""

    @staticmethod
    def forward(x: Tensor, exact: bool) -> Tensor:
        return in_parts(lambda x: log_value(x, exact), x)

    @staticmethod
    def along(direction: Tensor, which: int, x: Tensor, exact: bool) -> Tensor:
        return LogSlope.of(x, direction, exact)


class LogSlope(Function):
    """A factor times σ(-x), the derivative of log σ."""

    @staticmethod
    def forward(x: Tensor, factor: Tensor, exact: bool) -> Tensor:
        return in_parts(lambda x, factor: value(-x, exact) * factor, x, factor)

    @staticmethod
    def along(direction: Tensor, which: int, x: Tensor, factor: Tensor, exact: bool) -> Tensor:
        if which == 1:
            return LogSlope.of(x, direction, exact)
        return cast(-Slope.of(widened(x), widened(direction) * widened(factor), exact), x.dtype)
