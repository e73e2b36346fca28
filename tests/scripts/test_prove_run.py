"""How the proof runs: its parts, SIMD levels in processes of their own, going on after a break, limits, the table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scripts import ROOT
from scripts.prove import environment, exact, levels, points, run, scan, table, trials
from scripts.prove.oracle import slices
from scripts.prove.run import Task, perform, tasks
from scripts.prove.subjects import NAMES, SUBJECTS, WHO
from scripts.studies import accuracy


def test_parts_are_of_all_kinds_and_each_is_there_once() -> None:
    every = tasks()
    assert len(set(every)) == len(every)
    for what in ("all", "half", "hard", "long", "near"):
        assert {task.name for task in every if task.what == what} == set(NAMES)
    assert len({run.file_of(Path(), task) for task in every}) == len(every)


@pytest.mark.parametrize(
    "task",
    [
        Task("half", "logit", "bfloat16", 0),
        Task("hard", "sigmoid", "float64", 0),
        Task("long", "logit", "longdouble", 0),
        Task("loss", "labels", "float32", 1),
        Task("ends", "sigmoid", "every", 0),
    ],
)
def test_a_part_says_what_it_found_and_how_long_it_took(task: Task) -> None:
    again, found = perform(task)
    assert again == task
    assert found["seconds"] > 0
    json.dumps(found)
    assert task.what == "ends" or list(found["errors"]) == [task.form]


def test_levels_are_the_ladder_that_numpy_found(monkeypatch: pytest.MonkeyPatch) -> None:
    ladder = levels.others()
    assert levels.ladder()[-1] not in ladder
    assert len([level for level in ladder if "," not in level]) == len(levels.ladder()) - 1
    monkeypatch.setattr(levels, "others", lambda: {"a level that is not there": {}})
    with pytest.raises(RuntimeError, match="not at a level that is not there"):
        levels.Server("a level that is not there")


at_levels = pytest.mark.skipif(not levels.others(), reason="NumPy is at its lowest SIMD level")


@at_levels
@pytest.mark.parametrize("name", NAMES)
def test_all_holds_at_every_level(name: str) -> None:
    pieces = [piece for part in slices(name) for piece in part][::40]
    scanned = scan.scan(name, pieces, {}, {}, levels.everywhere(name), step=16)[0]
    found = {
        trials.NEAR: trials.listed(name),
        "float32": {level: record.numbers() for level, record in scanned.items()},
        "float16": trials.every_half(name, "float16", 5, 16, peers=False),
        "bfloat16": trials.every_half(name, "bfloat16", 6, 16, peers=False),
        "float64": trials.hard_points(name, 0, 100, peers=False),
    }
    for level in levels.others():
        lines, good = verdicts(level, {form: {name: by_who} for form, by_who in found.items()})
        assert good, "\n".join(lines)
        assert len(lines) == 1 + len(found)
        assert found["float32"][level][2] > 50_000
        assert found["float16"][level][2] == 4096
        assert found["float64"][level][2] > 1000
    assert levels.seconds() > 0


@at_levels
@pytest.mark.parametrize("kind", points.KINDS)
@pytest.mark.parametrize("form", ["float32", "float64"])
def test_losses_hold_at_every_level(kind: str, form: str) -> None:
    found = trials.losses(kind, form, 0, 100, peers=False)
    for level in levels.others():
        lines, good = verdicts(level, {form: found})
        assert good, "\n".join(lines)
        assert len(lines) == 1 + 2


@at_levels
def test_a_level_computes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(x: Any) -> Any:
        raise AssertionError("computed here")

    x = np.array([0.5, np.nan], np.float32)
    right = SUBJECTS["sigmoid"].ours(x)
    monkeypatch.setitem(SUBJECTS, "sigmoid", replace(SUBJECTS["sigmoid"], ours=elsewhere))
    for run_there in levels.everywhere("sigmoid").values():
        np.testing.assert_array_equal(run_there(x), right)


def verdicts(level: str, errors: Any) -> tuple[list[str], bool]:
    """The verdicts on what was found at a level."""
    rows = {
        form: {name: {WHO: table.row(by_who[level])} for name, by_who in by_name.items()}
        for form, by_name in errors.items()
    }
    return table.verdicts(rows, level)


def test_a_wrong_result_is_found_in_all_that_levels_run(monkeypatch: pytest.MonkeyPatch) -> None:
    right = SUBJECTS["logit"].ours
    wrong = {"there": lambda x: 2 * right(x)}
    monkeypatch.setattr(levels, "everywhere", lambda name: wrong)
    pieces = slices("logit")[5][:3]
    found = {
        trials.NEAR: trials.listed("logit"),
        "float32": {"there": scan.scan("logit", pieces, {}, {}, wrong, step=64)[0]["there"].numbers()},
        "float16": trials.every_half("logit", "float16", 5, 64, peers=False),
        "float64": trials.hard_points("logit", 0, 20, peers=False),
    }
    lines, good = verdicts("there", {form: {"logit": by_who} for form, by_who in found.items()})
    assert not good
    assert all("<- too large" in line for line in lines[1:])


def test_listed_inputs_are_tried_in_company(monkeypatch: pytest.MonkeyPatch) -> None:
    right = SUBJECTS["logit"].ours

    def wrong_way(x: Any) -> Any:
        alone = x.size < 4096 or (x < trials.LARGE).any()
        return right(x) if alone else np.nextafter(right(x), np.float32(9))

    monkeypatch.setitem(SUBJECTS, "logit", replace(SUBJECTS["logit"], ours=wrong_way))
    x = trials.hard_cases("logit")[0]
    _, _, count, misrounded = trials.listed("logit")[WHO]
    assert (count, misrounded) == (2 * x.size, (x >= trials.LARGE).sum())


@pytest.mark.parametrize(
    ("form", "name", "largest", "misrounded", "good"),
    [
        ("float32", "sigmoid", 0.5, 0, True),
        ("float32", "logit", 0.5, 1, False),
        ("float16", "sigmoid_backward", 0.6, 1, False),
        (trials.NEAR, "sigmoid", 0.5, 1, False),
        ("float64", "sigmoid", 0.549, 9, True),
        ("float64", "sigmoid", 0.551, 9, False),
        ("float64", "logit", 1.5, 9, True),
        ("float64", "sigmoid_backward", 1.551, 9, False),
        ("longdouble", "logit", 2.0, 9, True),
        ("longdouble", "sigmoid", 2.01, 9, False),
        ("float32", "loss, labels", 0.5001, 9, True),
        ("float32", "gradient, soft targets", 0.5002, 9, False),
        ("float64", "gradient, labels", 2.5, 9, True),
        ("float64", "loss, soft targets", 2.6, 9, False),
    ],
)
def test_limits_are_kept(form: str, name: str, largest: float, misrounded: int, good: bool) -> None:
    row = {"inputs": 10, "misrounded": misrounded, "largest_ulp": largest, "mean_ulp": 0.1}
    bad = {**row, "misrounded": 10, "largest_ulp": 1e9}
    lines, verdict = table.verdicts({form: {name: {f"{WHO}, at random": row, "numpy": bad}}}, "here")
    assert verdict is good
    assert ("<- too large" in lines[1]) is not good
    assert len(lines) == 2


def test_the_proof_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    few = [Task("long", name, "longdouble", 0) for name in NAMES]
    monkeypatch.setattr(run, "tasks", lambda: few)
    first = run.run_all(tmp_path)
    assert set(first) == set(few)
    assert "[" + "#" * 40 + "] 4/4" in capfd.readouterr().err
    run.file_of(tmp_path, few[1]).unlink()
    run.file_of(tmp_path, few[2]).write_text(json.dumps({"kept": True}))
    second = run.run_all(tmp_path)
    assert "3 of 4 parts were finished before" in capfd.readouterr().out
    assert second[few[2]] == {"kept": True}
    assert second[few[1]]["errors"] == first[few[1]]["errors"]


def test_other_code_or_another_machine_starts_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in ("reference_impl", "scripts/prove"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.py").write_text("1")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    folders = [run.cache_folder()]
    assert run.cache_folder() == folders[0]
    (tmp_path / "reference_impl" / "a.py").write_text("2")
    folders.append(run.cache_folder())
    monkeypatch.setattr(environment, "describe", lambda: {"processor": "another"})
    folders.append(run.cache_folder())
    assert len(set(folders)) == 3


def test_records_are_put_together() -> None:
    assert exact.total([[1, 2, 3, 4], [5, 1, 1, 1], [0, 0, 1, 0]]) == [5, 3, 5, 5]
    level = next(iter(levels.others()), WHO)
    records = {WHO: [0.5, 6.0, 10, 0], level: [0.5, 1.0, 5, 0]}
    part = {"errors": {"float16": {"logit": records}}, "seconds": 1.04}
    task = Task("half", "logit", "float16", 0)
    done: Any = {task: part, task._replace(part=1): part}
    found = table.document(done | {Task("ends", "", "", 0): {"thresholds": {"a": 1}, "seconds": 0}})
    row = {"inputs": 20, "largest_ulp": 0.5, "mean_ulp": 0.6, "misrounded": 0}
    if level != WHO:
        assert found["errors"] == {"float16": {"logit": {WHO: row}}}
        assert found["levels"][level]["float16"]["logit"][WHO]["inputs"] == 10
    assert found["core_seconds"] == {"half": 2.1, "ends": 0}
    assert found["thresholds"] == {"a": 1}


def test_the_study_makes_the_table_and_the_hard_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def done(misrounded: int, near: list[tuple[int, int, float]]) -> run.Found:
        record = {"errors": {"float16": {"logit": {WHO: [0.5, 6.0, 10, misrounded]}}}, "seconds": 1.0}
        every = {
            Task("all", name, "float32", 0): {"near": near, "wrong": [], "errors": {}, "seconds": 0}
            for name in NAMES
        }
        return {Task("near", "logit", "float16", 0): record, **every}

    monkeypatch.setattr(accuracy, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(accuracy, "HARD_CASES", tmp_path / "hard_cases.py")
    accuracy.HARD_CASES.write_text(table.hard_cases({name: [(1, 2, 0.0)] for name in NAMES}))
    kept = run.file_of(tmp_path, Task("near", "logit", "float16", 0))
    for misrounded, near, said in ((0, [(1, 2, 0.0)], 0), (1, [], 1)):
        kept.write_text("{}")
        found = done(misrounded, near)
        monkeypatch.setattr(accuracy, "run_all", lambda folder, found=found: found)
        made, cases = accuracy.make(tmp_path / "accuracy.json")
        assert json.loads(made.content)["errors"]["float16"]["logit"][WHO]["misrounded"] == misrounded
        assert [problem.fix for problem in made.problems] == ["fix their kernels"] * said
        assert [problem.fix for problem in cases.problems] == ["make prove"] * said
        assert (cases.content == accuracy.HARD_CASES.read_text()) is not bool(said)
        assert kept.exists() is not bool(said), "the old list was tried, and the new one is not"


def test_means_are_over_as_many_inputs_as_the_peers_were_given() -> None:
    found: Any = {WHO: [[0.5, 6.0, 90, 0], [0.5, 6.0, 30, 0]], "peer": [[9.0, 60.0, 60, 9]]}
    (rows,) = table.rows({"float32": {"logit": found}})["float32"].values()
    assert (rows[WHO]["inputs"], rows[WHO]["mean_ulp"]) == (120, 0.2)
    assert (rows["peer"]["inputs"], rows["peer"]["mean_ulp"]) == (60, 1.0)


def test_the_accuracy_table_is_of_this_proof() -> None:
    found = json.loads((ROOT / "scripts" / "studies" / "accuracy.json").read_text(encoding="utf-8"))
    for name in NAMES:
        for form in ("float16", "bfloat16", "float32"):
            assert found["errors"][form][name][WHO]["misrounded"] == 0
        assert found["errors"]["float32"][name][WHO]["inputs"] == 2**32
        for form in ("float16", "bfloat16"):
            assert found["errors"][form][name][WHO]["inputs"] == 2**16
        for who, row in found["errors"]["float32"][name].items():
            assert row["inputs"] > 1e9, who
        assert sum(n for kind, n in found["hard_points"][name].items() if kind != "anywhere") >= 100_000
    assert found["errors"]["float64"]["sigmoid"][f"{WHO}, at random"]["inputs"] in (0, 10**8)
    assert found["levels"]
    for level, errors in found["levels"].items():
        assert set(errors) == {trials.NEAR, "float16", "bfloat16", "float32", "float64"}, level
        for name in NAMES:
            for form in set(errors) - {"float64"}:
                assert errors[form][name][WHO]["misrounded"] == 0
    from reference_impl._kernels.hard_cases import HARD_CASES

    assert set(HARD_CASES) == set(NAMES)
    assert table.HARD_CASES.read_text(encoding="utf-8").startswith(table.HEAD)
