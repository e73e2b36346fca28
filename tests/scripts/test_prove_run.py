"""How the proof runs: its parts, SIMD levels in processes of their own, going on after a break, limits, the table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts import ROOT
from scripts.prove import document, environment, levels, limits, run
from scripts.prove.measure import total
from scripts.prove.ours import NAMES, WHO
from scripts.prove.parts import Task, perform, tasks


def test_parts_are_of_all_kinds_and_each_is_there_once() -> None:
    every = tasks()
    assert len(set(every)) == len(every)
    assert {task.form for task in every if task.what == "level"} == set(levels.others())
    for what in ("all", "half", "hard", "long"):
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
    assert levels.native() not in ladder
    assert len([level for level in ladder if "," not in level]) == len(levels.found())
    monkeypatch.setattr(levels, "others", lambda: {"a level that is not there": {}})
    with pytest.raises(RuntimeError, match="not at a level that is not there"):
        levels.run_at("a level that is not there", "sigmoid")


def rows_of(errors: Any) -> Any:
    return {
        form: {
            name: {who: document.row(record) for who, record in by.items()} for name, by in by_name.items()
        }
        for form, by_name in errors.items()
    }


@pytest.mark.skipif(not levels.others(), reason="NumPy is at its lowest SIMD level")
@pytest.mark.parametrize("name", [*NAMES, levels.LOSSES])
def test_all_holds_at_the_lowest_level(name: str) -> None:
    level = list(levels.others())[-1]
    found = levels.run_at(level, name, thin=16)["errors"]
    lines, good = limits.verdicts(rows_of(found), level)
    assert good, "\n".join(lines)
    if name in NAMES:
        assert list(found) == [levels.BOUNDARY, "float32", "float16", "bfloat16", "float64"]
        assert found["float32"][name][WHO][2] > 1e6
        assert found["float16"][name][WHO][2] == 4096


def test_a_wrong_result_is_found_at_a_level(monkeypatch: pytest.MonkeyPatch) -> None:
    right = levels.OURS["logit"]
    monkeypatch.setitem(levels.OURS, "logit", lambda x: 2 * right(x))
    found = rows_of(levels.check("logit", 256))
    lines, good = limits.verdicts(found, "here")
    assert not good
    assert all("<- too large" in line for line in lines[1:])
    assert len(lines) == 1 + 5


@pytest.mark.parametrize(
    ("form", "name", "largest", "misrounded", "good"),
    [
        ("float32", "sigmoid", 0.5, 0, True),
        ("float32", "logit", 0.5, 1, False),
        ("float16", "sigmoid_backward", 0.6, 1, False),
        (levels.BOUNDARY, "sigmoid", 0.5, 1, False),
        ("float64", "sigmoid", 0.549, 9, True),
        ("float64", "sigmoid", 0.551, 9, False),
        ("float64", "log_sigmoid", 1.5, 9, True),
        ("float64", "sigmoid_backward", 1.501, 9, False),
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
    lines, verdict = limits.verdicts({form: {name: {f"{WHO}, at random": row, "numpy": bad}}}, "here")
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
    assert total([[1, 2, 3, 4], [5, 1, 1, 1], [0, 0, 1, 0]]) == [5, 3, 5, 5]
    task = Task("half", "logit", "float16", 0)
    level = Task("level", "logit", next(iter(levels.others()), "none"), 0)
    part = {"errors": {"float16": {"logit": {WHO: [0.5, 6.0, 10, 0]}}}, "seconds": 1.04}
    done: Any = {
        task: part,
        task._replace(part=1): part,
        Task("ends", "", "", 0): {"thresholds": {}, "seconds": 0},
    }
    if level.form != "none":
        done[level] = part
    found = document.document(done)
    row = {"inputs": 20, "largest_ulp": 0.5, "mean_ulp": 0.6, "misrounded": 0}
    assert found["errors"] == {"float16": {"logit": {WHO: row}}}
    assert found["core_seconds"]["half"] == 2.1
    if level.form != "none":
        assert found["levels"][level.form]["float16"]["logit"][WHO]["inputs"] == 10


def test_the_accuracy_table_is_of_this_proof() -> None:
    table = json.loads((ROOT / "scripts" / "studies" / "accuracy.json").read_text(encoding="utf-8"))
    for name in NAMES:
        for form in ("float16", "bfloat16", "float32"):
            assert table["errors"][form][name][WHO]["misrounded"] == 0
        assert table["errors"]["float32"][name][WHO]["inputs"] == 2**32
    from reference_impl._suspects import SUSPECTS
    from scripts.prove import suspects

    assert set(SUSPECTS) == set(suspects.REACH)
