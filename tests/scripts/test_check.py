"""The fast lane: each change calls for the checks of what depends on it, and a check that fails fails the command."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import check
from scripts.figures import names

PYTHON = {"format", "lint", "types"}


def test_a_page_calls_for_itself_alone() -> None:
    assert check.called_for({"docs/index.md"}) == {"pages": ["docs/index.md"], "tests": check.CONTENT}


def test_a_source_calls_for_the_pages_that_include_it_and_for_its_doctests() -> None:
    wanted = check.called_for({"reference_impl/definitions.py"})
    assert wanted.keys() == PYTHON | {"pages", "tests"}
    assert "docs/index.md" in wanted["pages"]
    assert wanted["tests"][:2] == ["reference_impl/definitions.py", check.BOUNDS]


def test_an_entry_calls_for_the_index() -> None:
    wanted = check.called_for({"docs/fix/errors/target-size.md"})
    assert wanted["pages"] == ["docs/fix/errors/index.md", "docs/fix/errors/target-size.md"]


@pytest.mark.parametrize(
    ("file", "figure"),
    [
        ("scripts/figures/soft_switch.py", "soft-switch"),
        ("docs/figures/soft-switch.svg", "soft-switch"),
        ("scripts/studies/profile.json", "error-profile"),
        ("docs/fix/thresholds-and-calibration.md", "reliability"),
    ],
)
def test_a_figure_is_drawn_when_what_it_shows_changed(file: str, figure: str) -> None:
    assert check.called_for({file})["figures"] == [figure]


@pytest.mark.parametrize("file", ["scripts/figures/style.py", "docs/assets/style.css"])
def test_all_figures_are_drawn_when_what_they_share_changed(file: str) -> None:
    assert check.called_for({file})["figures"] == names()


def test_a_study_calls_for_the_pages_that_show_it() -> None:
    assert (
        "docs/understand/vanishing-gradients.md" in check.called_for({"scripts/studies/depth.json"})["pages"]
    )


def test_a_notebook_and_a_test_call_for_themselves() -> None:
    assert check.called_for({"docs/examples/logistic_regression.py"})["notebooks"]
    assert check.called_for({"tests/content/test_items.py"})["tests"] == ["tests/content/test_items.py"]


def test_what_is_gone_or_is_no_concern_calls_for_nothing() -> None:
    assert check.called_for({"reference_impl/gone.py", "LICENSE"}) == {}


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_changed_is_what_differs_from_main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    assert check.changed() is None
    for name in ("same.md", "committed.md", "edited.md", "deleted.md", ".gitignore"):
        (tmp_path / name).write_text("ignored.md\n")
    git(tmp_path, "init", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "main")
    assert check.changed() == set()
    git(tmp_path, "switch", "-c", "branch")
    (tmp_path / "committed.md").write_text("x")
    git(tmp_path, "commit", "-am", "branch")
    for name in ("edited.md", "new σ.md", "ignored.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / "deleted.md").unlink()
    assert check.changed() == {"committed.md", "edited.md", "deleted.md", "new σ.md"}


@pytest.mark.parametrize("arguments", [[], ["--all"]])
@pytest.mark.parametrize(("pages", "status"), [("calendar", 0), ("calendar --nonsense", 1)])
def test_a_check_that_fails_fails_the_command(arguments, pages, status, monkeypatch, capsys) -> None:
    monkeypatch.setattr(check, "called_for", lambda files: {"pages": sorted(files)})
    monkeypatch.setattr(check, "EVERYTHING", {"pages": ["2026"]})
    monkeypatch.setattr(check, "changed", lambda: {"2025"})
    monkeypatch.setattr(check, "COMMANDS", {"pages": pages})
    monkeypatch.setattr(sys, "argv", ["scripts.check", *arguments])
    assert check.main() == status
    said = capsys.readouterr().out
    assert ("--nonsense" in said) == ("FAILED" in said) == bool(status)
    assert said.splitlines()[0].endswith("everything" if arguments else "2025")
