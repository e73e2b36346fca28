"""Citations: ``[@key]`` becomes a reference to a footnote, and the footnotes follow the page."""

import functools
import itertools
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor
from mkdocs_bibtex.citation import CitationBlock
from mkdocs_bibtex.registry import SimpleRegistry

from scripts import BIB
from scripts.site import kept


def with_notes(markdown: str) -> str:
    """The page with its citations written out; an unknown key is a warning, which fails a strict build."""
    works = _works(BIB.stat().st_mtime_ns)
    blocks = CitationBlock.from_markdown(markdown)
    works.validate_citation_blocks(blocks)
    for block in blocks:
        markdown = markdown.replace(str(block), works.inline_text(block))
    cited = {citation.key: citation for block in blocks for citation in block.citations}
    known = [citation for key, citation in cited.items() if key in works.bib_data.entries]
    notes = (f"[^{citation.key}]: {works.reference_text(citation)}" for citation in known)
    return f"{markdown}\n" + "\n".join(notes)


class Marks(Treeprocessor):
    """A comma between the marks of two notes, which would be read as one number."""

    def run(self, root: etree.Element) -> None:
        for parent in root.iter():
            for first, second in itertools.pairwise(parent):
                if not (first.tail or "").strip() and _is_mark(first) and _is_mark(second):
                    first.tail, second.text = "", ",\u2009"


def _is_mark(element: etree.Element) -> bool:
    return element.tag == "sup" and element.get("id", "").startswith("fnref")


@functools.lru_cache(maxsize=1)
def _works(changed: int) -> SimpleRegistry:
    """The bibliography, read again when the file has ``changed``; what it formats is kept."""
    works = SimpleRegistry(bib_files=[str(BIB)])
    text, format_entry = BIB.read_bytes(), works.reference_text
    works.reference_text = lambda citation: kept.once(
        "reference", lambda: format_entry(citation), lambda: (citation.key, text)
    )
    return works
