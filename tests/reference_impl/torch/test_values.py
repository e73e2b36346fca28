"""Values of the elementwise twins against mpmath, and against the NumPy half, step by step of the format."""

from __future__ import annotations

import math
from typing import Any

import ml_dtypes
import numpy as np
import pytest

import reference_impl as ri
from reference_impl._kernels.hard_to_round import hard_cases
from tests.reference_impl import exact

torch = pytest.importorskip("torch")
rt = pytest.importorskip("reference_impl.torch")

PAIRS = {
    "sigmoid": (rt.sigmoid, ri.sigmoid, exact.sigmoid),
    "log_sigmoid": (rt.log_sigmoid, ri.log_sigmoid, exact.log_sigmoid),
    "logit": (rt.logit, ri.logit, exact.logit),
}
# In float64, the largest error in units in the last place, measured and rounded up, and the steps from the NumPy half.
LIMITS = {"sigmoid": (0.53, 0), "log_sigmoid": (0.53, 0), "logit": (1.5, 1)}
TINY = [5e-324, 1e-310, 2.3e-308, 1e-300, 1e-20, 2.0**-60, 2.0**-53, 2.0**-30, 1e-4]
pairs = pytest.mark.parametrize("name", PAIRS)


def arguments(name: str) -> Any:
    """Hard arguments in float64: tails, subnormal results, the seams of the formulas, edges of binades."""
    rng = np.random.default_rng(5)
    if name == "logit":
        near = [0.25, 0.75, math.nextafter(0.25, 0), math.nextafter(0.75, 1), 0.5, math.nextafter(1, 0)]
        return np.concatenate(
            [TINY, near, rng.random(1500), 0.5 + rng.normal(0, 1e-4, 300), 10 ** rng.uniform(-320, -1, 300)]
        )
    seams = [1.1, math.log(3), 708.3964, 709.7827, 744.4401, 745.1332, 745.1333, 36.7368, 37.42995, 40.0]
    middles = (np.arange(60) + 0.5) * math.log(2)  # where the multiple of ln 2 changes
    x = np.concatenate([TINY, seams, middles, np.nextafter(middles, 0), np.arange(1, 60) * math.log(2)])
    wide = [rng.uniform(0, 1.4, 600), rng.uniform(1, 40, 600), rng.uniform(40, 746, 400)]
    x = np.concatenate([x, *wide])
    return np.concatenate([x, -x])


def steps_apart(a: Any, b: Any) -> int:
    """Return the largest number of representable steps between two arrays of one format; NaN meets NaN."""
    kind = {2: np.int16, 4: np.int32, 8: np.int64}[a.dtype.itemsize]
    nan = np.isnan(a)
    assert np.array_equal(nan, np.isnan(b))
    places = []
    for values in (a[~nan], b[~nan]):
        bits = values.view(kind).astype(object if kind is np.int64 else np.int64)
        places.append(np.where(bits < 0, -(bits - np.iinfo(kind).min), bits))
    return int(np.abs(places[0] - places[1]).max())


@pairs
def test_float64_is_near_the_exact_value(name: str) -> None:
    twin, _, true = PAIRS[name]
    x = arguments(name)
    y = twin(torch.from_numpy(x)).numpy()
    errors = [exact.error(got, true(at), np.float64) for at, got in zip(x, y, strict=True)]
    worst = int(np.argmax(errors))
    assert errors[worst] < LIMITS[name][0], x[worst]


@pairs
def test_float64_is_numpys(name: str) -> None:
    twin, numpy_half, _ = PAIRS[name]
    rng = np.random.default_rng(6)
    x = rng.random(100_000) if name == "logit" else rng.normal(0, 6, 100_000)
    x = np.concatenate([arguments(name), x])
    assert steps_apart(twin(torch.from_numpy(x)).numpy(), numpy_half(x)) <= LIMITS[name][1]


@pairs
def test_float32_is_numpys(name: str) -> None:
    twin, numpy_half, _ = PAIRS[name]
    # 200,000 of the 2³² bit patterns, evenly spread: every binade, both signs, infinities and NaN.
    x = np.linspace(0, 2**32 - 1, 200_000).astype(np.uint32).view(np.float32)
    if name == "logit":
        x = np.concatenate([x, np.linspace(0, 1, 100_000, dtype=np.float32)])
    assert steps_apart(twin(torch.from_numpy(x)).numpy(), numpy_half(x)) == 0


