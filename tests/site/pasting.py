"""The blocks of a built page as its copy buttons give them, and what a fresh environment says to each."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from scripts import ONE_THREAD
from tests.site import running

PYTHON = ".highlight:is(.language-python:not(.doc-signature, .elsewhere), .language-pycon)"


def line_of(html: str) -> str:
    """The line that installs what the page needs; nothing where there is none."""
    found = BeautifulSoup(html, "html.parser").select("article .install code")
    assert len(found) <= 1
    return found[0].get_text().strip() if found else ""


def blocks_of(html: str) -> list[dict[str, Any]]:
    """Each Python block with the lines that it takes along, whether it raises, and what the page shows below it."""
    article = BeautifulSoup(html, "html.parser").find("article")
    assert isinstance(article, Tag)
    made = []
    for block in article.select(PYTHON):
        code = [_lines(article, needed) for needed in str(block.get("data-sg-needs", "")).split()]
        after = block.find_next_sibling()
        output = after.code.get_text() if after and "output" in after.get("class", []) else ""
        lines = "\n\n".join([*code, _code(block)])
        made.append({"code": lines, "raises": "raises" in block["class"], "output": output.rstrip()})
    return made


def _lines(article: Tag, needed: str) -> str:
    number, lines = needed.split(":")
    first, last = map(int, lines.split("-"))
    block = article.find(id=f"block-{number}")
    assert isinstance(block, Tag)
    return "\n".join(_code(block).split("\n")[first - 1 : last])


def _code(block: Tag) -> str:
    """Without prompts and what they print."""
    code = copy.copy(block.code)
    for shown in code.select(".gp, .go"):
        shown.clear()
    return code.get_text()


def faults_of(pages: dict[str, list[dict[str, Any]]], environment: Path, folder: Path) -> list[str]:
    """What goes wrong with the blocks when each is pasted alone, in a new interpreter that has the environment."""
    done = subprocess.run(
        [sys.executable, "-SsP", running.__file__, str(environment)],
        input=json.dumps(pages),
        cwd=folder,
        env=os.environ | ONE_THREAD | {"MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('"')]
    return said + ([done.stderr] if done.returncode else [])
