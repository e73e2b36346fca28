"""Includes, ``--8<-- "path:section"``: expanded as the site expands them, and linted more strictly.

The snippets extension includes to the end of the file when an end marker is missing or misspelt, and takes
the first of two sections with one name; both are problems here.
"""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from scripts import ROOT
from scripts.made import Problem

INCLUDE = re.compile(r'^(?P<indent>\s*)--8<-- "(?P<path>[^":]+)(?::(?P<section>[^"]+))?"\s*$')
_ANY_INCLUDE = re.compile(r"^\s*-+8<-+")
_MARKER = re.compile(r"--8<-- \[(?P<kind>start|end):(?P<name>[\w-]+)\]\s*(?:-->)?$")
_ANY_MARKER = re.compile(r"^\s*(?:#|//|<!--)\s*-+8<-+")
SOURCES = ("reference_impl/", "docs/examples/")


def read(path: str, section: str | None) -> str:
    """The file without its markers, or the named section of it, dedented."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    if section is None:
        return "\n".join(line for line in lines if not _MARKER.search(line))
    start, end = (_index(lines, path, kind, section) for kind in ("start", "end"))
    return textwrap.dedent("\n".join(line for line in lines[start + 1 : end] if not _MARKER.search(line)))


def _index(lines: list[str], path: str, kind: str, name: str) -> int:
    found = [
        i
        for i, line in enumerate(lines)
        if (m := _MARKER.search(line)) and m["kind"] == kind and m["name"] == name
    ]
    if len(found) != 1:
        raise ValueError(f"{path} has {len(found)} markers [{kind}:{name}], and needs exactly one")
    return found[0]


def expand(text: str) -> str:
    """The text with every include line replaced by what it includes, at the same indentation."""
    out = []
    for line in text.splitlines():
        include = INCLUDE.match(line)
        out.append(
            textwrap.indent(read(include["path"], include["section"]), include["indent"]) if include else line
        )
    return "\n".join(out)


def included(text: str) -> set[tuple[str, str | None]]:
    """The files and sections that a page includes; a whole file has no section."""
    return {(m["path"], m["section"]) for line in text.splitlines() if (m := INCLUDE.match(line))}


def sections(path: Path) -> dict[str, int]:
    """The named sections of a file, and the lines where they start."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return {m["name"]: n for n, line in lines if (m := _MARKER.search(line)) and m["kind"] == "start"}


def check_page(path: Path) -> Iterator[Problem]:
    """Include lines that are not whole files or sections of what may be included."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not _ANY_INCLUDE.match(line):
            continue
        include = INCLUDE.match(line)
        if not include or not include["path"].startswith(SOURCES) or (include["section"] or "a").isdigit():
            yield Problem(
                path,
                number,
                f"not an include of a file or section of {' or '.join(SOURCES)}: {line.strip()}",
                'write --8<-- "reference_impl/FILE.py:SECTION"',
            )
            continue
        try:
            read(include["path"], include["section"])
        except (OSError, ValueError) as error:
            yield Problem(path, number, str(error), "name a section that the file has")


def check_markers(path: Path) -> Iterator[Problem]:
    """Section markers that do not pair up."""
    opened: dict[str, int] = {}
    closed: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not _ANY_MARKER.match(line):
            continue
        marker = _MARKER.search(line)
        fault = None
        if not marker:
            fault = f"not a section marker: {line.strip()}"
        elif marker["kind"] == "start" and marker["name"] in opened:
            fault = f"section {marker['name']!r} starts a second time"
        elif marker["kind"] == "end" and (marker["name"] not in opened or marker["name"] in closed):
            fault = f"section {marker['name']!r} ends without having started"
        if fault:
            yield Problem(path, number, fault, "write each of [start:NAME] and [end:NAME] once")
        elif marker and marker["kind"] == "start":
            opened[marker["name"]] = number
        elif marker:
            closed.add(marker["name"])
    for name in opened.keys() - closed:
        yield Problem(path, opened[name], f"section {name!r} is never closed", f"add # --8<-- [end:{name}]")