@pytest.mark.parametrize("name", [*PAIRS, "sigmoid_backward"])
@pytest.mark.parametrize("copies", [1, 20])
def test_float32_is_right_where_it_is_hard_to_round(name: str, copies: int) -> None:
    x, right = hard_cases(name)
    t = torch.from_numpy(np.tile(x, copies)).requires_grad_()
    if name == "sigmoid_backward":
        (y,) = torch.autograd.grad(rt.sigmoid(t).sum(), t)
    else:
        y = PAIRS[name][0](t).detach()
    np.testing.assert_array_equal(y.numpy(), np.tile(right, copies))


@pairs
def test_float32_is_correctly_rounded_at_hard_arguments(name: str) -> None:
    twin, _, true = PAIRS[name]
    x = arguments(name)[::4].astype(np.float32)
    y = twin(torch.from_numpy(x)).numpy()
    inside = [(at, got) for at, got in zip(x, y, strict=True) if at not in (0, 1)]  # logit's ends
    wrong = [at for at, got in inside if exact.error(got, true(at), "float32") > 0.5000001]
    assert wrong == []


@pairs
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_every_half_precision_input_is_numpys(name: str, dtype: str) -> None:
    twin, numpy_half, _ = PAIRS[name]
    bits = np.arange(65_536, dtype=np.uint16)
    y = twin(torch.from_numpy(bits.view(np.int16)).view(getattr(torch, dtype)))
    assert y.dtype == getattr(torch, dtype)
    given = bits.view(np.float16 if dtype == "float16" else ml_dtypes.bfloat16)
    got = y.view(torch.int16).numpy().view(given.dtype)
    assert steps_apart(got, numpy_half(given)) == 0


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_every_half_precision_gradient_is_numpys(dtype: str) -> None:
    bits = np.arange(65_536, dtype=np.uint16)
    x = torch.from_numpy(bits.view(np.int16)).view(getattr(torch, dtype)).requires_grad_()
    (slope,) = torch.autograd.grad(rt.sigmoid(x).sum(), x)
    given = bits.view(np.float16 if dtype == "float16" else ml_dtypes.bfloat16)
    got = slope.view(torch.int16).numpy().view(given.dtype)
    assert steps_apart(got, ri.sigmoid_backward(given, 1.0)) == 0


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_ends(dtype: Any) -> None:
    x = torch.tensor([-math.inf, math.inf, math.nan], dtype=dtype)
    nan = math.nan
    for function, expected in (
        (rt.sigmoid, [0.0, 1.0, nan]),
        (rt.log_sigmoid, [-math.inf, 0.0, nan]),
        (rt.logit, [nan, nan, nan]),
        (rt.hard_sigmoid, [0.0, 1.0, nan]),
        (rt.straight_through_sigmoid, [0.0, 1.0, nan]),
    ):
        y = function(x)
        assert y.dtype == dtype
        assert str(y.tolist()) == str(expected), function
    p = torch.tensor([0.0, -0.0, 0.5, 1.0, -0.01, 1.01], dtype=dtype)
    assert str(rt.logit(p).tolist()) == str([-math.inf, -math.inf, 0.0, math.inf, nan, nan])


def test_subnormal_results_are_returned() -> None:
    assert rt.sigmoid(torch.tensor(-103.97)).item() == 2.0**-149
    assert rt.sigmoid(torch.tensor(-103.98)).item() == 0
    assert rt.sigmoid(torch.tensor(-745.13, dtype=torch.float64)).item() == 5e-324
    assert rt.sigmoid(torch.tensor(-745.14, dtype=torch.float64)).item() == 0


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("line", [{}, {"slope": 0.2}, {"slope": 0.25, "offset": 0.1}])
def test_hard_sigmoid_is_numpys(dtype: Any, line: dict[str, float]) -> None:
    x = np.linspace(-6, 6, 4001).astype(dtype)
    assert np.array_equal(rt.hard_sigmoid(torch.from_numpy(x), **line).numpy(), ri.hard_sigmoid(x, **line))
