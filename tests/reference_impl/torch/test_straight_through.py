"""The straight-through estimator: where it steps, and what it passes back."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

import reference_impl as ri

torch = pytest.importorskip("torch")
rt = pytest.importorskip("reference_impl.torch")

THRESHOLDS = [0.5, 0.1, 0.3, 1 / 3, 0.7, 0.9, 1e-300, 5e-324, 1 - 2**-53, 0.5 + 2**-52]


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_it_steps_at_the_exact_logit(threshold: float) -> None:
    with mpmath.workdps(400):
        t = mpmath.mpf(threshold)
        true = mpmath.log(t / (1 - t))
        middle = float(true)
        x = [middle]
        for _ in range(3):
            x = [math.nextafter(x[0], -math.inf), *x, math.nextafter(x[-1], math.inf)]
        expected = [float(mpmath.mpf(v) > true) for v in x]
    assert set(expected) == {0.0, 1.0}
    got = rt.straight_through_sigmoid(torch.tensor(x, dtype=torch.float64), threshold=threshold)
    assert got.tolist() == expected


def test_a_tie_is_0() -> None:
    x = torch.tensor([0.0, -0.0, 5e-324, -5e-324], dtype=torch.float64)
    assert rt.straight_through_sigmoid(x).tolist() == [0, 0, 1, 0]
    ends = torch.tensor([-math.inf, -1e308, 1e308, math.inf], dtype=torch.float64)
    assert rt.straight_through_sigmoid(ends, threshold=0).tolist() == [0, 1, 1, 1]
    assert rt.straight_through_sigmoid(ends, threshold=1.0).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("threshold", [0.5, 0.3, 0.99])
def test_it_is_numpys(dtype: type, threshold: float) -> None:
    x = np.linspace(-8, 8, 4001).astype(dtype)
    got = rt.straight_through_sigmoid(torch.from_numpy(x), threshold=threshold).numpy()
    assert np.array_equal(got, ri.straight_through_sigmoid(x, threshold=threshold))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_it_compares_with_the_unrounded_threshold(dtype: object) -> None:
    ups = 0
    for threshold in (0.1, 0.3, 0.6, 0.7, 0.9):
        true = math.log(threshold / (1 - threshold))
        x = torch.tensor([true], dtype=dtype)
        ups += x.item() > true
        assert rt.straight_through_sigmoid(x, threshold=threshold).item() == (x.item() > true)
    assert 0 < ups < 5  # rounded to the dtype, some thresholds lie above the exact one, and some below


def test_the_gradient_is_the_sigmoids() -> None:
    x = torch.tensor([-100.0, -1.0, 0.0, 20.0, 100.0, math.inf, math.nan], requires_grad=True)
    (got,) = torch.autograd.grad(rt.straight_through_sigmoid(x, threshold=0.2).sum(), x)
    (expected,) = torch.autograd.grad(rt.sigmoid(x).sum(), x)
    assert torch.equal(got[:-1], expected[:-1])
    assert torch.isnan(got[-1])
    assert got[0] > 0
