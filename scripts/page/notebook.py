"""The source of a notebook: a script whose Markdown cells are comments (jupytext's percent format)."""

import re
from dataclasses import dataclass
from pathlib import Path

from scripts import DOCS

EXAMPLES = DOCS / "examples"
_MARKER = re.compile(r"^# %%(?P<markdown> \[markdown\])?$")


@dataclass(frozen=True)
class Cell:
    """Lines ``start`` to ``end`` of the script (from 0, end excluded), without blank lines around them."""

    start: int
    end: int
    is_markdown: bool


def sources() -> list[Path]:
    """The scripts that become notebooks; one without cells is an example that pages include."""
    return sorted(path for path in EXAMPLES.glob("*.py") if "\n# %%" in path.read_text(encoding="utf-8"))


def notebook_of(source: Path) -> Path:
    return source.with_name(source.stem.replace("_", "-") + ".ipynb")


def source_of(notebook: Path) -> Path:
    return notebook.with_name(notebook.stem.replace("-", "_") + ".py")


def cells(text: str) -> list[Cell]:
    lines = text.splitlines()
    markers = [(i, bool(m["markdown"])) for i, line in enumerate(lines) if (m := _MARKER.match(line))]
    found = []
    for (marker, is_markdown), (end, _) in zip(markers, [*markers[1:], (len(lines), False)], strict=True):
        filled = [i for i in range(marker + 1, end) if lines[i].strip()]
        if filled:
            found.append(Cell(filled[0], filled[-1] + 1, is_markdown))
    return found


def prose(text: str) -> str:
    """The Markdown of the script, each line where it stands in the script, and the other lines empty."""
    lines = text.splitlines()
    shown = {i for cell in cells(text) if cell.is_markdown for i in range(cell.start, cell.end)}
    return "\n".join(_uncomment(line) if i in shown else "" for i, line in enumerate(lines)) + "\n"


def with_prose(text: str, markdown: str) -> str:
    """The script with its Markdown replaced by ``markdown``, which :func:`prose` gave."""
    pairs = zip(text.splitlines(), markdown.splitlines(), strict=True)
    return "\n".join(line if new in ("", _uncomment(line)) else f"# {new}" for line, new in pairs) + "\n"


def _uncomment(line: str) -> str:
    return line.removeprefix("#").removeprefix(" ")
