"""Every work that the site cites, by year, with the pages that cite it."""

import os
import re
from pathlib import Path

from pybtex.database import parse_file

from scripts import DOCS
from scripts.truth.page import pages

BIB = DOCS / "assets" / "includes" / "references.bib"
CITATION = re.compile(r"(?<=@)[\w:-]+")


def cited() -> dict[str, list[Path]]:
    """Key -> the pages that cite it."""
    found: dict[str, list[Path]] = {}
    for page in pages():
        blocks = re.findall(r"\[[^\]\n]*@[\w:-]+[^\]\n]*\]", page.read_text(encoding="utf-8"))
        for key in dict.fromkeys(key for block in blocks for key in CITATION.findall(block)):
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
        f"- {registry.reference_text(Citation(key=key))} Cited in {', '.join(map(_link, where.get(key, [])))}."
        for key, _ in entries
    )


def _link(page: Path) -> str:
    title = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return f"[{title[1] if title else page.stem}]({os.path.relpath(page, DOCS / 'look-up')})"
