"""The hard sigmoid and the straight-through estimator."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import ml_dtypes
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ri
import reference_impl.torch as rt
from tests.reference_impl import exact


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_hard_sigmoid_against_torch(dtype: Any) -> None:
    x = torch.linspace(-5, 5, 1001, dtype=dtype, requires_grad=True)
    y = torch.nn.functional.hardsigmoid(x)
    y.backward(torch.ones_like(y) * 1.5)
    assert x.grad is not None
    tolerance = 2 * torch.finfo(dtype).eps
    np.testing.assert_allclose(ri.hard_sigmoid(x.detach().numpy()), y.detach().numpy(), atol=tolerance)
    # PyTorch multiplies by a float32 sixth, in float64 too
    np.testing.assert_allclose(ri.hard_sigmoid_backward(x.detach().numpy(), 1.5), x.grad.numpy(), rtol=1e-7)


def test_corners_have_no_slope() -> None:
    for dtype in (np.float16, np.float32, np.float64, np.longdouble, ml_dtypes.bfloat16):
        inside = (
            [np.nextafter(dtype(3), dtype(0)), np.nextafter(dtype(-3), dtype(0))]
            if dtype is not ml_dtypes.bfloat16
            else [2.98, -2.98]
        )
        assert ri.hard_sigmoid_backward(np.array([-3, 3], dtype), 1.0).tolist() == [0, 0]
        assert (ri.hard_sigmoid_backward(np.array(inside, dtype), 1.0) > 0).all()


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, ml_dtypes.bfloat16])
def test_the_slope_is_0_where_the_line_is_held_and_nowhere_else(dtype: Any) -> None:
    rng = np.random.default_rng(9)
    for slope, offset in zip(rng.uniform(0.01, 3, 300), rng.uniform(-0.5, 1.5, 300), strict=True):
        corners = np.array([-offset / slope, (1 - offset) / slope]).astype(dtype)
        x = np.concatenate([corners, *(np.nextafter(corners, dtype(to)) for to in (-9e3, 9e3))])
        line = x.astype(np.float64) * slope + offset
        expected = np.where((line > 0) & (line < 1), slope, 0).astype(dtype)
        got = ri.hard_sigmoid_backward(x, 1.0, slope=slope, offset=offset)
        np.testing.assert_array_equal(got, expected)
        tensor = torch.from_numpy(x.astype(np.float64)).requires_grad_()
        rt.hard_sigmoid(tensor, slope=slope, offset=offset).sum().backward()
        np.testing.assert_array_equal(tensor.grad.numpy().astype(dtype), expected)


def test_other_slopes_and_offsets() -> None:
    x = np.linspace(-10, 10, 81)
    np.testing.assert_array_equal(ri.hard_sigmoid(x, slope=0.25, offset=0.0), np.clip(x / 4, 0, 1))
    np.testing.assert_array_equal(
        ri.hard_sigmoid_backward(x, 2.0, slope=0.25, offset=0.0), np.where((x > 0) & (x < 4), 0.5, 0)
    )


def test_float32_is_rounded_once() -> None:
    for x in np.random.default_rng(1).uniform(-3, 3, 500).astype(np.float32):
        line = exact.number(x) * exact.number(np.float64(1 / 6)) + 0.5
        assert exact.error(ri.hard_sigmoid(x), line, np.float32) <= 0.5001


@pytest.mark.parametrize("f", [ri.hard_sigmoid, lambda x, **k: ri.hard_sigmoid_backward(x, 1.0, **k)])
def test_hard_parameters_are_checked(f: Any) -> None:
    for slope in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match=f"slope is {slope}"):
            f(0.0, slope=slope)
    for offset in (np.nan, np.inf, -np.inf):
        with pytest.raises(ValueError, match=f"offset is {offset}"):
            f(0.0, offset=offset)


PARAMETERS = [
    ("slope", lambda **p: ri.hard_sigmoid(0.3, **p), lambda **p: rt.hard_sigmoid(torch.tensor(0.3), **p)),
    (
        "offset",
        lambda **p: ri.hard_sigmoid_backward(0.3, 1, **p),
        lambda **p: rt.hard_sigmoid(torch.ones(1), **p),
    ),
    ("threshold", lambda **p: ri.straight_through_sigmoid(0.3, **p), None),
    ("threshold", lambda **p: rt.straight_through_sigmoid(torch.tensor(0.3), **p), None),
    ("alpha", lambda **p: ri.sigmoid_focal_loss(0.3, 1, **p), None),
    ("gamma", lambda **p: rt.sigmoid_focal_loss(torch.ones(1), torch.ones(1), **p), None),
]


@pytest.mark.parametrize(("name", "f", "twin"), PARAMETERS)
def test_a_parameter_is_any_number_and_nothing_else(name: str, f: Any, twin: Any) -> None:
    for each in (f, twin) if twin else (f,):
        right = each(**{name: 0.25})
        for quarter in (
            Fraction(1, 4),
            Decimal("0.25"),
            np.float32(0.25),
            np.longdouble(0.25),
            np.array(0.25),
        ):
            assert each(**{name: quarter}) == right
        for wrong in ([0.25], np.array([0.25, 0.5]), "0.25", 1j, object):
            with pytest.raises(TypeError, match=f"{name} is .*pass a number"):
                each(**{name: wrong})


def test_a_tie_is_zero() -> None:
    assert ri.straight_through_sigmoid([0.0, -0.0, 5e-324, -5e-324]).tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_extreme_thresholds(threshold: float) -> None:
    result = ri.straight_through_sigmoid([-np.inf, -1e308, 0, 1e308, np.inf], threshold=threshold)
    assert result.tolist() == ([0, 1, 1, 1, 1] if threshold == 0 else [0, 0, 0, 0, 0])


@settings(max_examples=200, deadline=None)
@given(
    threshold=st.floats(0, 1, exclude_min=True, exclude_max=True),
    dtype=st.sampled_from([np.float16, np.float32, np.float64, np.longdouble]),
)
def test_the_step_is_at_the_exact_logit(threshold: float, dtype: Any) -> None:
    with exact.CONTEXT.workdps(400):
        true = exact.CONTEXT.log(exact.CONTEXT.mpf(threshold)) - exact.CONTEXT.log(
            1 - exact.CONTEXT.mpf(threshold)
        )
    near = dtype(float(true))
    for _ in range(3000):
        if exact.number(near) <= true:
            break
        near = np.nextafter(near, dtype(-np.inf))
    while exact.number(np.nextafter(near, dtype(np.inf))) <= true:
        near = np.nextafter(near, dtype(np.inf))
    above = np.nextafter(near, dtype(np.inf))
    assert ri.straight_through_sigmoid(np.array([near, above]), threshold=threshold).tolist() == [0, 1]


@pytest.mark.parametrize("threshold", [-0.1, 1.5, np.nan, np.inf])
def test_threshold_is_checked(threshold: float) -> None:
    with pytest.raises(ValueError, match=f"threshold is {threshold}"):
        ri.straight_through_sigmoid(0.0, threshold=threshold)


def test_backward_is_that_of_the_sigmoid() -> None:
    x = np.linspace(-40, 40, 401)
    np.testing.assert_array_equal(ri.straight_through_sigmoid_backward(x, x), ri.sigmoid_backward(x, x))
