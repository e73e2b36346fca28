"""Blocks in other languages: run where their tool is, else kept; and nothing is shown that no tool printed."""

from pathlib import Path

import pytest

from scripts.page import tools
from scripts.studies import STUDIES, data, elsewhere
from scripts.truth.engine import process

RIGHT = {
    "js": "console.log(1 / (1 + Math.exp(800)));",
    "c": '#include <math.h>\n#include <stdio.h>\nint main(void) { printf("%g\\n", 1 / (1 + exp(800))); }',
    "sql": "SELECT CAST(1 / (1 + exp(800)) AS INTEGER)",
}
WRONG = {"js": "none();", "c": "int main(void) { return 1 }", "sql": "SELECT none(1)"}
PAGE = "# Page\n\n```{}\n{}\n```\n\n```{{.text .output .no-copy}}\n{}\n```\n"


def problems(tmp_path: Path, language: str, code: str, output: str = "0") -> list[str]:
    page = tmp_path / "page.md"
    page.write_text(PAGE.format(language, code, output), encoding="utf-8")
    return [problem.what for problem in process(page)[1]]


@pytest.mark.parametrize("language", tools.TOOLS)
def test_a_block_runs_where_its_tool_is(tmp_path: Path, missing, language: str) -> None:
    if not tools.TOOLS[language].is_here():
        missing(f"nothing here runs {language}")
    assert problems(tmp_path, language, RIGHT[language]) == []
    assert problems(tmp_path, language, RIGHT[language], "1") == ["the page shows '1', the code prints '0'"]
    assert "this block raises" in problems(tmp_path, language, WRONG[language])[0]
    assert problems(tmp_path, f"{{.{language} .raises}}", RIGHT[language]) == ["this block no longer raises"]


def test_without_its_tool_a_block_keeps_its_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tools.TOOLS, "c", tools.Tool(lambda code: tools.Outcome("other"), lambda: False))
    assert problems(tmp_path, "c", RIGHT["c"], "kept") == []


@pytest.mark.parametrize("language", ["{.python .elsewhere}", "r"])
def test_a_block_that_was_never_run_is_seen(tmp_path: Path, language: str) -> None:
    found = problems(tmp_path, language, "print(1)", "1")
    assert found == ["the study of what is run elsewhere does not know this block"]


def test_the_study_holds_the_blocks_of_the_pages_and_no_other() -> None:
    held = [(entry["language"], entry["code"]) for entry in data("elsewhere")["printed"]]
    assert held == [(part.language, part.body) for _, part in elsewhere.blocks()]


def test_a_tool_that_does_not_answer_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database client without a server would print that, and the page would show it."""
    tools_now = {
        name: tool._replace(version=lambda: tools.Outcome("none 1.0", raised=True))
        for name, tool in elsewhere.TOOLS.items()
    }
    monkeypatch.setattr(elsewhere, "TOOLS", tools_now)
    path = STUDIES / "elsewhere.json"
    (made,) = elsewhere.make(path)
    assert made.content == path.read_text(encoding="utf-8")
