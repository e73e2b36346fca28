"""float64 numbers at which a function's exact value lies close to a tie: halfway between two float64 numbers."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Random = np.random.Generator

LN2_REST = 2.3190468138462996e-17  # log 2 less its float64


def odd(rng: Random, bits: int, n: int) -> Floats:
    """Odd whole numbers below 2ᵇⁱᵗˢ⁺¹, small ones as often as large ones."""
    return np.asarray(2 * np.floor(2.0 ** rng.uniform(0, bits, n)) + 1, np.float64)


def sigmoid(rng: Random, n: int) -> Floats:
    """½ + x/4 is a tie; 1 - exp(-x) is; or exp(x) is, among the subnormal numbers."""
    beside = odd(rng, 16, n) * np.where(rng.random(n) < 0.5, 2.0**-52, -(2.0**-53))
    return np.concatenate([beside, 54 * math.log(2) - np.log(odd(rng, 35, n)), _subnormal(rng, n)])


def sigmoid_backward(rng: Random, n: int) -> Floats:
    """¼ - x²/16 is a tie; or exp(-|x|) is, among the subnormal numbers."""
    magnitudes = np.concatenate([np.sqrt(odd(rng, 16, n) * 2.0**-52), _subnormal(rng, n)])
    return np.asarray(np.copysign(magnitudes, rng.uniform(-1, 1, 2 * n)), np.float64)


def log_sigmoid(rng: Random, n: int) -> Floats:
    """x/2 - log 2 is a tie; x - exp(x) is; or exp(-x) is, among the subnormal numbers."""
    beside = 2 * (LN2_REST - odd(rng, 11, n) * rng.choice([-1, 1], n) * 2.0**-54)
    left = np.log(odd(rng, 18, n)) - 49 * math.log(2)  # where a unit in the last place is 2⁻⁴⁸
    lower = rng.choice([-48 * math.log(2), math.log(3) - 48 * math.log(2)], n // 2) + rng.normal(
        0, 1e-3, n // 2
    )
    return np.concatenate([beside, left[left > -32], lower, -_subnormal(rng, n)])


def logit(rng: Random, n: int) -> Floats:
    """log p is a tie, which float64 hits the better the smaller p is; or the cube beside ½ is half a unit."""
    value = -rng.uniform(64, 700, 2 * n)
    below = np.exp(value) * (1 - np.spacing(-value) / 2)
    a = rng.integers(20, 25, n)  # logit p = 4 d + 16/3 d³ with d = p - ½ and 4 d from 2⁻ᵃ to 2¹⁻ᵃ
    d = np.cbrt(odd(rng, 10, n) * 2.0 ** (-a - 53) * 3 / 16)
    d = d[(4 * d >= 2.0**-a) & (4 * d < 2.0 ** (1 - a))]
    return np.concatenate([below, 0.5 + d, 0.5 - d])


def _subnormal(rng: Random, n: int) -> Floats:
    return np.log(odd(rng, 40, n)) - 1075 * math.log(2)
