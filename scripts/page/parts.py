"""The parts of a page: code blocks, their outputs, and the prose between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts import DOCS

_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})[ \t]*(?P<info>.*?)[ \t]*$")
_TITLE = re.compile(r"title=\"([^\"]*)\"")
OUTPUT_INFO = "{.text .output .no-copy}"


@dataclass(frozen=True)
class Part:
    """Lines ``start`` to ``end`` (from 0, end excluded): a fenced block, or prose when ``info`` is None."""

    start: int
    end: int
    lines: tuple[str, ...]
    info: str | None = None
    indent: str = ""

    @property
    def language(self) -> str:
        """What the block is run as: ``{.python .elsewhere}`` needs packages that are not locked."""
        if "elsewhere" in self.classes:
            return "elsewhere"
        words = re.findall(r"[\w+-]+", (self.info or "").replace("{", " ").replace(".", " "))
        return words[0].lower() if words else ""

    @property
    def classes(self) -> set[str]:
        return set(re.findall(r"\.([\w-]+)", _TITLE.sub("", self.info or "")))

    @property
    def title(self) -> str:
        found = _TITLE.search(self.info or "")
        return found[1] if found else ""

    @property
    def body(self) -> str:
        """What stands between the fences, without the indentation of the block."""
        return "\n".join(line.removeprefix(self.indent) for line in self.lines[1:-1])

    @property
    def is_blank(self) -> bool:
        return self.info is None and not any(line.strip() for line in self.lines)

    @property
    def is_output(self) -> bool:
        return self.info is not None and "output" in self.classes


def pages() -> list[Path]:
    """Every page that is written as Markdown."""
    return sorted(p for p in DOCS.rglob("*.md") if DOCS / "assets" not in p.parents)


def split(text: str) -> Iterator[Part]:
    """The page as alternating prose and fenced blocks; together they are the page."""
    lines = text.splitlines()
    start = i = 0
    while i < len(lines):
        opening = _FENCE.match(lines[i])
        if not opening:
            i += 1
            continue
        close = re.compile(rf"^\s*{re.escape(opening['ticks'][0])}{{{len(opening['ticks'])},}}\s*$")
        end = next((j for j in range(i + 1, len(lines)) if close.match(lines[j])), None)
        if end is None:
            raise ValueError(f"line {i + 1}: this code block is never closed")
        if start < i:
            yield Part(start, i, tuple(lines[start:i]))
        yield Part(i, end + 1, tuple(lines[i : end + 1]), opening["info"], opening["indent"])
        start = i = end + 1
    if start < len(lines):
        yield Part(start, len(lines), tuple(lines[start:]))
