"""The points of the proof and their errors: each kind lies where it says, and a wrong result is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import mpmath
import numpy as np
import pytest

from scripts.prove import oracle, points, trials
from scripts.prove.exact import LONG, MP, loss_and_gradient, measure, number, unit_exponent
from scripts.prove.subjects import LOSSES, NAMES, SUBJECTS, WHO

each = pytest.mark.parametrize("name", NAMES)
TINY = 5e-324


def one(form: str, exact: Any, got: Any, at: Any = None) -> list[float]:
    result = np.array([got], np.longdouble if form == "longdouble" else np.float64)
    return measure(form, [MP.mpf(exact)], {"it": result}, None if at is None else [MP.mpf(at)])["it"]


def test_errors_are_measured_in_units_in_the_last_place() -> None:
    assert one("float64", 1, 1 + 2.0**-52) == [1, 1, 1, 1]
    assert one("float64", 1, 1 - 2.0**-53) == [0.5, 0.5, 1, 0]
    assert one("float32", 0.25, 0.25 + 2.0**-26) == [0.5, 0.5, 1, 0]
    assert one("float16", 1, 1 + 2.0**-11 * 1.001)[3] == 1
    assert one("float64", 0, TINY) == [1, 1, 1, 1]
    assert one("float64", MP.ldexp(3, -1075), TINY) == [0.5, 0.5, 1, 0]
    assert one("float64", MP.ldexp(3, -1076), 2 * TINY) == [1.25, 1.25, 1, 1]
    assert one("float64", 2.0**-60, 2.0**-60 + 2.0**-53, at=1) == [0.5, 0.5, 1, 0]
    for bad in (np.nan, np.inf):
        assert one("float64", 1, bad) == [np.inf, np.inf, 1, 1]


def test_a_tie_is_decided_by_what_float64_cannot_see() -> None:
    exact = SUBJECTS["sigmoid"].exact(MP.mpf(2) ** -52)  # ½ + 2⁻⁵⁴ less a little: halfway, but for 2⁻¹⁶²
    assert one("float64", exact, 0.5) == [0.5, 0.5, 1, 0]
    assert one("float64", exact, 0.5 + 2.0**-53) == [0.5, 0.5, 1, 1]


def test_long_double_is_taken_with_all_its_bits() -> None:
    unit = np.finfo(np.longdouble).eps
    assert one("longdouble", 1, np.longdouble(1) + unit) == [1, 1, 1, 1]
    exact = MP.mpf(1) + MP.ldexp(1, -LONG.nmant)
    assert one("longdouble", exact, np.longdouble(1) + unit) == [0, 0, 1, 0]
    assert number(np.longdouble(1) + unit) == exact
    for name in NAMES:
        x = points.long_doubles(name, trials.LONG_EACH)
        assert x.size > 3000
        assert (x != x.astype(np.float64)).mean() > 0.5 or LONG.nmant == 52


@each
def test_points_near_a_tie_are_near_a_tie(name: str) -> None:
    x = SUBJECTS[name].ties(np.random.default_rng(7), 200)
    rest = []
    for value in x:
        exact = abs(SUBJECTS[name].exact(MP.mpf(float(value))))
        scaled = MP.ldexp(exact, -unit_exponent(exact, "float64"))
        rest.append(abs(float(scaled - MP.floor(scaled)) - 0.5))
    assert np.median(rest) < 1e-3
    assert np.mean(np.array(rest) < 0.03) > 0.9


@each
def test_a_hundred_thousand_points_are_hard(name: str) -> None:
    kinds = {}
    for part in range(trials.HARD_PARTS):
        for kind, x in trials.hard_kinds(name, part).items():
            kinds.setdefault(kind, []).append(x)
    every = {kind: np.concatenate(several) for kind, several in kinds.items()}
    assert sum(x.size for kind, x in every.items() if kind != "anywhere") >= 100_000
    assert len(every["near a tie"]) >= 25_000
    for kind, x in every.items():
        assert np.isfinite(x).all()
        assert len(np.unique(x)) > 0.5 * x.size or kind in ("near a tie", "multiples of 1/1024")
    if name != "logit":
        assert (np.abs(every["the last below 1, near 36.7 and 37.4"] - 36.7368) < 1e-3).sum() > 1000
        assert (np.abs(every["subnormal, to −745.1"] + 745.13) < 0.1).sum() > 1000


def patched(patch: pytest.MonkeyPatch, name: str, ours: Any) -> None:
    """Put another function in the place of ours."""
    patch.setitem(SUBJECTS, name, replace(SUBJECTS[name], ours=ours))


def off_by(f: Any, units: int) -> Any:
    """The function with every fiftieth result off by some units in the last place."""

    def run(*x: Any) -> Any:
        y = np.atleast_1d(f(*x)).copy()
        some = y[::50]
        with np.errstate(invalid="ignore"):
            some += units * np.spacing(np.abs(some))
        return y

    return run


@each
def test_float64_is_within_its_limit_and_a_wrong_result_is_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = trials.hard_points(name, 0, 40)[WHO]
    assert record[0] <= (0.55 if name == "sigmoid" else 1.55)
    patched(monkeypatch, name, off_by(SUBJECTS[name].ours, 3))
    wrong = trials.hard_points(name, 0, 40, peers=False)[WHO]
    assert wrong[0] > 2.4
    assert wrong[3] > record[3]


@each
def test_long_double_is_measured_and_a_wrong_result_is_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trials.long_points(name)[WHO][0] < 3
    patched(monkeypatch, name, off_by(SUBJECTS[name].ours, 5))
    assert trials.long_points(name)[WHO][0] > 4.4


@each
@pytest.mark.parametrize("form", ["float16", "bfloat16"])
def test_half_precision_is_right_and_a_wrong_result_is_found(
    name: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = trials.every_half(name, form, 3, 97)
    assert records[WHO][3] == 0
    assert records[WHO][2] == -(-(65_536 - 3) // 97)
    assert any(record[3] for who, record in records.items() if not who.startswith("scipy"))
    ours = SUBJECTS[name].ours
    patched(monkeypatch, name, lambda x: np.nextafter(ours(x), x.dtype.type(4)))
    assert trials.every_half(name, form, 3, 97, peers=False)[WHO][3] > 100


def test_special_numbers_in_half_precision_count(monkeypatch: pytest.MonkeyPatch) -> None:
    infinity = 0x7C00  # of float16
    assert trials.every_half("sigmoid", "float16", infinity, 65_536, peers=False)[WHO] == [0, 0, 1, 0]
    patched(monkeypatch, "sigmoid", lambda x: np.full_like(x, np.nan))
    assert trials.every_half("sigmoid", "float16", infinity, 65_536, peers=False)[WHO] == [0, 0, 1, 1]
    assert trials.every_half("sigmoid", "float16", infinity + 1, 65_536, peers=False)[WHO] == [0, 0, 1, 0]


def test_random_points_are_measured_and_a_wrong_result_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert trials.RANDOM_PARTS * trials.BLOCKS * trials.BLOCK == 10**8
    (record,) = trials.random_points(0, 1).values()
    assert record[0] <= 0.55
    assert record[2] == trials.BLOCK
    right = SUBJECTS["sigmoid"].ours
    patched(monkeypatch, "sigmoid", lambda x: np.nextafter(right(x), 1))
    (record,) = trials.random_points(0, 1).values()
    assert record[0] > 1.2


@pytest.mark.parametrize(
    ("w", "t"),
    [(700.5, 1.0), (-700.5, 0.0), (3.25, 0.0), (-3.25, 1.0), (1e-9, 0.3), (-0.5, 0.375), (40.0, 1.0)],
)
def test_the_loss_and_its_gradient_are_exact(w: float, t: float) -> None:
    wide = mpmath.mp.clone()
    wide.dps = 700
    loss, slope, scale = loss_and_gradient(MP.mpf(w), MP.mpf(t))
    s, t = 1 / (1 + wide.exp(-wide.mpf(w))), wide.mpf(t)
    assert abs(loss / (-t * wide.log(s) - (1 - t) * wide.log(1 - s)) - 1) < 1e-50
    assert abs(slope / (s - t) - 1) < 1e-45
    assert abs(scale / max(s, t) - 1) < 1e-50


@pytest.mark.parametrize("form", ["float32", "float64"])
@pytest.mark.parametrize("kind", points.KINDS)
def test_losses_are_within_their_limits_and_a_wrong_result_is_found(
    kind: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = {"float32": 0.5001, "float64": 2.5}[form]
    _, t = points.logits_and_targets(kind, form, 0, 50)
    assert (np.isin(t, [0, 1]).all()) == (kind == points.LABELS)
    found = trials.losses(kind, form, 0, 50)
    assert found.keys() == {f"loss, {kind}", f"gradient, {kind}"}
    assert max(record[0] for records in found.values() for record in records.values()) > limit  # a peer's
    for what, records in found.items():
        assert records[WHO][0] <= limit
        name = what.partition(",")[0]
        with monkeypatch.context() as patch:
            patched(patch, name, off_by(SUBJECTS[name].ours, 2_000_000 if "soft" in kind else 4))
            assert trials.losses(kind, form, 0, 50, peers=False)[what][WHO][0] > limit


@pytest.mark.parametrize("kind", points.KINDS)
def test_random_losses_are_measured_and_a_wrong_result_is_found(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    w, t = (x[::2000] for x in points.random_pairs(kind, np.random.default_rng(1), trials.PAIRS))
    wide = zip(*trials.long_loss_and_gradient(w, t), strict=True)
    for a, b, values in zip(w, t, wide, strict=True):
        true = loss_and_gradient(MP.mpf(float(a)), MP.mpf(float(b)))
        scale = true if kind == points.LABELS else (true[0], true[2], true[2])
        for value, right, unit in zip(values, true, scale, strict=True):
            assert abs(number(value) - right) <= 2.0**-61 * abs(unit)
    found = trials.random_losses(kind, 0, 1)
    for what, records in found.items():
        (record,) = records.values()
        assert 0.5 < record[0] < 3
        assert record[2] == trials.PAIRS
        name = what.partition(",")[0]
        with monkeypatch.context() as patch:
            patched(patch, name, off_by(SUBJECTS[name].ours, 2_000_000 if "soft" in kind else 4))
            (record,) = trials.random_losses(kind, 0, 1)[what].values()
            assert record[0] > 3


@pytest.mark.parametrize("what", LOSSES)
def test_float32_losses_of_labels_are_right_and_a_wrong_result_is_found(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "slices", lambda name: [part[::200] for part in oracle.slices(name)])
    ((_, records),) = trials.every_label(what, 0, 4096).items()
    (record,) = records.values()
    assert record[0] <= 0.5001
    assert record[2] > 10_000
    patched(monkeypatch, what, off_by(SUBJECTS[what].ours, 1))
    ((_, records),) = trials.every_label(what, 0, 4096).items()
    (record,) = records.values()
    assert record[0] > 0.9


@each
def test_peers_compute_what_they_stand_for(name: str) -> None:
    for dtype in (np.float32, np.float64):
        x = np.array([0.3, 0.4, 0.7], dtype)
        for who, f in SUBJECTS[name].peers.items():
            assert f(x).dtype == dtype, who
            np.testing.assert_allclose(f(x), SUBJECTS[name].ours(x), rtol=1e-5)
    for what in LOSSES:
        t = np.array([0, 1, 0.2], dtype)
        for f in SUBJECTS[what].peers.values():
            np.testing.assert_allclose(f(x, t), SUBJECTS[what].ours(x, t), rtol=1e-5)


def test_thresholds_are_found() -> None:
    found = trials.thresholds()
    assert found["float32"][WHO] == [float(np.float32(-103.972084)), float(np.float32(17.32868))]
    assert found["float16"][WHO] == [-17.34375, 8.3203125]
    assert found["float64"][WHO] == pytest.approx([-745.1332191019412, 37.42995], rel=1e-5)
    assert found["float32"]["scipy.special.expit"] == pytest.approx([-88.7228, 16.6355], rel=1e-5)
