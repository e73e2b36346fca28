"""What correct rounding rests on: double-double arithmetic, Gal's table, hard cases, half precision, a stride."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

import reference_impl as ri
from reference_impl import _log_sigmoid, _logit, _sigmoid
from reference_impl._core.formats import format_of
from reference_impl._core.half import round_to_odd
from reference_impl._core.kernel import ROWS
from reference_impl._kernels import double_double as dd
from reference_impl._kernels import hard_to_round, log_sigmoid64
from reference_impl._kernels.accurate_table import (
    HIGH,
    LOG_HIGH,
    LOG_LOW,
    LOW,
    STEPS,
    accurate_log_table,
    accurate_table,
)
from reference_impl._kernels.sigmoid64 import FIRST, LAST, WITHIN, sigmoid64
from scripts.prove import oracle, points
from scripts.prove.subjects import SUBJECTS
from tests.reference_impl import exact

KERNELS = {
    "sigmoid": _sigmoid._sigmoid32,
    "sigmoid_backward": _sigmoid._slope32,
    "log_sigmoid": _log_sigmoid._log_sigmoid32,
    "logit": _logit._logit32,
}
TRUE = {
    "sigmoid": exact.sigmoid,
    "sigmoid_backward": exact.sigmoid_slope,
    "log_sigmoid": exact.log_sigmoid,
    "logit": exact.logit,
}
OURS = {
    "sigmoid": ri.sigmoid,
    "sigmoid_backward": lambda x: ri.sigmoid_backward(x, 1.0),
    "log_sigmoid": ri.log_sigmoid,
    "logit": ri.logit,
}
each = pytest.mark.parametrize("name", KERNELS)


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float32, np.float64, np.longdouble])
def test_the_table_of_formats_agrees_with_the_libraries(dtype: Any) -> None:
    info = np.finfo(dtype) if dtype is np.longdouble else ml_dtypes.finfo(dtype)
    form = format_of(np.dtype(dtype))
    assert (form.bits, form.least) == (info.nmant + 1, info.minexp - info.nmant)
    assert form.numbers in (0, 2**info.bits)
    assert form.numpys == (dtype.__module__ == "numpy")


def pair(high: Any, low: Any) -> Any:
    return exact.number(high) + exact.number(low)


def test_double_double_has_a_hundred_bits() -> None:
    x = np.random.default_rng(2).uniform(-41, 38, 200)
    for f, true, bits in (
        (dd.exp, lambda v: exact.CONTEXT.exp(exact.number(v)), 100),
        (dd.sigmoid, exact.sigmoid, 100),
        (dd.log_sigmoid, exact.log_sigmoid, 72),
    ):
        high, low = f(x)
        for i, v in enumerate(x):
            assert abs(pair(high[i], low[i]) / true(v) - 1) < 2.0**-bits
    a, b = np.array([1.0]), np.array([2.0**-60])
    for s, lost in (dd.two_sum(a, b), dd.two_sum(b, a), dd.fast_two_sum(a, b)):
        assert (s.item(), lost.item()) == (1.0, 2.0**-60)
    p, lost = dd.two_product(a + 2.0**-30, a + 2.0**-30)
    assert pair(p[0], lost[0]) == (exact.CONTEXT.mpf(1) + exact.CONTEXT.ldexp(1, -30)) ** 2


def test_the_table_is_accurate() -> None:
    x, s = accurate_table()
    middles = np.arange(LOW * STEPS, HIGH * STEPS + 1) / STEPS
    assert np.abs(x - middles)[middles <= 9].max() < 2.0**-11
    for i in np.random.default_rng(3).choice(x.size, 2000, replace=False):
        assert exact.error(s[i], exact.sigmoid(x[i]), np.float64) <= 2.0**-8 + 2.0**-16
    # No argument between FIRST and LAST is taken to lie off the table
    for side in (-0.5, 0.5):
        r = (middles + side / STEPS - x)[(middles >= FIRST) & (middles <= LAST)]
        slope = s[(middles >= FIRST) & (middles <= LAST)] - 0.5
        assert (1 + r * (slope + r / 12)).max() < WITHIN - 2e-5


def test_the_table_of_logarithms_is_accurate() -> None:
    x, tails, values = accurate_log_table()
    middles = np.arange(LOG_LOW * STEPS, LOG_HIGH * STEPS + 1) / STEPS
    assert np.abs(x - middles).max() + 0.5 / STEPS < log_sigmoid64.WITHIN
    for i in np.random.default_rng(3).choice(x.size, 1000, replace=False):
        assert exact.error(values[i], exact.log_sigmoid(x[i]), np.float64) <= 2.0**-8 + 2.0**-16
        assert exact.error(tails[i], exact.sigmoid(-x[i]), np.float64) <= 0.5


@pytest.mark.parametrize("name", ["sigmoid", "log_sigmoid"])
def test_float64_keeps_its_bound_farthest_from_the_tables_arguments(name: str) -> None:
    x = points.far_from_nodes(name, np.random.default_rng(8), 2500)
    worst = max(exact.error(y, TRUE[name](v), np.float64) for v, y in zip(x, OURS[name](x), strict=True))
    assert worst < 0.53


def test_a_python_float_gives_the_same_bits_as_an_array() -> None:
    ends = [np.nextafter(e, e + d) for e in (FIRST, LAST) for d in (-1, 0, 1)]
    x = np.concatenate([np.random.default_rng(4).uniform(-760, 45, 2000), np.arange(-200, 200) / 1024, ends])
    x = np.append(x, [np.inf, -np.inf, np.nan, 0.0, -0.0, 5e-324])
    np.testing.assert_array_equal([ri.sigmoid(float(v)) for v in x], ri.sigmoid(x))


def test_float64_is_exact_where_results_turn_subnormal() -> None:
    k = np.arange(1, 400)
    edge = -1022 * np.log(2)
    x = np.concatenate([edge + 1e-13 * k, edge - 1e-13 * k, edge + 0.01 * k, -1074.9 * np.log(2) + 0.05 * k])
    assert (
        max(exact.error(y, exact.sigmoid(v), np.float64) for v, y in zip(x, ri.sigmoid(x), strict=True))
        < 0.52
    )
    assert ri.sigmoid(np.nextafter(-745.1332191019412, 0)) == 5e-324
    assert ri.sigmoid(-745.1332191019413) == 0


def test_float64_far_left_among_nan_and_infinities() -> None:
    x = np.array([np.nan, -np.inf, -100, -50, 0, np.inf, -1e308])
    alone = [ri.sigmoid(np.array([v]))[0] for v in x]
    np.testing.assert_array_equal(ri.sigmoid(x), alone)
    assert alone[1] == alone[6] == 0


@each
def test_hard_cases_have_the_right_results(name: str) -> None:
    x, right = hard_to_round.hard_cases(name)
    for i in range(0, x.size, max(1, x.size // 300)):
        assert exact.number(right[i]) == exact.rounded(TRUE[name](x[i]), np.float32)
    np.testing.assert_array_equal(OURS[name](x), right)
    large = np.resize(
        np.flatnonzero(np.abs(x) >= hard_to_round.LARGE), 3 * hard_to_round.MANY
    )  # the sigmoid has a shorter way for many
    np.testing.assert_array_equal(OURS[name](x[large]), right[large])


@each
@pytest.mark.parametrize("off", [-2, -1, 1, 2])
def test_an_exp_and_a_log_off_by_two_units_do_no_harm(
    name: str, off: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = abs(off) * (
        5 if name == "sigmoid_backward" else 1
    )  # its hard cases lie farther from their boundaries

    def spoiled(f: Any) -> Any:
        def run(x: Any, out: Any) -> None:
            f(x, out=out)
            for _ in range(steps):
                np.nextafter(out, np.inf * off, out=out)

        return run

    for f in ("exp", "log", "log1p"):
        monkeypatch.setattr(np, f, spoiled(getattr(np, f)))
    x, right = hard_to_round.hard_cases(name)
    x = np.append(x, np.float32(0.25))
    grad = (np.ones_like(x),) if name == "sigmoid_backward" else ()
    out = np.empty_like(x)
    if name != "sigmoid_backward" or off == -2:  # else this test would show nothing
        assert hard_to_round.misrounded(KERNELS[name], name, many=True)
    hard_to_round.rounded_right(KERNELS[name], name)(x, *grad, out, np.empty((ROWS, x.size)))
    np.testing.assert_array_equal(out[:-1], right)
    kernel = hard_to_round.rounded_right(KERNELS[name], name)
    kernel(x, *grad, x, np.empty((ROWS, x.size)))  # in place
    np.testing.assert_array_equal(x[:-1], right)
    for g in grad:  # and written over the gradient
        g *= 2
        kernel(np.append(hard_to_round.hard_cases(name)[0], np.float32(0.25)), g, g, np.empty((ROWS, x.size)))
        np.testing.assert_array_equal(g[:-1], 2 * right)


@each
@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16])
def test_every_half_precision_input_is_correctly_rounded(name: str, dtype: Any) -> None:
    x = np.arange(65_536, dtype=np.uint16).view(dtype)
    with np.errstate(all="ignore"):
        v = x.astype(np.float64).astype(np.longdouble)
        z = np.exp(-np.abs(v))
        true = {
            "sigmoid": np.where(v >= 0, 1, z) / (1 + z),
            "sigmoid_backward": z / (1 + z) ** 2,
            "log_sigmoid": np.minimum(v, 0) - np.log1p(z),
            "logit": np.log(v) - np.log1p(-v),
        }[name]
        got = OURS[name](x).astype(np.float64)
        bits, least = exact.FORMATS[exact.form(dtype)]
        unit = np.ldexp(np.longdouble(1), np.maximum(np.frexp(true)[1] - bits, least))
        off = np.abs(got - true) / unit
    finite = np.isfinite(true) & np.isfinite(got)
    assert finite.sum() > 15_000
    assert off[finite].max() <= 0.5
    assert np.array_equal(np.isnan(got), np.isnan(true))


def test_round_to_odd_then_to_half_is_one_rounding() -> None:
    rng = np.random.default_rng(5)
    near = rng.integers(0, 2**15, 3000).astype(np.uint16).view(ml_dtypes.bfloat16).astype(np.float64)
    near = near[np.isfinite(near) & (near > 0)]
    for tilt in (0.0, 2.0**-30, -(2.0**-30), 2.0**-52):
        tie = near * (1 + 2.0**-8) * (1 + tilt)
        for sign in (1, -1):
            for value, got in zip(tie, round_to_odd(sign * tie).astype(ml_dtypes.bfloat16), strict=True):
                if np.isfinite(got):
                    assert exact.number(got) == exact.rounded(exact.number(sign * value), ml_dtypes.bfloat16)
    with np.errstate(all="ignore"):
        ends = round_to_odd(np.array([np.inf, -np.inf, np.nan, 0.0, 1e300, 1e-320]))
    assert np.array_equal(ends[:2], [np.inf, -np.inf])
    assert np.isnan(ends[2])
    assert ends[3] == 0
    assert ends[4] == np.finfo(np.float32).max
    assert ends[5] == np.float32(1e-45)


@each
def test_a_stride_of_all_float32_numbers(name: str) -> None:
    pieces = [piece for part in oracle.slices(name) for piece in part]
    f = SUBJECTS[name]
    for piece in pieces[:: max(1, len(pieces) // 120)]:
        pattern = np.unique(np.linspace(piece.start, piece.stop - 1, 3000).astype(np.uint32))
        x = pattern.view(np.float32)
        got = OURS[name](x)
        if piece.center is None:
            right: Any = x if piece.constant is None else np.float32(piece.constant)
            np.testing.assert_array_equal(got, np.broadcast_to(right, x.shape))
            continue
        y = np.empty(x.size)
        oracle.evaluate(piece.coefficients(f.series), (x.astype(np.float64) - piece.center) / piece.unit, y)
        sure = ~oracle.doubtful(y, min(abs(y[0]), abs(y[-1])))
        np.testing.assert_array_equal(got[sure], y.astype(np.float32)[sure])


def test_the_smallest_and_largest_arguments_of_note() -> None:
    assert ri.sigmoid(np.float32(17.32868)) == 1
    assert ri.sigmoid(np.nextafter(np.float32(17.328678), np.float32(0))) < 1
    last = np.float32(-150 * np.log(2))  # just above it
    assert ri.sigmoid(last) == np.float32(1e-45)
    assert ri.sigmoid(np.nextafter(last, np.float32(-np.inf))) == 0
    out = np.empty(3)
    sigmoid64(np.array([37.44, 37.42, 36.8]), out, np.empty((ROWS, 3)))
    assert out.tolist() == [1, 1 - 2.0**-53, 1 - 2.0**-53]
