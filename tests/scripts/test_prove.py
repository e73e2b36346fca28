"""The proof's oracle, against mpmath: it shares no code with what it checks, and is checked itself."""

from __future__ import annotations

import json
from itertools import pairwise

import mpmath
import numpy as np
import pytest

from scripts import ROOT
from scripts.prove import environment, exhaustive, oracle, points, suspects
from scripts.prove.parts import perform, tasks

each = pytest.mark.parametrize("name", oracle.FUNCTIONS)
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
    f, rng = oracle.FUNCTIONS[name], np.random.default_rng(1)
    pieces = [p for part in exhaustive.slices(name) for p in part if p.center is not None]
    for piece in [pieces[i] for i in rng.choice(len(pieces), 60, replace=False)]:
        x = rng.integers(piece.start, piece.stop, 4).astype(np.uint32)
        x = np.append(x, [piece.start, piece.stop - 1]).astype(np.uint32).view(np.float32)
        y = np.empty(x.size)
        oracle.evaluate(piece.coefficients(f.series), (x.astype(np.float64) - piece.center) / piece.unit, y)
        for value, result in zip(x, y, strict=True):
            if name == "logit" and value in (0, 0.5):
                continue
            true = PLAIN[name](MP.mpf(float(value)))
            assert abs(MP.mpf(float(result)) - true) <= 2 * np.spacing(abs(float(true)))
            assert abs(f.exact(oracle.MP.mpf(float(value))) / true - 1) < 1e-40


@each
def test_pieces_cover_every_pattern_once(name: str) -> None:
    pieces = sorted((p for part in exhaustive.slices(name) for p in part), key=lambda p: p.start)
    assert pieces[0].start == 0
    assert pieces[-1].stop == 1 << 32
    assert all(a.stop == b.start for a, b in pairwise(pieces))


def test_constants_hold_where_they_are_used() -> None:
    for name, f in oracle.FUNCTIONS.items():
        for part in exhaustive.slices(name):
            for piece in part:
                x = oracle.number(piece.start)
                if piece.center is None and np.isfinite(x) and not (name == "logit" and not 0 < x < 1):
                    right = x if piece.constant is None else piece.constant
                    assert oracle.to_float32(f.exact(oracle.MP.mpf(x))) == np.float32(right)


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
        assert oracle.distance(oracle.MP.mpf(value)) == steps
        right = np.nextafter(below, np.float32(2 * scale)) if steps > 0 else below
        if steps:
            assert oracle.to_float32(oracle.MP.mpf(value)) == right
            assert oracle.to_float32(-oracle.MP.mpf(value)) == -right


def test_a_wrong_result_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    index = exhaustive.SLICES - 1
    small = [piece for piece in exhaustive.slices("sigmoid")[16] if piece.center][:3]
    slices = [small if i == index else [] for i in range(exhaustive.SLICES)]
    monkeypatch.setattr(exhaustive, "slices", lambda name: slices)
    assert exhaustive.run("sigmoid", index)["misrounded"] == 0
    target = oracle.number(small[0].start + 7)
    ours = exhaustive.OURS["sigmoid"]

    def wrong(x: np.ndarray, out: np.ndarray) -> np.ndarray:
        result = ours(x, out)
        result[x == np.float32(target)] += np.float32(2.0**-24)
        return result

    monkeypatch.setitem(exhaustive.OURS, "sigmoid", wrong)
    assert exhaustive.run("sigmoid", index)["wrong"] == [small[0].start + 7]


def test_errors_of_points_are_measured_in_units_in_the_last_place() -> None:
    assert points.error(1.0, MP.mpf(1), "float64") == 0
    assert points.error(1 + 2.0**-52, MP.mpf(1), "float64") == 1
    assert points.error(5e-324, MP.mpf(0), "float64") == 5e-324
    record = points.measure("sigmoid", np.array([0.0, 1.0]), "float64", {"bad": lambda x: x + 0.5})
    assert record["bad"][2] == 2
    assert record["bad"][3] == 1


def test_parts_of_the_proof_run() -> None:
    assert len(set(tasks())) == len(tasks())
    for what, name, form in (("half", "logit", "bfloat16"), ("hard", "sigmoid", "float64")):
        _, record = perform((what, name, form, 0))
        assert record["reference_impl"][0] <= 0.55
    assert environment.describe()["versions"]["numpy"] == np.__version__


def test_the_accuracy_table_is_of_this_proof() -> None:
    table = json.loads((ROOT / "scripts" / "studies" / "accuracy.json").read_text(encoding="utf-8"))
    for name in oracle.FUNCTIONS:
        for form in ("float16", "bfloat16", "float32"):
            assert table["errors"][form][name]["reference_impl"]["misrounded"] == 0
    assert table["errors"]["float32"]["sigmoid"]["reference_impl"]["inputs"] == 2**32
    from reference_impl._suspects import SUSPECTS

    assert set(SUSPECTS) == set(suspects.REACH)
