"""What the gates of a long short-term memory are computed from."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import linear

from reference_impl.torch._tensor import like, real_tensor, shape_of


def preactivation(
    gates: int,
    x: Tensor,
    h: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
) -> Tensor:
    """Return W x + U h + b, for half precision in float32, or raise ``ValueError`` naming the shapes."""
    x = real_tensor(x)
    if x.dtype in (torch.float16, torch.bfloat16):
        x = x.to(torch.float32)  # the sums are rounded once, at the end
    h, w, u = (like(given, x) for given in (h, weight_ih, weight_hh))
    b_ih, b_hh = (None if b is None else like(b, x) for b in (bias_ih, bias_hh))
    if not (x.ndim and h.ndim and x.shape[:-1] == h.shape[:-1]):
        raise ValueError(f"x has shape {shape_of(x)}, h {shape_of(h)}: pass (..., input) and (..., hidden)")
    width = h.shape[-1]
    rows = gates * width
    for name, given, shape in (
        ("weight_ih", w, (rows, x.shape[-1])),
        ("weight_hh", u, (rows, width)),
        ("bias_ih", b_ih, (rows,)),
        ("bias_hh", b_hh, (rows,)),
    ):
        if given is not None and shape_of(given) != shape:
            fit = f"with x {shape_of(x)} and h {shape_of(h)} it needs {shape}"
            raise ValueError(f"{name} has shape {shape_of(given)}, but {fit}")
    return (linear(x, w, b_ih) + linear(h, u, b_hh)).to(x.dtype)  # autocast forms them in half precision
