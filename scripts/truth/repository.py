"""What holds across pages and sources, and needs no page to be run."""

from collections.abc import Iterator
from pathlib import Path

from scripts import DOCS, ROOT
from scripts.figures import FIGURES, names
from scripts.truth import prose, snippets
from scripts.truth.page import pages
from scripts.truth.problem import Problem


def drawn() -> set[str]:
    """The file names of the figures that scripts make."""
    return {f"{name}.svg" for name in names()}


def sources() -> list[Path]:
    """What pages may include."""
    return sorted(path for folder in snippets.SOURCES for path in (ROOT / folder).rglob("*.py"))


def problems() -> Iterator[Problem]:
    for source in sources():
        yield from snippets.check_markers(source)
    shown = set()
    for page in [*pages(), *sorted((DOCS / "examples").glob("*.py"))]:
        text = page.read_text(encoding="utf-8")
        yield from prose.images(page, text, drawn())
        shown |= {Path(match["source"]).name for match in prose.IMAGE.finditer(text)}
    for figure in sorted(FIGURES.glob("*.svg")):
        if figure.name not in drawn():
            yield Problem(figure, 1, "no script makes this figure", f"git rm docs/figures/{figure.name}")
        elif figure.name not in shown:
            yield Problem(
                figure, 1, "no page shows this figure", "show it on a page, or delete it and its script"
            )
