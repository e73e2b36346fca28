"""Every work that the site cites, by year, with the pages that cite it."""

import os
import re
from pathlib import Path

from pybtex.database import parse_file

from scripts import BIB, DOCS
from scripts.page import notebook as notebooks
from scripts.page.bindings import CITATION
from scripts.page.parts import pages

KEY = re.compile(r"(?<=@)[\w:-]+")


def cited() -> dict[str, list[Path]]:
    """Key -> the pages that cite it."""
    found: dict[str, list[Path]] = {}
    for page in [*pages(), *notebooks.sources()]:
        blocks = CITATION.findall(_markdown(page))
        for key in dict.fromkeys(key for block in blocks for key in KEY.findall(block)):
            found.setdefault(key, []).append(page)
    return found


def bibliography() -> str:
    """A list of the works, oldest first."""
    from mkdocs_bibtex.citation import Citation
    from mkdocs_bibtex.registry import SimpleRegistry

    registry = SimpleRegistry(bib_files=[str(BIB)], footnote_format="{key}")
    where = cited()
    entries = sorted(parse_file(BIB).entries.items(), key=lambda item: (item[1].fields["year"], item[0]))
    return "\n".join(
        f"- {registry.reference_text(Citation(key=key))} Cited in {', '.join(map(_link, where[key]))}."
        for key, _ in entries
        if key in where
    )


def _markdown(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return notebooks.prose(text) if page.suffix == ".py" else text


def _link(page: Path) -> str:
    title = re.search(r"^# (.+)$", _markdown(page), re.MULTILINE)
    page = notebooks.notebook_of(page) if page.suffix == ".py" else page
    return f"[{title[1] if title else page.stem}]({os.path.relpath(page, DOCS / 'look-up')})"
