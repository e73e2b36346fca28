"""What holds across pages and sources, and needs no page to be run."""

import re
from collections.abc import Iterator
from pathlib import Path

import reference_impl
from scripts import DOCS, ROOT
from scripts.figures import FIGURES, names
from scripts.made import Problem
from scripts.page import snippets
from scripts.page.parts import pages
from scripts.truth import prose

DEFINITIONS = "reference_impl/definitions.py"
_PRIVATE = re.compile(r"^[ \t]*(?:from|import) reference_impl\b.*[. ]_\w+", re.MULTILINE)


def drawn() -> set[str]:
    """The file names of the figures that scripts make."""
    return {f"{name}.svg" for name in names()}


def sources() -> list[Path]:
    """What pages may include."""
    return sorted(path for folder in snippets.SOURCES for path in (ROOT / folder).rglob("*.py"))


def problems() -> Iterator[Problem]:
    for source in sources():
        yield from snippets.check_markers(source)
    for path in (ROOT / "README.md", ROOT / "mkdocs.yml"):
        yield from prose.loose_numbers(path, path.read_text(encoding="utf-8"))
    shown, included = set(), set()
    for page in [*pages(), *sorted((DOCS / "examples").glob("*.py"))]:
        text = page.read_text(encoding="utf-8")
        yield from prose.images(page, text, drawn())
        shown |= {Path(match["source"]).name for match in prose.IMAGE.finditer(text)}
        included |= snippets.included(text)
        for match in _PRIVATE.finditer(text):
            line = prose.line_of(text, match.start())
            yield Problem(page, line, f"imports a private name: {match[0].strip()}", "import what is public")
    yield from _unseen(included)
    for name in sorted(drawn() - shown):
        fix = "show it on a page, or delete it and its script"
        yield Problem(FIGURES / name, 1, "no page shows this figure", fix)


def _unseen(included: set[tuple[str, str | None]]) -> Iterator[Problem]:
    """Sections and public functions that no page shows."""
    for source in sources():
        path = source.relative_to(ROOT).as_posix()
        for name, line in snippets.sections(source).items():
            if not {(path, name), (path, None)} & included:
                yield Problem(
                    source, line, f"no page includes section {name!r}", "include it, or delete its markers"
                )
    for name in reference_impl.__all__:
        if (DEFINITIONS, name) not in included:
            include = f'--8<-- "{DEFINITIONS}:{name}"'
            yield Problem(
                ROOT / DEFINITIONS, 1, f"no page shows the public function {name}", f"write {include} on one"
            )
