"""The sigmoid, its slope, its logarithm and its inverse against exact values."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest
import scipy.special as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ri
from tests.reference_impl import exact

SLOPE = lambda x: ri.sigmoid_backward(x, 1.0)  # noqa: E731
PAIRS = {
    "sigmoid": (ri.sigmoid, exact.sigmoid),
    "sigmoid_backward": (SLOPE, exact.sigmoid_slope),
    "log_sigmoid": (ri.log_sigmoid, exact.log_sigmoid),
    "logit": (ri.logit, exact.logit),
}
pairs = pytest.mark.parametrize(("f", "true"), PAIRS.values(), ids=PAIRS)
LIMITS = {
    np.float64: {"sigmoid": 0.55, "sigmoid_backward": 1.55, "log_sigmoid": 0.55, "logit": 1.5},
    np.longdouble: dict.fromkeys(PAIRS, 2.0),
}


def arguments(name: str, dtype: Any) -> Any:
    rng = np.random.default_rng(3)
    if name == "logit":
        x = np.concatenate(
            [rng.random(400), 0.5 + rng.normal(0, 1e-6, 100), 2.0 ** -rng.uniform(0, 140, 100)]
        )
        return x.astype(dtype)
    edges = [np.log(2) * k for k in (24, 25, 53, 54, -126, -149, -150, -1022, -1074)]
    near = [edge + d for edge in edges for d in (-0.5, -1e-3, 0, 1e-3, 0.5)]
    x = np.concatenate([rng.normal(0, 4, 300), rng.uniform(-760, 60, 200), rng.normal(0, 1e-6, 100), near])
    return x.astype(dtype)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, ml_dtypes.bfloat16])
def test_narrow_formats_are_correctly_rounded(name: str, dtype: Any) -> None:
    f, true = PAIRS[name]
    with np.errstate(all="ignore"):
        x = arguments(name, dtype)
    x = x[np.isfinite(x)]
    for value, got in zip(x, f(x), strict=True):
        if not (name == "logit" and value in (0, 1)):
            assert exact.number(got) == exact.rounded(true(value), dtype), value


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("dtype", [np.float64, np.longdouble])
def test_wide_formats_keep_their_bound(name: str, dtype: Any) -> None:
    f, true = PAIRS[name]
    x = arguments(name, dtype)
    worst = max(exact.error(got, true(value), dtype) for value, got in zip(x, f(x), strict=True))
    assert worst <= LIMITS[dtype][name]


@settings(max_examples=300, deadline=None)
@given(x=st.floats(allow_nan=False, allow_infinity=False))
def test_any_double(x: float) -> None:
    for name in ("sigmoid", "sigmoid_backward", "log_sigmoid"):
        f, true = PAIRS[name]
        if abs(x) < 1e5:
            assert exact.error(f(x), true(np.float64(x)), np.float64) <= LIMITS[np.float64][name]
    assert ri.sigmoid(x) + ri.sigmoid(-x) == pytest.approx(1, abs=2.3e-16)


def test_against_scipy_away_from_the_ends() -> None:
    x, p = np.linspace(-30, 30, 10_001), np.linspace(0.001, 0.999, 10_001)
    np.testing.assert_allclose(ri.sigmoid(x), sp.expit(x), rtol=1e-15)
    np.testing.assert_allclose(ri.log_sigmoid(x), sp.log_expit(x), rtol=1e-15)
    np.testing.assert_allclose(ri.logit(p), sp.logit(p), rtol=2e-15, atol=1e-15)
