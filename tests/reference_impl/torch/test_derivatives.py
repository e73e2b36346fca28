"""First and second derivatives against mpmath, where automatic differentiation of the usual forms errs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import ml_dtypes
import mpmath
import numpy as np
import pytest

import reference_impl as ri
from tests.reference_impl import exact

torch = pytest.importorskip("torch")
rt = pytest.importorskip("reference_impl.torch")

FORMS = {
    torch.float16: np.float16,
    torch.bfloat16: ml_dtypes.bfloat16,
    torch.float32: np.float32,
    torch.float64: np.float64,
}
DTYPES = list(FORMS)
LIMIT = {torch.float16: 0.5001, torch.bfloat16: 0.5001, torch.float32: 0.5001, torch.float64: 3.0}
POINTS = [0.0, 1e-30, -1e-5, 0.25, -1.0, 1.09375, -3.0, 5.0, -5.0, 20.0, -20.0, 40.0, -40.0, 100.0, -100.0]


def bce(target: float) -> Callable[[Any], Any]:
    return lambda x: rt.binary_cross_entropy_with_logits(x, torch.full_like(x, target), reduction="none")


def bent(x: Any) -> Any:
    """σ''(x) = -σ'(x) tanh(x/2)."""
    return -exact.sigmoid_slope(x) * mpmath.tanh(exact.number(x) / 2)


CASES = {
    "sigmoid": (rt.sigmoid, exact.sigmoid_slope, bent),
    "straight_through": (rt.straight_through_sigmoid, exact.sigmoid_slope, bent),
    "log_sigmoid": (rt.log_sigmoid, lambda x: exact.sigmoid(-x), lambda x: -exact.sigmoid_slope(x)),
    "bce, t = 0": (bce(0.0), exact.sigmoid, exact.sigmoid_slope),
    "bce, t = 1": (bce(1.0), lambda x: -exact.sigmoid(-x), exact.sigmoid_slope),
}


def two_derivatives(function: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    x = x.clone().requires_grad_()
    (first,) = torch.autograd.grad(function(x).sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), x)
    return first.detach(), second


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_derivatives(name: str, dtype: Any) -> None:
    function, *truths = CASES[name]
    x = torch.tensor(POINTS, dtype=dtype)
    for got, truth in zip(two_derivatives(function, x), truths, strict=True):
        for at, value in zip(x.tolist(), got.tolist(), strict=True):
            assert exact.error(value, truth(at), FORMS[dtype]) <= LIMIT[dtype], at


def test_derivatives_in_float64_are_near_the_exact_values() -> None:
    rng = np.random.default_rng(7)
    x = np.concatenate(
        [rng.uniform(-3, 3, 2000), rng.uniform(-740, 740, 300), 10 ** rng.uniform(-20, 0, 200)]
    )
    both = two_derivatives(rt.sigmoid, torch.from_numpy(x))
    for got, truth, limit in zip(both, CASES["sigmoid"][1:], (1.55, 2.6), strict=True):
        errors = [exact.error(value, truth(at), np.float64) for at, value in zip(x, got.numpy(), strict=True)]
        assert max(errors) < limit, x[np.argmax(errors)]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize(
    ("name", "at_minus_infinity", "at_infinity"),
    [
        ("sigmoid", 0, 0),
        ("straight_through", 0, 0),
        ("log_sigmoid", 1, 0),
        ("bce, t = 0", 0, 1),
        ("bce, t = 1", -1, 0),
    ],
)
def test_derivatives_at_the_ends(name: str, dtype: Any, at_minus_infinity: int, at_infinity: int) -> None:
    first, second = two_derivatives(
        CASES[name][0], torch.tensor([-math.inf, math.inf, math.nan], dtype=dtype)
    )
    assert first[:2].tolist() == [at_minus_infinity, at_infinity]
    assert second[:2].tolist() == [0, 0]
    assert torch.isnan(first[2])
    assert torch.isnan(second[2])


def test_the_gradient_is_numpys() -> None:
    rng = np.random.default_rng(1)
    x, grad = rng.normal(0, 30, 5000).astype(np.float32), rng.normal(0, 1e5, 5000).astype(np.float32)
    t = torch.from_numpy(x).requires_grad_()
    (got,) = torch.autograd.grad(rt.sigmoid(t), t, torch.from_numpy(grad))
    # One rounding in all: a float32 slope, rounded to few bits below 1e-38, would lose what grad brings back.
    np.testing.assert_array_max_ulp(got.numpy(), ri.sigmoid_backward(x, grad), 1)


