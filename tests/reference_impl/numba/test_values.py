"""The compiled functions give NumPy's bits, or stay within the bounds that they state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ml_dtypes
import numpy as np
import pytest

import reference_impl as ri
import reference_impl.numba as rn
from reference_impl._kernels.hard_to_round import hard_cases
from reference_impl.numba._core import MANY
from tests.reference_impl import exact

RNG = np.random.default_rng(7)
X = np.concatenate(
    [RNG.normal(0, 8, 50_000), RNG.uniform(-800, 800, 5_000), [np.inf, -np.inf, np.nan, 0.0, -0.0]]
)
UNARY = ("sigmoid", "log_sigmoid", "hard_sigmoid", "straight_through_sigmoid")
GRADIENTS = ("sigmoid_backward", "hard_sigmoid_backward", "straight_through_sigmoid_backward")


def same(a: Any, b: Any) -> bool:
    return a.dtype == b.dtype and bool(
        np.all((a == b) & (np.signbit(a) == np.signbit(b)) | np.isnan(a) & np.isnan(b))
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", UNARY)
def test_the_bits_are_numpys(name: str, dtype: Any) -> None:
    x = X.astype(dtype)
    assert same(getattr(rn, name)(x), getattr(ri, name)(x))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", GRADIENTS)
def test_the_bits_of_gradients_are_numpys(name: str, dtype: Any) -> None:
    x = X.astype(dtype)
    assert same(getattr(rn, name)(x, np.ones_like(x)), getattr(ri, name)(x, np.ones_like(x)))


@pytest.mark.parametrize("name", ["sigmoid", "sigmoid_backward", "log_sigmoid", "logit"])
def test_inputs_that_are_hard_to_round(name: str) -> None:
    x, right = hard_cases(name)
    rest = (np.ones_like(x),) if name == "sigmoid_backward" else ()
    assert same(getattr(rn, name)(x, *rest), right)


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("name", [*UNARY, "logit"])
def test_every_half(name: str, dtype: Any) -> None:
    x = np.arange(65_536, dtype=np.uint16).view(dtype)
    with np.errstate(all="ignore"):
        assert same(getattr(rn, name)(x).astype(np.float32), getattr(ri, name)(x).astype(np.float32))


def test_logit_in_float64() -> None:
    p = np.concatenate(
        [RNG.random(300), 0.5 + RNG.normal(0, 1e-9, 100), np.exp(-RNG.uniform(0, 740, 100)), [0.59]]
    )
    assert max(exact.error(y, exact.logit(x), np.float64) for x, y in zip(p, rn.logit(p), strict=True)) < 2


@pytest.fixture
def two_threads() -> Iterator[None]:
    rn.set_num_threads(2)
    yield
    rn.set_num_threads(1)


def test_threads_change_no_bit(two_threads: None) -> None:
    x = np.resize(X, (3, MANY)).astype(np.float32)
    assert same(rn.sigmoid(x), ri.sigmoid(x))


def test_the_number_of_threads_is_checked() -> None:
    with pytest.raises(ValueError, match="n is 0: pass the number of threads, at least 1"):
        rn.set_num_threads(0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("mean", [0.0, 9.0], ids=["usual losses", "small losses"])
def test_both_at_once_is_each_by_itself(dtype: Any, reduction: str, mean: float) -> None:
    z = RNG.normal(mean, 4, 3_001).astype(dtype)
    for y in ((z > 0).astype(dtype), RNG.random(z.size).astype(dtype)):
        loss, gradient = rn.binary_cross_entropy_with_logits_value_and_grad(z, y, reduction=reduction)
        assert loss == rn.binary_cross_entropy_with_logits(z, y, reduction=reduction)
        np.testing.assert_allclose(
            loss, ri.binary_cross_entropy_with_logits(z, y, reduction=reduction), rtol=1e-15
        )
        assert same(gradient, rn.binary_cross_entropy_with_logits_backward(z, y, reduction=reduction))


@pytest.mark.parametrize(
    "options",
    [{"weight": 2.0}, {"pos_weight": 3.0}, {"reduction": "none"}],
    ids=["weight", "pos_weight", "none"],
)
def test_both_at_once_with_what_is_left_to_each(options: Any) -> None:
    z, y = np.linspace(-900, 900, 31), np.linspace(0, 1, 31)
    loss, gradient = rn.binary_cross_entropy_with_logits_value_and_grad(z, y, **options)
    assert same(loss, rn.binary_cross_entropy_with_logits(z, y, **options))
    assert same(gradient, rn.binary_cross_entropy_with_logits_backward(z, y, **options))


@pytest.mark.parametrize("soft", [False, True], ids=["labels", "soft targets"])
def test_losses_against_exact_values(soft: bool) -> None:
    z = RNG.uniform(-30, 30, 200)
    y = RNG.random(z.size) if soft else (RNG.random(z.size) < 0.5).astype(float)
    losses = rn.binary_cross_entropy_with_logits(z, y, reduction="none")
    assert max(exact.error(a, exact.bce(w, t), np.float64) for w, t, a in zip(z, y, losses, strict=True)) < 3
