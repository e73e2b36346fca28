"""The losses against mpmath, the NumPy half and PyTorch."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest

import reference_impl as ri
from tests.reference_impl import exact

torch = pytest.importorskip("torch")
rt = pytest.importorskip("reference_impl.torch")

bce, focal = rt.binary_cross_entropy_with_logits, rt.sigmoid_focal_loss
REDUCTIONS = ["none", "mean", "sum"]


def logits_and_targets(dtype: Any, count: int = 1200) -> tuple[Any, Any]:
    rng = np.random.default_rng(2)
    w = np.concatenate([rng.normal(0, 3, count // 2), rng.uniform(-120, 120, count // 2)]).astype(dtype)
    t = np.where(rng.random(count) < 0.5, rng.random(count), rng.random(count) < 0.5).astype(dtype)
    return w, t


def focal_exact(w: Any, t: Any, gamma: float) -> Any:
    """The unweighted focal loss of mpmath numbers."""
    z = mpmath.exp(w)
    missed = (t + (1 - t) * z) / (1 + z)
    return missed**gamma * ((1 - t) * mpmath.log(1 + z) + t * mpmath.log(1 + 1 / z))


@pytest.mark.parametrize(("dtype", "limit"), [("float32", 0.5001), ("float64", 2.0)])
def test_bce_is_near_the_exact_value(dtype: str, limit: float) -> None:
    w, t = logits_and_targets(dtype)
    loss = bce(torch.from_numpy(w), torch.from_numpy(t), reduction="none").numpy()
    for at, target, got in zip(w, t, loss, strict=True):
        assert exact.error(got, exact.bce(at, target), dtype) <= limit, (at, target)


@pytest.mark.parametrize(("dtype", "limit"), [("float32", 0.5001), ("float64", 2.0)])
def test_the_gradient_of_bce_is_near_the_exact_value(dtype: str, limit: float) -> None:
    w, t = logits_and_targets(dtype)
    given = torch.from_numpy(w).requires_grad_()
    (slope,) = torch.autograd.grad(bce(given, torch.from_numpy(t), reduction="sum"), given)
    for at, target, got in zip(w, t, slope.numpy(), strict=True):
        true = exact.bce_slope(at, target)
        # A soft target near σ cancels: the unit is that of the larger of the two.
        unit = exact.ulp(max(exact.sigmoid(at), exact.number(target)) if 0 < target < 1 else true, dtype)
        assert abs(exact.number(got) - true) <= limit * unit, (at, target)


@pytest.mark.parametrize("weights", [{}, {"weight": 0.3}, {"weight": 0.3, "pos_weight": 4.0}])
def test_in_float64_losses_are_numpys_bit_for_bit(weights: dict[str, float]) -> None:
    w, t = logits_and_targets(np.float64, 20_000)
    tensors = torch.from_numpy(w), torch.from_numpy(t)
    ours = ri.binary_cross_entropy_with_logits(w, t, **weights, reduction="none")
    assert np.array_equal(bce(*tensors, **weights, reduction="none").numpy(), ours)
    for gamma in (0, 1, 2):  # the powers of others are the libraries' own
        ours = ri.sigmoid_focal_loss(w, t, gamma=gamma, reduction="none")
        assert np.array_equal(focal(*tensors, gamma=gamma, reduction="none").numpy(), ours)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(
    "weights", [{}, {"weight": 0.3}, {"pos_weight": 4.0}, {"weight": 0.3, "pos_weight": 4.0}]
)
def test_bce_is_numpys_and_pytorchs(reduction: str, weights: dict[str, float]) -> None:
    w, t = logits_and_targets(np.float32)
    arrays = {k: np.full(w.shape, v, np.float32) for k, v in weights.items()}
    got = bce(torch.from_numpy(w), torch.from_numpy(t), **weights, reduction=reduction)
    np.testing.assert_array_max_ulp(
        got.numpy(), ri.binary_cross_entropy_with_logits(w, t, **arrays, reduction=reduction), 1
    )
    tensors = {k: torch.from_numpy(v).double() for k, v in arrays.items()}
    theirs = torch.nn.functional.binary_cross_entropy_with_logits(
        torch.from_numpy(w).double(), torch.from_numpy(t).double(), **tensors, reduction=reduction
    )
    torch.testing.assert_close(got.double(), theirs, rtol=1e-7, atol=1e-14)  # PyTorch cancels in its tails


def test_weights_broadcast() -> None:
    w, t = torch.randn(3, 4), torch.rand(3, 4)
    row, column = torch.rand(4), torch.rand(3, 1)
    got = bce(w, t, weight=column, pos_weight=row, reduction="none")
    torch.testing.assert_close(
        got,
        torch.nn.functional.binary_cross_entropy_with_logits(w, t, column, pos_weight=row, reduction="none"),
    )


def test_infinite_logits_cost_their_limit() -> None:
    inf = math.inf
    w = torch.tensor([inf, -inf, inf, -inf, inf, -inf, inf, math.nan], requires_grad=True)
    t = torch.tensor([1.0, 0, 0, 1, 0.5, 0.5, 1, 1])
    for loss in (
        bce(w, t, reduction="none"),
        focal(w, t, alpha=None, reduction="none"),
        focal(w, t, gamma=0.5, reduction="none"),
    ):
        assert str(loss[:4].tolist()) == str([0.0, 0.0, inf, inf])
        assert loss[4:6].tolist() == [inf, inf]
        assert torch.isnan(loss[7])
        (slope,) = torch.autograd.grad(loss[:7].sum(), w)
        assert torch.isfinite(slope[:7]).all()
        assert slope[[0, 1, 6]].tolist() == [0, 0, 0]
        assert slope[2] > 0 > slope[3]
    assert bce(w[2:3], t[2:3], weight=0.0).item() == 0  # no part of an infinite loss


@pytest.mark.parametrize("name", ["weight", "pos_weight"])
@pytest.mark.parametrize("value", [0.0, -2.0, math.inf, -math.inf, math.nan])
def test_special_weights_are_numpys(name: str, value: float) -> None:
    w, t = (a.ravel() for a in np.meshgrid([math.inf, -math.inf, 1.0, 0.0, math.nan], [0.0, 0.5, 1.0]))
    ours = ri.binary_cross_entropy_with_logits(w, t, **{name: value}, reduction="none")
    twin = bce(torch.from_numpy(w), torch.from_numpy(t), **{name: value}, reduction="none")
    np.testing.assert_array_equal(twin.numpy(), ours)


def test_the_mean_of_nothing_is_nan() -> None:
    nothing = torch.empty(0, 3)
    for loss in (bce, focal):
        assert math.isnan(loss(nothing, nothing).item())
        assert loss(nothing, nothing, reduction="sum").item() == 0
        assert loss(nothing, nothing, reduction="none").shape == (0, 3)


def test_everything_is_cast_to_the_logits_dtype() -> None:
    w = torch.tensor([0.3, -2.0], dtype=torch.float16)
    t = torch.tensor([1 / 3, 1.0], dtype=torch.float64)
    assert bce(w, t).dtype == torch.float16
    assert torch.equal(
        bce(w, t, weight=t, reduction="none"), bce(w, t.half(), weight=t.half(), reduction="none")
    )
    assert torch.equal(bce(w, torch.tensor([False, True])), bce(w, torch.tensor([0, 1])))


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_reductions_are_rounded_once(reduction: str) -> None:
    w = torch.randn(500, 3, generator=torch.Generator().manual_seed(6)).half()
    t = torch.zeros_like(w)
    for row, labels in zip(w, t, strict=True):
        exact_enough = bce(row.double(), labels.double(), reduction=reduction)
        assert bce(row, labels, reduction=reduction) == exact_enough.half()


@pytest.mark.parametrize("gamma", [0.0, 0.3, 1.0, 2.0, 5.0])
@pytest.mark.parametrize(("dtype", "rel"), [(np.float32, 1.2e-7), (np.float64, 5e-15)])
def test_focal_and_its_gradient_are_near_the_exact_value(gamma: float, dtype: Any, rel: float) -> None:
    w, t = logits_and_targets(dtype, 120)
    given = torch.from_numpy(w).requires_grad_()
    loss = focal(given, torch.from_numpy(t), alpha=None, gamma=gamma, reduction="none")
    (slope,) = torch.autograd.grad(loss.sum(), given)
    tiny = float(np.finfo(dtype).smallest_subnormal)
    with mpmath.workdps(120):
        for at, target, value, steep in zip(w, t, loss.tolist(), slope.tolist(), strict=True):
            m, u = mpmath.mpf(float(at)), mpmath.mpf(float(target))
            true = focal_exact(m, u, gamma)
            assert value == pytest.approx(float(true), rel=rel, abs=tiny)
            # Soft targets: the terms of the derivative may cancel.
            scale = rel * float(true) * (1 + gamma) + rel * float(max(u, 1 - u)) if 0 < u < 1 else tiny
            true_slope = mpmath.diff(lambda v, u=u: focal_exact(v, u, gamma), m)
            assert steep == pytest.approx(float(true_slope), rel=10 * rel, abs=scale)


@pytest.mark.parametrize("gamma", [0.0, 0.01, 0.5, 1.0, 2.0, 10.0])
@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
def test_derivatives_of_focal_are_finite(gamma: float, dtype: Any) -> None:
    w = torch.tensor(
        [-math.inf, -6e4, -800.0, -100.0, -20.0, 0.0, 20.0, 100.0, 800.0, 6e4, math.inf], dtype=dtype
    )
    for target in (0.0, 0.3, 1.0):
        given = w.clone().requires_grad_()
        loss = focal(given, torch.full_like(w, target), gamma=gamma, reduction="none")
        (first,) = torch.autograd.grad(loss.sum(), given, create_graph=True)
        (second,) = torch.autograd.grad(first.sum(), given)
        assert torch.isfinite(first).all(), first
        assert torch.isfinite(second).all(), second


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("alpha", [None, 0.0, 0.25, 1.0])
def test_focal_is_numpys(reduction: str, alpha: float | None) -> None:
    w, t = logits_and_targets(np.float32)
    for gamma in (0.0, 0.5, 2.0):
        got = focal(torch.from_numpy(w), torch.from_numpy(t), alpha=alpha, gamma=gamma, reduction=reduction)
        expected = ri.sigmoid_focal_loss(w, t, alpha=alpha, gamma=gamma, reduction=reduction)
        np.testing.assert_array_max_ulp(got.numpy(), expected, 1)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0, 3.5])
@pytest.mark.parametrize("alpha", [None, 0.25])
def test_every_second_derivative_of_focal(gamma: float, alpha: float | None) -> None:
    loss = lambda z, y: focal(z, y, alpha=alpha, gamma=gamma)  # noqa: E731

    def true(z: Any, y: Any) -> Any:
        return focal_exact(z, y, gamma) * (1 if alpha is None else alpha * y + (1 - alpha) * (1 - y))

    for z in (-3.0, -0.0, 0.0, 0.5, 1.0, 7.0):
        for y in (0.0, 0.25, 0.5, 1.0):
            at = torch.tensor(z, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)
            with mpmath.workdps(60):
                for orders in ((1, 0), (0, 1)):
                    got = torch.func.grad(loss, argnums=orders.index(1))(*at).item()
                    assert got == pytest.approx(
                        float(mpmath.diff(true, (z, y), orders)), rel=1e-12, abs=1e-14
                    )
                hessian = torch.func.hessian(loss, argnums=(0, 1))(*at)
                for i, j, orders in ((0, 0, (2, 0)), (0, 1, (1, 1)), (1, 0, (1, 1)), (1, 1, (0, 2))):
                    right = float(mpmath.diff(true, (z, y), orders))
                    assert hessian[i][j].item() == pytest.approx(right, rel=1e-12, abs=1e-14), (z, y, orders)


def test_the_mixed_derivative_of_focal_where_an_outcome_is_as_likely_as_not() -> None:
    at = torch.tensor(1.0, dtype=torch.float64), torch.tensor(0.5, dtype=torch.float64)
    mixed = torch.func.hessian(lambda z, y: focal(z, y, alpha=None), argnums=(0, 1))(*at)[0][1]
    assert round(mixed.item(), 4) == -0.6766


@pytest.mark.parametrize("gamma", [0.0, 0.5, 0.9, 1.0, 2.0])
@pytest.mark.parametrize("z", [-800.0, -600.0, -100.0, 100.0, 600.0, 800.0])
def test_the_derivative_of_focal_by_its_target_far_out(gamma: float, z: float) -> None:
    loss = lambda y: focal(torch.tensor(z, dtype=torch.float64), y, alpha=None, gamma=gamma)  # noqa: E731
    for y in (0.0, 0.25, 1.0):
        got = torch.func.grad(loss)(torch.tensor(y, dtype=torch.float64)).item()
        with mpmath.workdps(800):
            true = mpmath.diff(
                lambda y: focal_exact(mpmath.mpf(z), y, gamma), mpmath.mpf(y), h=mpmath.mpf(10) ** -750
            )
            assert got == pytest.approx(float(true), rel=1e-12, abs=1e-300)


def test_without_gamma_focal_is_bce() -> None:
    w, t = map(torch.from_numpy, logits_and_targets(np.float64))
    torch.testing.assert_close(focal(w, t, alpha=None, gamma=0.0), bce(w, t), rtol=1e-15, atol=0)
