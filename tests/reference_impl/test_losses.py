"""Binary cross-entropy, its backward pass and the focal loss, against mpmath, PyTorch and finite differences."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ri
from reference_impl._core.kernel import BLOCK
from tests.reference_impl import exact

bce, backward, both, focal = (
    ri.binary_cross_entropy_with_logits,
    ri.binary_cross_entropy_with_logits_backward,
    ri.binary_cross_entropy_with_logits_value_and_grad,
    ri.sigmoid_focal_loss,
)
RNG = np.random.default_rng(20)
LOGITS = np.concatenate(
    [RNG.normal(0, 4, 300), RNG.uniform(-800, 800, 100), [0.0, -0.0, 1e-8, -1e-8, 37.0, -37.0]]
)
HARD = (RNG.random(LOGITS.size) < 0.5).astype(float)
SOFT = RNG.random(LOGITS.size)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble, ml_dtypes.bfloat16])
@pytest.mark.parametrize("targets", [HARD, SOFT], ids=["hard", "soft"])
def test_loss_and_gradient_against_mpmath(dtype: Any, targets: Any) -> None:
    w, t = LOGITS.astype(dtype), targets.astype(dtype)
    limit = 0.5001 if np.dtype(dtype).itemsize < 8 else 2.1
    loss, slope = bce(w, t, reduction="none"), backward(w, t, reduction="none")
    assert loss.dtype == slope.dtype == w.dtype
    for i in range(w.size):
        true_loss, true_slope = exact.bce(w[i], t[i]), exact.bce_slope(w[i], t[i])
        assert exact.error(loss[i], true_loss, dtype) <= limit
        # σ - t cancels for a soft target near σ: the error is measured by the larger of the two
        scale = max(exact.sigmoid(w[i]), exact.number(t[i])) if targets is SOFT else true_slope
        assert float(abs(exact.number(slope[i]) - true_slope) / exact.ulp(scale, dtype)) <= limit


@pytest.mark.parametrize(
    ("logit", "target"),
    [
        (-0.0029923571168959857, 0.07199196510796976),
        (-0.0029437902296529685, 0.014253875033492486),
        (-36.738512203674475, 0),
    ],
)
def test_the_gradient_where_its_denominator_is_just_over_2_and_about_2_to_53(
    logit: float, target: float
) -> None:
    error = exact.number(backward([logit], [target], reduction="none")[0]) - exact.bce_slope(logit, target)
    assert abs(error) < 2.1 * exact.ulp(exact.sigmoid(logit), np.float64)


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize(
    "weight", [None, 0.7, RNG.random(LOGITS.size)], ids=["unweighted", "scalar", "array"]
)
@pytest.mark.parametrize("pos_weight", [None, 3.0], ids=["", "pos_weight"])
def test_weights_and_reductions_against_torch(reduction: str, weight: Any, pos_weight: Any) -> None:
    options = {"weight": weight, "pos_weight": pos_weight}
    tensors = {k: None if v is None else torch.as_tensor(v, dtype=torch.float64) for k, v in options.items()}
    x = torch.tensor(LOGITS, requires_grad=True)
    theirs = torch.nn.functional.binary_cross_entropy_with_logits(
        x, torch.tensor(SOFT), **tensors, reduction=reduction
    )
    grad = np.float64(1.7) if reduction != "none" else RNG.random(LOGITS.size)
    theirs.backward(torch.tensor(grad))
    np.testing.assert_allclose(
        bce(LOGITS, SOFT, **options, reduction=reduction), theirs.detach().numpy(), rtol=1e-13
    )
    slope = backward(LOGITS, SOFT, grad, **options, reduction=reduction)
    assert x.grad is not None
    np.testing.assert_allclose(slope, x.grad.numpy(), rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize(
    "options", [{}, {"weight": [[2.0], [0.5]]}, {"weight": [2.0, 1, 3], "pos_weight": [4.0, 1, 2]}]
)
def test_gradient_against_finite_differences(options: Any) -> None:
    w, t, step = np.array([[-3.0, 0.25, 4], [1, -1, 0]]), np.array([[0.0, 0.5, 1], [1, 0, 0.25]]), 1e-6
    for reduction in ("mean", "sum", "none"):
        slope = backward(w, t, **options, reduction=reduction)
        for i in np.ndindex(w.shape):
            up, down = w.copy(), w.copy()
            up[i] += step
            down[i] -= step
            rise = bce(up, t, **options, reduction=reduction) - bce(down, t, **options, reduction=reduction)
            np.testing.assert_allclose(slope[i], np.sum(rise) / (2 * step), rtol=1e-8, atol=1e-9)


def test_weights_broadcast_in_many_blocks() -> None:
    w = RNG.normal(0, 4, (300, 200))
    t, rows, columns = w > 1, RNG.random((300, 1)), RNG.random(200)
    whole = bce(w, t, weight=rows, pos_weight=columns, reduction="none")
    part = [bce(w[i], t[i], weight=rows[i], pos_weight=columns, reduction="none") for i in range(300)]
    np.testing.assert_array_equal(whole, part)
    slopes = backward(w, t, rows, weight=columns, reduction="none")
    part = [backward(w[i], t[i], rows[i], weight=columns, reduction="none") for i in range(300)]
    np.testing.assert_array_equal(slopes, part)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble, ml_dtypes.bfloat16])
def test_sum_and_mean_are_of_the_unrounded_losses(dtype: Any) -> None:
    w, t = RNG.normal(0, 4, 3 * BLOCK + 5).astype(dtype), RNG.random(3 * BLOCK + 5).astype(dtype)
    losses = bce(w.astype(np.longdouble), t.astype(np.longdouble), reduction="none")
    for reduction, value in (("sum", losses.sum()), ("mean", losses.mean())):
        result = bce(w, t, reduction=reduction)
        assert type(result) is np.dtype(dtype).type
        if np.dtype(dtype).itemsize >= 8:
            np.testing.assert_allclose(result, value.astype(dtype), rtol=4 * np.finfo(dtype).eps)
        else:
            with np.errstate(over="ignore"):
                assert result == value.astype(np.float64).astype(dtype)


@pytest.mark.parametrize("mean", [0.0, 2.0, 12.0, 40.0, 300.0])
def test_a_sum_of_small_losses_is_as_exact(mean: float) -> None:
    w = RNG.normal(mean, 1, 5000)
    t = RNG.random(5000) < 0.5
    w[~t] *= -1  # decided for the targets, the more the larger the mean
    losses = bce(w.astype(np.longdouble), t, reduction="none")
    for size in (1, 63, 64, 1000, 5000):
        np.testing.assert_allclose(bce(w[:size], t[:size], reduction="sum"), losses[:size].sum(), rtol=1e-15)


def test_a_long_sum_keeps_its_small_terms() -> None:
    w = np.full(40 * BLOCK, -20.0)
    w[:BLOCK] = 1e16 / BLOCK
    exactly = float(40 * BLOCK - BLOCK) * float(np.log1p(np.exp(-20.0)))
    first = bce(w[:BLOCK], np.zeros(BLOCK), reduction="sum")
    assert abs(bce(w, np.zeros(w.size), reduction="sum") - first - exactly) <= 2.0


INF = np.inf


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble, ml_dtypes.bfloat16])
def test_infinite_logits_give_the_limit(dtype: Any) -> None:
    w = np.array([INF, INF, INF, -INF, -INF, -INF, 0], dtype)
    t = np.array([1, 0, 0.5, 0, 1, 0.5, 1], dtype)
    for loss in (bce, focal):
        with np.errstate(all="raise"):
            result = loss(w, t, reduction="none").astype(float)
        assert result[:6].tolist() == [0, INF, INF, 0, INF, INF]
        assert 0 < result[6] < 1
    assert backward(w, t, reduction="none").astype(float).tolist() == [0, 1, 0.5, 0, -1, -0.5, -0.5]
    assert bce(w[:6], t[:6], weight=[0, 0, 0, 0, 0, 0], reduction="none").astype(float).tolist() == [0] * 6
    assert bce(w[3:6], t[3:6], pos_weight=0, reduction="none").astype(float).tolist() == [0, 0, 0]
    assert bce(w, t) == INF
    assert focal(w[1:2], t[1:2], alpha=1.0) == 0


def test_nan_weights_and_logits_give_nan() -> None:
    assert np.isnan(bce([np.nan], [0]))
    assert np.isnan(bce([0.0], [0], weight=np.nan))
    assert np.isnan(bce([INF], [0], weight=np.nan, reduction="none"))
    assert np.isnan(bce([0.0, np.nan, INF], [0, 0, 0], reduction="sum"))


@pytest.mark.parametrize("loss", [bce, backward, focal])
def test_empty_input(loss: Any) -> None:
    for reduction in ("none", "mean", "sum"):
        with np.errstate(all="raise"):
            result = loss(np.zeros((0, 3), np.float32), np.zeros((0, 3)), reduction=reduction)
        if loss is backward or reduction == "none":
            assert result.shape == (0, 3)
        else:
            assert np.isnan(result) if reduction == "mean" else result == 0
        assert result.dtype == np.float32


@pytest.mark.parametrize("loss", [bce, backward, both, focal])
class TestErrors:
    @pytest.mark.parametrize("wrong", [1.5, -0.25, np.nan, INF, 2])
    def test_targets_must_be_probabilities(self, loss: Any, wrong: Any) -> None:
        with (
            pytest.raises(ValueError, match=rf"targets contain {wrong}: pass prob"),
            np.errstate(all="raise"),
        ):
            loss(np.zeros(3), [0, wrong, 1])
        with pytest.raises(ValueError, match="targets contain"):
            loss(np.float16(0), 1 + 1e-12)  # what casting would hide
        with pytest.raises(ValueError, match="targets contain 255"):
            loss(np.zeros(1), np.array([255], np.uint8))
        with pytest.raises(ValueError, match="targets contain nan"):
            loss(np.zeros(2), np.array([0, np.nan], ml_dtypes.bfloat16))

    def test_targets_must_have_the_logits_shape(self, loss: Any) -> None:
        with pytest.raises(ValueError, match=r"targets have shape \(3,\), logits \(3, 1\)"):
            loss(np.zeros((3, 1)), np.zeros(3))
        with pytest.raises(ValueError, match=r"targets have shape \(\), logits \(1,\)"):
            loss(np.zeros(1), 0)

    def test_reduction_is_one_of_three(self, loss: Any) -> None:
        for wrong in ("batchmean", "", None, ["mean"]):
            with pytest.raises(ValueError, match="reduction is"):
                loss([0.0], [0], reduction=wrong)

    @pytest.mark.parametrize("wrong", [1j, [None], ["1"], np.ma.zeros(1)], ids=str)
    def test_dtypes(self, loss: Any, wrong: Any) -> None:
        with pytest.raises(TypeError, match="not supported"):
            loss(wrong, [0])
        with pytest.raises(TypeError, match="not supported"):
            loss([0], wrong)


@pytest.mark.parametrize("name", ["weight", "pos_weight", "grad_output"])
def test_weights_must_fit_the_logits(name: str) -> None:
    for shape in ((4,), (2, 3)):
        with pytest.raises(ValueError, match=rf"{name} has shape \({shape[0]}.*logits' \(3,\)"):
            backward(np.zeros(3), np.zeros(3), **{name: np.zeros(shape)})
    with pytest.raises(TypeError, match="complex128"):
        backward(np.zeros(3), np.zeros(3), **{name: 1j})


@pytest.mark.parametrize("grad", [65536.0, np.float32(1e6), 1e308])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, ml_dtypes.bfloat16])
def test_a_scalar_gradient_beyond_the_dtype_is_infinite_without_a_warning(grad: Any, dtype: Any) -> None:
    with np.errstate(all="raise"):
        one = backward(np.zeros(3, dtype), np.ones(3), grad, reduction="sum")
        each = backward(np.zeros(3, dtype), np.ones(3), np.full(3, grad), reduction="sum")
    np.testing.assert_array_equal(one, each)


EXTREME = np.array(
    [0, -0.0, 40, -40, -41, 100, -103, 700, -700, -701, 1e30, -1e30, INF, -INF, np.nan, 20, -20]
)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble, ml_dtypes.bfloat16])
@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize("size", [0, 1, 17, 5000, 2 * BLOCK + 3])
@pytest.mark.parametrize("options", [{}, {"weight": 0.7}, {"pos_weight": [3.0]}], ids=str)
def test_value_and_grad_are_those_of_the_two_functions(
    dtype: Any, reduction: Any, size: int, options: Any
) -> None:
    rng = np.random.default_rng(3)
    for mean in (0, 30, -60):
        w = rng.normal(mean, 4, size).astype(dtype)
        for t in (rng.random(size), rng.random(size) < 0.5, np.zeros(size)):
            with np.errstate(all="raise"):
                loss, slope = both(w, t, reduction=reduction, **options)
            right = bce(w, t, reduction=reduction, **options)
            assert loss.dtype == slope.dtype == w.dtype
            np.testing.assert_array_equal(np.float64(loss), np.float64(right))
            np.testing.assert_array_equal(slope, backward(w, t, reduction=reduction, **options))


def test_value_and_grad_of_extreme_logits_and_any_strides() -> None:
    for t in (0.0, 0.25, 1.0):
        for value in EXTREME.astype(np.float32):
            for w in (
                np.float32(value),
                np.full((3, 2), value, np.float32).T,
                np.append(LOGITS, value).astype("f4"),
            ):
                labels = np.full(np.shape(w), t)
                with np.errstate(all="raise"):
                    loss, slope = both(w, labels)
                np.testing.assert_array_equal(loss, bce(w, labels))
                np.testing.assert_array_equal(slope, backward(w, labels))
                assert type(slope) is (np.float32 if np.ndim(w) == 0 else np.ndarray)


def test_a_gradient_of_none_is_named() -> None:
    with pytest.raises(TypeError, match="object is not supported"):
        backward(np.zeros(3), np.zeros(3), None)


def test_long_double_keeps_its_bits_in_means_and_weights() -> None:
    w, t = LOGITS[:7].astype(np.longdouble), SOFT[:7].astype(np.longdouble)
    each, long = backward(w, t, reduction="none"), np.longdouble
    np.testing.assert_allclose(backward(w, t), each / 7, rtol=2 * np.finfo(long).eps)
    np.testing.assert_allclose(backward(w, t, long(1) / 3), each / 3 / 7, rtol=4 * np.finfo(long).eps)
    plain, labels = focal(w, t * 0, alpha=None, reduction="none"), t * 0
    for alpha in (0.1, 0.3):
        weighed = focal(w, labels, alpha=alpha, reduction="none")
        np.testing.assert_allclose(weighed, plain * (1 - long(alpha)), rtol=8 * np.finfo(long).eps)


def test_scalars_and_lists() -> None:
    assert isinstance(bce(0.0, 1), np.float64)
    assert isinstance(bce(np.float32(0), 1.0, reduction="none"), np.float32)
    assert backward([[0]], [[1]]).tolist() == [[-0.5]]
    assert isinstance(backward(0, True), np.float64)


def focal_exact(w: float, t: float, alpha: float | None, gamma: float) -> Any:
    p = exact.sigmoid(np.float64(w))
    q = exact.sigmoid(np.float64(-w))
    weight = 1 if alpha is None else alpha * t + (1 - exact.CONTEXT.mpf(alpha)) * (1 - exact.CONTEXT.mpf(t))
    return (
        weight
        * (p * (1 - exact.CONTEXT.mpf(t)) + q * t) ** exact.CONTEXT.mpf(gamma)
        * exact.bce(np.float64(w), np.float64(t))
    )


@pytest.mark.parametrize("alpha", [None, 0.25, 0.0, 1.0])
@pytest.mark.parametrize("gamma", [0, 0.5, 1, 2.0, 3.5])
def test_focal_loss_against_mpmath(alpha: Any, gamma: Any) -> None:
    for targets in (HARD, SOFT):
        losses = focal(LOGITS, targets, alpha=alpha, gamma=gamma, reduction="none")
        in32 = focal(
            LOGITS.astype(np.float32), targets.astype(np.float32), alpha=alpha, gamma=gamma, reduction="none"
        )
        for i in range(0, LOGITS.size, 5):
            true = focal_exact(LOGITS[i], targets[i], alpha, gamma)
            assert float(abs(exact.number(losses[i]) - true)) <= 2e-15 * abs(float(true)) + 1e-322
            true = focal_exact(
                np.float64(LOGITS.astype(np.float32)[i]),
                np.float64(targets.astype(np.float32)[i]),
                alpha,
                gamma,
            )
            assert exact.error(in32[i], true, np.float32) <= 0.5001


def test_focal_loss_with_gamma_0_is_the_cross_entropy() -> None:
    np.testing.assert_array_equal(
        focal(LOGITS, SOFT, alpha=None, gamma=0, reduction="none"), bce(LOGITS, SOFT, reduction="none")
    )
    # Its sum takes the logarithms of products
    np.testing.assert_allclose(focal(LOGITS, SOFT, alpha=None, gamma=0), bce(LOGITS, SOFT), rtol=1e-15)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"alpha": -0.1}, "alpha is -0.1"),
        ({"alpha": 1.1}, "alpha is 1.1"),
        ({"alpha": np.nan}, "alpha is nan"),
        ({"gamma": -1}, "gamma is -1"),
        ({"gamma": np.nan}, "gamma is nan"),
    ],
)
def test_focal_parameters_are_checked(options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        focal([0.0], [1], **options)


@settings(max_examples=200, deadline=None)
@given(w=st.floats(allow_nan=False), t=st.floats(0, 1), gamma=st.floats(0, 10))
def test_losses_are_never_negative_or_nan(w: float, t: float, gamma: float) -> None:
    assert bce(w, t) >= 0
    assert focal(w, t, gamma=gamma) >= 0
    assert -1 <= backward(w, t) <= 1
