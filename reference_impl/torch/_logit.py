"""log(p / (1 - p)), the logit: the inverse of the sigmoid."""

from __future__ import annotations

import torch
from torch import Tensor

from reference_impl._kernels.double_double import two_product
from reference_impl.torch._core import Function, another, cast, in_parts, real_tensor, widened


def logit(p: Tensor) -> Tensor:
    """Return log(p / (1 - p)), the inverse of the sigmoid, elementwise.

    Parameters
    ----------
    p : Tensor
        Probabilities in [0, 1], any shape, any floating dtype. Booleans and integers become the default dtype.

    Returns
    -------
    Tensor
        -inf at 0, inf at 1, and NaN outside [0, 1], in the shape and dtype of ``p``.

    Raises
    ------
    TypeError
        For a complex tensor, and for what is not a tensor.

    See Also
    --------
    sigmoid

    Notes
    -----
    float16, bfloat16 and float32 are computed in float64 and rounded once. In float64 the largest error seen at
    7 million points is 1.23 ULP, also where PyTorch runs without AVX2; log p - log1p(-p) comes to 1.52. The
    derivative is 1 / (p (1 - p)), NaN outside [0, 1].

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> p = torch.tensor([0.0, 0.5, 0.75, 1.0], requires_grad=True)
    >>> y = rt.logit(p)
    >>> y.sum().backward()
    >>> [round(v, 4) for v in y.tolist()], [round(v, 4) for v in p.grad.tolist()]
    ([-inf, 0.0, 1.0986, inf], [inf, 4.0, 5.3333, inf])
    """
    p = real_tensor(p)
    return Logit.of(another(p), p.dtype == torch.float64)


class Logit(Function):
    """log(p / (1 - p)), computed in float64; where it is rounded to float32, log p - log1p(-p) is exact enough."""

    @staticmethod
    def forward(p: Tensor, exact: bool) -> Tensor:
        return in_parts(from_quotient if exact else lambda p: torch.log(p) - torch.log1p(-p), p)

    @staticmethod
    def along(direction: Tensor, which: int, p: Tensor, exact: bool) -> Tensor:
        wide = widened(p)
        wide = torch.where((wide < 0) | (wide > 1), torch.nan, wide)
        # 1 / (p (1 - p)) in partial fractions: differentiated once more, it stays infinite at 0 and 1.
        return cast(widened(direction) * (1 / wide + 1 / (1 - wide)), p.dtype)


def from_quotient(p: Tensor) -> Tensor:
    """log(p / (1 - p)) in float64; near ½ it is small, so what the quotient's rounding lost is added back."""
    q = 1 - p
    ratio = p / q
    product, lost = two_product(ratio, q)
    rest = ((p - product) - lost - ratio * ((1 - q) - p)) / p
    return torch.log(ratio) + torch.where((p > 2.0**-60) & (p < 1), rest, 0.0)
