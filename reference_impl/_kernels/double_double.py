"""Arithmetic with pairs of doubles, high + low, of about 106 bits: used to build tables.

Only +, -, * and / of IEEE 754 are used, so that the tables come out the same on every machine.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any, TypeAlias

import numpy as np

from reference_impl._core.kernel import Floats

Pair: TypeAlias = tuple[Floats, Floats]

_LN2 = (np.array(6243314768165359 / 2**53), np.array(float.fromhex("0x1.abc9e3b39803fp-56")))


def fast_two_sum(a: Floats, b: Floats) -> Pair:
    """Return a + b and what its rounding lost, for |a| >= |b| (Dekker 1971)."""
    s = a + b
    return s, b - (s - a)


def two_sum(a: Floats, b: Floats) -> Pair:
    """Return a + b and what its rounding lost (Knuth 1969)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def two_product(a: Any, b: Any, bits: int = 53) -> tuple[Any, Any]:
    """Return a * b and what its rounding lost, for arrays or tensors with so many bits (Dekker 1971)."""

    def halves(x: Any) -> tuple[Any, Any]:
        c = (2.0 ** ((bits + 1) // 2) + 1) * x
        high = c - (c - x)
        return high, x - high

    (ah, al), (bh, bl) = halves(a), halves(b)
    p = a * b
    return p, ((ah * bh - p) + ah * bl + al * bh) + al * bl


def add(a: Pair, b: Pair) -> Pair:
    s, lost = two_sum(a[0], b[0])
    return fast_two_sum(s, lost + (a[1] + b[1]))


def multiply(a: Pair, b: Pair) -> Pair:
    p, lost = two_product(a[0], b[0])
    return fast_two_sum(p, lost + (a[0] * b[1] + a[1] * b[0]))


def divide(a: Pair, b: Pair) -> Pair:
    q = a[0] / b[0]
    p, lost = two_product(q, b[0])
    return fast_two_sum(q, (((a[0] - p) - lost + a[1]) - q * b[1]) / b[0])


def exp(x: Floats) -> Pair:
    """Return exp(x) for |x| < 600: 2ᵏ times the 16th power of a Taylor polynomial."""
    k = np.rint(x / _LN2[0])
    p, lost = two_product(k, _LN2[0])
    r = two_sum(x, -p)
    r = fast_two_sum(r[0], r[1] - lost - k * _LN2[1])
    r = (r[0] / 16, r[1] / 16)
    total = (np.zeros_like(x), np.zeros_like(x))
    for n in range(13, -1, -1):
        exact = Fraction(1, factorial(n))
        high = float(exact)
        total = add(multiply(total, r), (np.array(high), np.array(float(exact - Fraction(high)))))
    for _ in range(4):
        total = multiply(total, total)
    scale = k.astype(np.int32)
    return np.ldexp(total[0], scale), np.ldexp(total[1], scale)


def sigmoid(x: Floats) -> Pair:
    """Return σ(x) for |x| < 600."""
    z = exp(-np.abs(x))
    one = (np.where(x >= 0, 1.0, z[0]), np.where(x >= 0, 0.0, z[1]))
    return divide(one, add(z, (np.array(1.0), np.array(0.0))))


def log_sigmoid(x: Floats) -> Pair:
    """Return log σ(x) for |x| < 600, from its rounded value by a step of Newton's method."""
    one = (np.ones_like(x), np.zeros_like(x))
    z = exp(-x)
    y = -np.log1p(z[0])
    # y + log(σ exp(-y)), where the logarithm's argument is 1 + d with a d below 2⁻⁵⁰
    d = add(divide(exp(-y), add(one, z)), (-one[0], one[1]))
    near = fast_two_sum(y, d[0])
    # For a large x, 1 + z would lose z's last bits.
    z2, z3 = multiply(z, z), multiply(z, multiply(z, z))
    third = divide(z3, (np.array(3.0), np.array(0.0)))
    far = add(add((-z[0], -z[1]), (z2[0] / 2, z2[1] / 2)), (-third[0], -third[1]))
    large = x > 20
    return np.where(large, far[0], near[0]), np.where(large, far[1], near[1])
