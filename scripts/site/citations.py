"""Citations: ``[@key]`` becomes a reference to a footnote, and the footnotes follow the page."""

import functools

from markdown.preprocessors import Preprocessor
from mkdocs_bibtex.citation import CitationBlock
from mkdocs_bibtex.registry import SimpleRegistry

from scripts import DOCS

BIB = DOCS / "assets" / "includes" / "references.bib"


class Citations(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return with_notes("\n".join(lines)).split("\n")


def with_notes(markdown: str) -> str:
    """The page with its citations written out; an unknown key is a warning, which fails a strict build."""
    works = _works(BIB.stat().st_mtime_ns)
    blocks = CitationBlock.from_markdown(markdown)
    works.validate_citation_blocks(blocks)
    for block in blocks:
        markdown = markdown.replace(str(block), works.inline_text(block))
    cited = {citation.key: citation for block in blocks for citation in block.citations}
    notes = (
        f"[^{key}]: {works.reference_text(cited[key])}" for key in cited if key in works.bib_data.entries
    )
    return f"{markdown}\n" + "\n".join(notes)


@functools.lru_cache(maxsize=1)
def _works(changed: int) -> SimpleRegistry:
    """The bibliography, read again when the file has ``changed``."""
    return SimpleRegistry(bib_files=[str(BIB)])
