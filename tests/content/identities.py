"""The identities of the specification: name -> the two sides, or the residue that must vanish.

The page docs/look-up/specification.md names each; test_identities.py evaluates them at 50 digits.
"""

import functools
from collections.abc import Callable
from typing import Any

import mpmath
from mpmath import mp, mpf

Number = Any
Sides = Callable[..., tuple[Number, Number]]

POINTWISE: dict[str, tuple[str, Sides]] = {}  # name -> (the letters of its domains, its two sides)
CONSTANTS: dict[str, Callable[[], tuple[Number, Number]]] = {}


def sigma(x: Number) -> Number:
    return 1 / (1 + mp.exp(-x))


def softplus(x: Number) -> Number:
    return mp.log1p(mp.exp(x))


def logit(p: Number) -> Number:
    return mp.log(p / (1 - p))


def slope(x: Number, order: int = 1) -> Number:
    """The derivative by mpmath's differences, at four times the digits: no formula of ours."""
    with mp.workdps(200):
        return mpmath.diff(sigma, x, order)


def at(domains: str) -> Callable[[Sides], Sides]:
    """Registers an identity of points: r real, c complex, n negative, p in (0, 1), t positive."""

    def register(sides: Sides) -> Sides:
        POINTWISE[sides.__name__] = (domains, sides)
        return sides

    return register


def constant(sides: Callable[[], tuple[Number, Number]]) -> Callable[[], tuple[Number, Number]]:
    CONSTANTS[sides.__name__] = sides
    return sides


@at("c")
def two_fractions(x):
    return sigma(x), mp.exp(x) / (1 + mp.exp(x))


@at("c")
def half_tanh(x):
    return sigma(x), (1 + mp.tanh(x / 2)) / 2


@at("c")
def tanh_from_sigmoid(x):
    return mp.tanh(x), 2 * sigma(2 * x) - 1


@at("c")
def symmetry(x):
    return sigma(-x), 1 - sigma(x)


@at("r")
def inverse(x):
    return logit(sigma(x)), x


@at("c")
def derivative(x):
    return slope(x), sigma(x) * sigma(-x)


@at("r")
def even_derivative(x):
    return slope(x), slope(-x)


@at("c")
def second_derivative(x):
    s = sigma(x)
    return slope(x, 2), s * (1 - s) * (1 - 2 * s)


@at("c")
def third_derivative(x):
    s = sigma(x)
    return slope(x, 3), s * (1 - s) * (1 - 6 * s + 6 * s**2)


def eulerian(n: int, k: int) -> int:
    return sum((-1) ** j * int(mpmath.binomial(n + 1, j)) * (k + 1 - j) ** n for j in range(k + 1))


@at("r")
def any_order_eulerian(x):
    s, n = sigma(x), 7
    terms = ((-1) ** k * eulerian(n, k) * s ** (k + 1) * (1 - s) ** (n - k) for k in range(n))
    return slope(x, n), sum(terms)


@at("r")
def any_order_stirling(x):
    s, n = sigma(x), 8
    terms = (
        (-1) ** k * mp.factorial(k) * mpmath.stirling2(n + 1, k + 1) * s ** (k + 1) for k in range(n + 1)
    )
    return slope(x, n), sum(terms)


@at("r")
def log_sigmoid_is_softplus(x):
    return mp.log(sigma(x)), -softplus(-x)


@at("rr")
def integral_is_softplus(a, b):
    return mpmath.quad(sigma, mpmath.linspace(a, b, 9)), softplus(b) - softplus(a)


@at("r")
def softplus_difference(x):
    return softplus(x) - softplus(-x), x


@at("n")
def geometric_series(x):
    return sigma(x), mpmath.nsum(lambda k: (-1) ** (int(k) + 1) * mp.exp(k * x), [1, mp.inf])


@at("c")
def partial_fractions(x):
    with mp.workdps(70):
        return sigma(x), mpf(1) / 2 + mpmath.nsum(
            lambda k: 2 * x / (x**2 + ((2 * k - 1) * mp.pi) ** 2), [1, mp.inf], method="richardson"
        )


@at("c")
def period(x):
    return sigma(x + 2j * mp.pi), sigma(x)


@at("rr")
def log_odds_add(a, b):
    return sigma(a + b), sigma(a) * sigma(b) / (sigma(a) * sigma(b) + sigma(-a) * sigma(-b))