@pytest.mark.parametrize("target", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_the_gradient_of_bce_at_0_is_sigma_minus_t(target: float, dtype: Any) -> None:
    first, second = two_derivatives(bce(target), torch.zeros(1, dtype=dtype))
    assert first.item() == 0.5 - target
    assert second.item() == 0.25


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_logit(dtype: Any) -> None:
    p = torch.tensor([1e-30, 0.1, 0.25, 0.4999, 0.5, 0.75, 0.9, 1 - 2.0**-20], dtype=dtype)
    first, second = two_derivatives(rt.logit, p)
    for at, one, two in zip(p.tolist(), first.tolist(), second.tolist(), strict=True):
        m = mpmath.mpf(at)
        assert one == pytest.approx(float(1 / (m * (1 - m))), rel=4 * torch.finfo(dtype).eps)
        # Relative to its two terms: at ½ they cancel to 0.
        scale = float(1 / m**2 + 1 / (1 - m) ** 2)
        true = float((2 * m - 1) / (m * (1 - m)) ** 2)
        assert two == pytest.approx(true, abs=4 * torch.finfo(dtype).eps * scale) or (
            math.isinf(two) and scale > 3e38
        )
    first, second = two_derivatives(rt.logit, torch.tensor([0.0, 1.0, -0.5, 1.5, math.nan], dtype=dtype))
    assert str(first.tolist()) == str([math.inf, math.inf, math.nan, math.nan, math.nan])
    assert second[:2].tolist() == [-math.inf, math.inf]
    assert torch.isnan(second[4])


def test_hard_sigmoid() -> None:
    x = torch.tensor([-math.inf, -4.0, -3.0, -2.9, 0.0, 2.9, 3.0, math.inf, math.nan], requires_grad=True)
    (first,) = torch.autograd.grad(rt.hard_sigmoid(x).sum(), x)
    sixth = torch.tensor(1 / 6).item()
    assert str(first.tolist()) == str([0.0, 0.0, 0.0, sixth, sixth, sixth, 0.0, 0.0, math.nan])
    numpy_half = ri.hard_sigmoid_backward(x.detach().numpy(), 1.0)
    assert np.array_equal(first.numpy(), numpy_half, equal_nan=True)


BATCH = {
    "sigmoid": rt.sigmoid,
    "log_sigmoid": rt.log_sigmoid,
    "logit": lambda x: rt.logit(torch.special.expit(x)),
    "hard_sigmoid": rt.hard_sigmoid,
    "bce": lambda x: rt.binary_cross_entropy_with_logits(
        x, torch.linspace(0, 1, 7, dtype=x.dtype), weight=2.0, pos_weight=3.0
    ),
    "focal": lambda x: rt.sigmoid_focal_loss(x, torch.linspace(0, 1, 7, dtype=x.dtype), gamma=0.7),
}


@pytest.mark.parametrize("name", BATCH)
def test_finite_differences_agree(name: str) -> None:
    x = torch.tensor([-2.5, -1.2, -0.7, 0.1, 0.9, 1.3, 2.1], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(BATCH[name], (x,))
    assert torch.autograd.gradgradcheck(BATCH[name], (x,))


def test_finite_differences_agree_for_every_input_of_the_losses() -> None:
    generator = torch.Generator().manual_seed(0)
    w, weight, pos = (torch.rand(5, generator=generator, dtype=torch.float64) + 0.3 for _ in range(3))
    t = torch.tensor([0.1, 0.3, 0.5, 0.7, 0.9], dtype=torch.float64)
    given = [a.requires_grad_() for a in (w, t, weight, pos)]
    loss = lambda w, t, a, b: rt.binary_cross_entropy_with_logits(w, t, weight=a, pos_weight=b)  # noqa: E731
    assert torch.autograd.gradcheck(loss, given)
    assert torch.autograd.gradgradcheck(loss, given)
    assert torch.autograd.gradcheck(lambda w, t: rt.sigmoid_focal_loss(w, t, gamma=1.5), given[:2])
