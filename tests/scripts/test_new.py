"""Skeletons have the form that the checks ask for, and none is left unwritten."""

import re
import sys

import pytest
import yaml

from scripts import ROOT, new
from scripts.figures import MODULES, layout
from scripts.page.parts import pages
from scripts.truth.engine import process
from tests.content.test_errors import faults


def unwritten(text: str) -> list[str]:
    return re.findall(rf"^.*\b{new.WRITE}\b.*$", text, re.MULTILINE)


def test_nothing_is_left_unwritten() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in [*pages(), *MODULES.glob("*.py")]}
    left = [f"{path.relative_to(ROOT)}: {line}" for path, text in texts.items() for line in unwritten(text)]
    assert not left, "write what stands there:\n" + "\n".join(left)


@pytest.fixture
def begin(tmp_path, monkeypatch, capsys):
    """``begin("error", "my-error")`` runs the command in an empty tree; the text of the skeleton, and what is said."""
    monkeypatch.setattr(new, "ROOT", tmp_path)

    def run(kind: str, name: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["scripts.new", kind, name])
        assert new.main() == 0
        said = capsys.readouterr().out
        path = tmp_path / said.splitlines()[0].removeprefix("wrote ")
        return path.read_text(encoding="utf-8"), said

    return run


def test_an_entry_is_true_once_it_is_written(begin, tmp_path) -> None:
    text, said = begin("error", "my-error")
    assert len(unwritten(text)) == 9
    assert 'entries = ["my-error"]' in said
    written = text.replace("WRITE the message as it is printed, without the class of the error", "WRITE the")
    written = written.replace("family: WRITE", "family: loss").replace("WRITE", "It is")
    page = tmp_path / "page.md"
    page.write_text(written, encoding="utf-8")
    true, problems = process(page)
    assert [p.what for p in problems if p.fix != "make refresh"] == [
        "table 'tables.threads(\"my-error\")': ValueError: no thread in threads.toml names the entry 'my-error'"
    ]
    assert faults(yaml.safe_load(true.split("---")[1]), true) == []
    assert faults(yaml.safe_load(text.split("---")[1]), text)


def test_a_figure_can_be_drawn(begin) -> None:
    text, said = begin("figure", "my-figure")
    assert len(unwritten(text)) == 2
    assert "my_figure.py" in said
    names: dict = {}
    exec(text, names)
    assert list(layout.faults(names["draw"]())) == []


@pytest.mark.parametrize("name", ["My-Error", "my_error", "../my", "my--error", "", "index", "my-error.md"])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"NAME={re.escape(name)}: write lower-case words"):
        new.begin("error", name)


@pytest.mark.parametrize(("kind", "name"), [("error", "target-size"), ("figure", "sigmoid-curve")])
def test_a_name_that_is_taken_is_refused(kind: str, name: str, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["scripts.new", kind, name])
    with pytest.raises(SystemExit):
        new.main()
    assert "exists; choose another name" in capsys.readouterr().err