@at("r")
def doubling(x):
    s = sigma(x)
    return sigma(2 * x), s**2 / (s**2 + (1 - s) ** 2)


@at("rr")
def two_class_softmax(a, b):
    return sigma(a - b), mp.exp(a) / (mp.exp(a) + mp.exp(b))


@at("rt")
def temperature(x, t):
    return mpmath.diff(lambda u: sigma(u / t), x), sigma(x / t) * sigma(-x / t) / t


@at("rp")
def cross_entropy(z, y):
    p = sigma(z)
    return softplus(z) - y * z, -y * mp.log(p) - (1 - y) * mp.log(1 - p)


@at("rp")
def cross_entropy_gradient(z, y):
    return mpmath.diff(lambda u: softplus(u) - y * u, z), sigma(z) - y


@at("r")
def entropy_duality(x):
    p = sigma(x)
    return p * x - p * mp.log(p) - (1 - p) * mp.log(1 - p), softplus(x)


@at("r")
def characteristic_function(w):
    # The trapezoidal rule on the whole line errs by its Fourier transform at 2 pi / h - w, 60 digits down.
    step = 2 * mp.cos(w / 9)
    total, cosine, before = mpf(0), mpf(1), step / 2
    for weight in _slopes():
        total += weight * cosine
        cosine, before = step * cosine - before, cosine  # cos((k + 1) t) from the two before it
    return total / 9, mp.pi * w / mp.sinh(mp.pi * w)


@functools.cache
def _slopes():
    halves = [sigma(mpf(k) / 9) * sigma(-mpf(k) / 9) for k in range(1450)]
    return [halves[0], *(2 * value for value in halves[1:])]


@constant
def integral_of_the_left_half():
    return mpmath.quad(sigma, [-mp.inf, -20, -5, 0]), mp.log(2)


@constant
def softplus_above_relu():
    return 2 * mpmath.quad(lambda x: softplus(-x), [0, 2, 10, 40, mp.inf]), mp.pi**2 / 6


@constant
def integral_of_the_slope():
    return 2 * mpmath.quad(lambda x: sigma(x) * sigma(-x), [0, 2, 10, 40, mp.inf]), mpf(1)


@constant
def integral_of_the_squared_slope():
    return 2 * mpmath.quad(lambda x: (sigma(x) * sigma(-x)) ** 2, [0, 2, 10, 40, mp.inf]), mpf(1) / 6


@constant
def variance():
    return 2 * mpmath.quad(lambda x: x**2 * sigma(x) * sigma(-x), [0, 2, 10, 40, mp.inf]), mp.pi**2 / 3


@constant
def largest_second_derivative():
    s = sigma(mp.log(2 + mp.sqrt(3)))
    return abs(s * (1 - s) * (1 - 2 * s)), 1 / (6 * mp.sqrt(3))


@constant
def where_it_bends_most():
    s = (3 - mp.sqrt(3)) / 6
    return 1 - 6 * s + 6 * s**2, mpf(0)


@constant
def residue():
    circle = mpmath.quad(
        lambda t: sigma(1j * mp.pi + mp.expj(t)) * 1j * mp.expj(t), mpmath.linspace(0, 2 * mp.pi, 9)
    )
    return circle / (2j * mp.pi), mpf(1)


@constant
def taylor_coefficients():
    """All of them up to x^15 at once: the sum of the differences."""
    with mp.workdps(80):
        ours = [mpf(1) / 2] + [
            (2 ** (n + 1) - 1) * mpmath.bernoulli(n + 1) / mp.factorial(n + 1) if n % 2 else mpf(0)
            for n in range(1, 16)
        ]
        return sum(abs(a - b) for a, b in zip(mpmath.taylor(sigma, 0, 15), ours, strict=True)), mpf(0)


@constant
def radius_of_convergence():
    def c(n):
        return (2 ** (n + 1) - 1) * mpmath.bernoulli(n + 1) / mp.factorial(n + 1)

    return mp.sqrt(abs(c(119) / c(121))), mp.pi


@constant
def fixed_point():
    """Found by a root search, and reached by iteration from far away."""
    x = mpf(-7)
    for _ in range(100):
        x = sigma(x)
    return mpmath.findroot(lambda u: sigma(u) - u, 0.66), x
