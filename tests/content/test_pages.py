"""What every page owes its reader: a description, the point before the heading after it, a way on, and an end."""

import re
from pathlib import Path

import pytest

from scripts import DOCS
from scripts.page.parts import pages, split
from scripts.truth.prose import mask

PAGES = {path.relative_to(DOCS).with_suffix("").as_posix(): path for path in pages()}
UNDERSTAND = [name for name in PAGES if name.startswith("understand/") and name != "understand/index"]


def words(path: Path) -> int:
    """Words of prose: without code, outputs, formulas and bindings."""
    return len(re.findall(r"[^\W\d_]{2,}", mask(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_short_and_says_what_it_is(name: str) -> None:
    text = PAGES[name].read_text(encoding="utf-8")
    limit = 4000 if name == "look-up/bibliography" else 2000
    assert words(PAGES[name]) <= limit
    assert re.match(r"---\n(?:.*\n)*?description: .{20,}\n", text), "no description in the front matter"
    assert re.search(r"^# \S.+\n\n(?!#)\S", text, re.MULTILINE), "the point comes right after the title"


@pytest.mark.parametrize("name", UNDERSTAND)
def test_a_page_to_understand_ends_with_exercises(name: str) -> None:
    text = PAGES[name].read_text(encoding="utf-8")
    exercises = text.partition("\n## Exercises\n")[2].partition("\n## ")[0]
    grades = re.findall(r"^\d+\. \*([\w -]+)\.\*", exercises, re.MULTILINE)
    assert len(grades) >= 3
    assert len(set(grades)) == len(grades), "graded, from easy to hard"
    assert exercises.count('??? success "Solution') >= len(grades)
    assert sum(part.language == "python" for part in split(exercises)) >= len(grades), (
        "solutions are executed"
    )


@pytest.mark.parametrize("name", [n for n in PAGES if n.split("/")[0] in {"learn", "understand"}])
def test_a_page_carries_a_figure_and_leads_on(name: str) -> None:
    text = PAGES[name].read_text(encoding="utf-8")
    assert "figures/" in text
    assert re.search(r"\]\([\w./-]+\.(?:md|ipynb)", text.rpartition("\n## ")[2])


@pytest.mark.parametrize("name", [n for n in PAGES if n == "index" or n.startswith("learn/")])
def test_a_page_for_newcomers_starts_without_our_package(name: str) -> None:
    blocks = [
        part.body for part in split(PAGES[name].read_text(encoding="utf-8")) if part.language == "python"
    ]
    shown = [
        bool(re.search(r"^--8<-- \"reference_impl/definitions", block, re.MULTILINE)) for block in blocks
    ]
    imports = [bool(re.search(r"^(?:from|import) reference_impl", block, re.MULTILINE)) for block in blocks]
    assert blocks
    assert True not in imports or True in shown[: imports.index(True) + 1], "shows a definition first"


def test_there_are_figures_enough() -> None:
    assert len(list((DOCS / "figures").glob("*.svg"))) >= 25
