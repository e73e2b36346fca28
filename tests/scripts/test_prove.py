"""The float32 proof's oracle, against mpmath: it shares no code with what it checks, and is checked itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest

from scripts.prove import exact, oracle, scan, table, trials
from scripts.prove.subjects import NAMES, SUBJECTS, WHO

each = pytest.mark.parametrize("name", NAMES)
MP = mpmath.mp.clone()
MP.dps = 60
PLAIN = {
    "sigmoid": lambda x: 1 / (1 + MP.exp(-x)),
    "sigmoid_backward": lambda x: MP.exp(-abs(x)) / (1 + MP.exp(-abs(x))) ** 2,
    "log_sigmoid": lambda x: -MP.log1p(MP.exp(-x)),
    "logit": lambda x: MP.log(x / (1 - x)),
}


@each
def test_polynomials_are_right_to_two_units(name: str) -> None:
    f, rng = SUBJECTS[name], np.random.default_rng(1)
    pieces = [p for part in oracle.slices(name) for p in part if p.center is not None]
    some = [pieces[i] for i in rng.choice(len(pieces), 60, replace=False)]
    for piece in [*some, *pieces[:5], *pieces[-5:]]:
        x = rng.integers(piece.start, piece.stop, 4).astype(np.uint32)
        x = np.append(x, [piece.start, piece.stop - 1]).astype(np.uint32).view(np.float32)
        y = np.empty(x.size)
        oracle.evaluate(piece.coefficients(f.series), (x.astype(np.float64) - piece.center) / piece.unit, y)
        for value, result in zip(x, y, strict=True):
            if name == "logit" and value in (0, 0.5):
                continue
            true = PLAIN[name](MP.mpf(float(value)))
            assert abs(MP.mpf(float(result)) - true) <= 2 * np.spacing(abs(float(true)))
            assert abs(f.exact(exact.MP.mpf(float(value))) / true - 1) < 1e-40


@each
def test_pieces_cover_every_pattern_once(name: str) -> None:
    pieces = sorted((p for part in oracle.slices(name) for p in part), key=lambda p: p.start)
    assert pieces[0].start == 0
    assert pieces[-1].stop == 1 << 32
    assert all(a.stop == b.start for a, b in pairwise(pieces))


def test_constants_hold_where_they_are_used() -> None:
    for name, f in ((name, SUBJECTS[name]) for name in NAMES):
        for part in oracle.slices(name):
            for piece in part:
                x = oracle.number(piece.start)
                if piece.center is None and np.isfinite(x) and not (name == "logit" and not 0 < x < 1):
                    right = x if piece.constant is None else piece.constant
                    assert oracle.to_float32(f.exact(exact.MP.mpf(x))) == np.float32(right)


@pytest.mark.parametrize("scale", [1.0, 2.0**-126, 2.0**-140, 2.0**-148])
def test_doubt_is_raised_near_a_boundary_and_nowhere_else(scale: float) -> None:
    below = np.float32(1.5 * scale)
    boundary = (float(below) + float(np.nextafter(below, np.float32(2 * scale)))) / 2
    unit = np.spacing(boundary)
    near = np.array([boundary, boundary + 20 * unit, boundary - 20 * unit])
    far = np.array([boundary + 22 * unit, boundary - 22 * unit, float(below)])
    assert oracle.doubtful(near, float(near.min())).all()
    assert not oracle.doubtful(far, float(far.min())).any()
    for value, steps in ((boundary, 0), (boundary + 3 * unit, 3), (boundary - 5 * unit, -5)):
        assert oracle.distance(exact.MP.mpf(value)) == steps
        right = np.nextafter(below, np.float32(2 * scale)) if steps > 0 else below
        if steps:
            assert oracle.to_float32(exact.MP.mpf(value)) == right
            assert oracle.to_float32(-exact.MP.mpf(value)) == -right


def test_units_are_those_of_float32() -> None:
    y = np.ldexp(1.75, np.arange(-160, 127)) * np.array([[1], [-1]])
    exponents = [exact.unit_exponent(exact.MP.mpf(v), "float32") for v in y.ravel()]
    assert np.array_equal(oracle.units(y).ravel(), 2.0 ** -np.array(exponents))
    assert oracle.units(np.zeros(1)) == 2.0**149


def piece_at(name: str, x: float, size: int = 3000) -> Any:
    """The first ``size`` numbers of the piece that holds a number."""
    pattern = int(np.float32(x).view(np.uint32))
    (piece,) = [p for part in oracle.slices(name) for p in part if p.start <= pattern < p.stop]
    start = min(pattern, piece.stop - size)
    return replace(piece, start=start, stop=start + size)


@each
@pytest.mark.parametrize("x", [0.7, 2.0**-30])
def test_the_errors_of_a_scan_are_those_that_mpmath_gives(name: str, x: float) -> None:
    piece = piece_at(name, x)
    everyone = {WHO: SUBJECTS[name].ours, **SUBJECTS[name].peers}
    found, _ = scan.scan(name, [piece], everyone)
    numbers = np.arange(piece.start, piece.stop, dtype=np.uint32).view(np.float32)
    results = {who: f(numbers) for who, f in everyone.items()}
    right = exact.measure("float32", trials.exact_values(name, numbers), results)
    for who, record in found.items():
        assert record.numbers() == pytest.approx(right[who], rel=1e-6, abs=1e-6)
    assert found[WHO].misrounded == 0
    if x == 0.7:
        assert max(record.misrounded for record in found.values()) > 0


def test_a_wrong_result_is_found() -> None:
    piece, name = piece_at("sigmoid", 0.7), "sigmoid"
    target = oracle.number(piece.start + 7)

    def wrong(x: Any) -> Any:
        result = SUBJECTS[name].ours(x)
        result[x == np.float32(target)] += np.float32(2.0**-24)
        return result

    records, _ = scan.scan(name, [piece], {"right": SUBJECTS[name].ours, "wrong": wrong})
    assert records["right"].misrounded == 0
    assert records["wrong"].wrong == [piece.start + 7]
    assert records["wrong"].largest >= 0.5
    strided, _ = scan.scan(name, [piece], {"wrong": wrong}, step=7)
    assert strided["wrong"].wrong == [piece.start + 7]
    assert strided["wrong"].count == -(-3000 // 7)
    levels, _ = scan.scan(name, [piece, replace(piece, start=piece.start + 7)], {}, {}, {"wrong": wrong})
    assert levels["wrong"].wrong == [piece.start + 7]
    assert levels["wrong"].count == 2 * -(-3000 // scan.STEP)


@pytest.mark.parametrize(
    ("name", "x", "result", "largest"),
    [
        ("sigmoid", 60, 1 - 2.0**-24, 0.5),
        ("sigmoid", -110, 1e-45, 1),
        ("log_sigmoid", -1000, -np.inf, np.inf),
        ("log_sigmoid", -1000, np.nan, np.inf),
        ("log_sigmoid", -np.inf, -1e38, np.inf),
        ("logit", 1, 3e38, np.inf),
        ("logit", 2, 0, np.inf),
        ("sigmoid", np.nan, 0.5, np.inf),
    ],
)
def test_a_wrong_result_is_found_where_a_function_is_trivial(
    name: str, x: float, result: float, largest: float
) -> None:
    pattern = int(np.float32(x).view(np.uint32))
    (piece,) = [p for part in oracle.slices(name) for p in part if p.start <= pattern < p.stop]
    piece = replace(piece, start=pattern, stop=pattern + 1)
    records, _ = scan.scan(
        name, [piece], {"right": SUBJECTS[name].ours, "wrong": lambda x: np.full_like(x, result)}
    )
    assert records["right"].numbers() == [0, 0, 1, 0]
    assert records["wrong"].misrounded == 1
    assert records["wrong"].largest == largest


def test_what_float64_cannot_decide_is_settled() -> None:
    x = np.float32(63 * 2.0**-23)  # σ is ½ + x/4, a tie, less what float64 cannot see
    piece = piece_at("sigmoid", float(x), 1)

    def rounded(x: Any) -> Any:
        return (1 / (1 + np.exp(-x.astype(np.float64)))).astype(np.float32)

    records, near = scan.scan("sigmoid", [piece], {WHO: SUBJECTS["sigmoid"].ours, "rounded": rounded})
    assert records[WHO].misrounded == 0
    assert records["rounded"].wrong == [piece.start]
    ((pattern, right, far),) = near
    assert (pattern, right) == (piece.start, int(SUBJECTS["sigmoid"].ours(x).view(np.uint32)))
    assert -1 < far <= 0


def test_right_infinities_are_no_error() -> None:
    last = int(np.float32(-np.inf).view(np.uint32))
    piece = replace(piece_at("log_sigmoid", -1000), start=last - 9, stop=last + 1)

    def wrong(x: Any) -> Any:
        return np.where(np.arange(10) == 0, np.nextafter(x, np.float32(0)), x)

    records, _ = scan.scan("log_sigmoid", [piece], {"wrong": wrong})
    assert records["wrong"].numbers() == [1, 1, 10, 1]


def test_trivial_results_are_sampled_for_peers_and_levels() -> None:
    start = int(np.float32(200).view(np.uint32))
    piece = replace(piece_at("sigmoid", 200), start=start, stop=start + 100 * scan.CHUNK)
    half = {"half": lambda x: np.full_like(x, 0.5)}
    records, _ = scan.scan(
        "sigmoid", [piece], {WHO: SUBJECTS["sigmoid"].ours}, half, {"level": SUBJECTS["sigmoid"].ours}
    )
    counts = {who: (record.count, record.misrounded) for who, record in records.items()}
    every, sample = 100 * scan.CHUNK, 100 * scan.CHUNK // scan.STEP
    assert counts == {WHO: (every, 0), "half": (sample, sample), "level": (sample, 0)}


def test_peers_are_not_asked_where_the_result_is_no_number() -> None:
    piece = replace(piece_at("logit", 0.7), start=0x40000000, stop=0x40000010, center=None, constant=np.nan)
    records, _ = scan.scan("logit", [piece], {WHO: SUBJECTS["logit"].ours}, SUBJECTS["logit"].peers)
    assert {who: record.count for who, record in records.items()} == {WHO: 16}


def test_hard_cases_are_written_by_their_distance() -> None:
    found = {
        name: [(0x3F000000, 1, reach), (0x3E000000, 2, -reach - 1)]
        for name, reach in ((name, SUBJECTS[name].reach) for name in NAMES)
    }
    found["sigmoid"].append((0x36000000, 3, 0.0))  # a tie near 0: these follow a rule
    namespace: dict[str, Any] = {}
    exec(table.hard_cases(found), namespace)
    assert namespace["HARD_CASES"] == dict.fromkeys(NAMES, ((1056964608, 1),))
