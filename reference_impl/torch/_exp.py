"""The exponential with the digits that rounding it would lose."""

from __future__ import annotations

import math

import torch
from torch import Tensor

# ln 2 in two parts; the first ends in 11 zero bits, so that its product with a whole number is exact.
LN2_HIGH = float.fromhex("0x1.62e42fefa3800p-1")
LN2_LOW = float.fromhex("0x1.ef35793c76730p-45")
LIFT = 2.0**64


# --8<-- [start:kernel]
def exp_parts(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return (high, low, scale) for x ≤ 0 in float64, so that exp(x) = (high + low) · scale / 2⁶⁴.

    With x = k ln 2 + r, the sum is 1 + expm1(r), unrounded, and the scale 2ᵏ⁺⁶⁴. The 2⁶⁴ keeps it a normal
    number, so that a subnormal result is rounded once, when the caller divides by 2⁶⁴ at last.
    """
    x = x.clamp(min=-750.0)  # where exp is 0 in float64, and 2ᵏ⁺⁶⁴ still a normal number
    k = torch.round(x / math.log(2.0))
    e = torch.expm1((x - k * LN2_HIGH) - k * LN2_LOW)
    high = 1 + e
    return high, e - (high - 1), torch.exp2(k + 64)


# --8<-- [end:kernel]
