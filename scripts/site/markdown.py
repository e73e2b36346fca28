"""The site's own Markdown, in MkDocs and in Zensical.

Formulas by KaTeX, figures with captions, and bindings that readers never see.
"""

import xml.etree.ElementTree as etree
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from scripts import DOCS
from scripts.page import versions
from scripts.page.bindings import strip_bindings
from scripts.site import blocks, citations, katex, messages
from scripts.site.quotes import Quotes

# Sections that name what other pages explain: the search leads to those.
NOT_SEARCHED = {"Exercises", "Go on", "Questions", "Similar errors", "Threads"}

# The preprocessor that holds the page which is rendered.
ZENSICAL_PAGE = "rendering_context"


class _Page(Preprocessor):
    """What our hook does for MkDocs: Zensical runs no hooks, but hands the page to extensions."""

    def run(self, lines: list[str]) -> list[str]:
        context, text = self.md.preprocessors[ZENSICAL_PAGE], "\n".join(lines)
        meta, site_url = context.page.meta, context.config["site_url"]
        if "executed_with" in meta:  # a docstring, which is rendered by itself, in the middle of its page
            return lines
        meta["executed_with"] = versions.executed_with(text)
        text = blocks.with_needs(citations.with_notes(text), site_url)
        return messages.with_messages(text, meta).split("\n")


class _Bindings(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return strip_bindings("\n".join(lines)).split("\n")


class _Formulas(Treeprocessor):
    """Replaces what Arithmatex found (``\\(...\\)`` or ``\\[...\\]``) by its typeset form."""

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for index, element in enumerate(list(parent)):
                if element.get("class") == "arithmatex" and element.text:
                    parent[index] = self._typeset(element)

    def _typeset(self, element: etree.Element) -> etree.Element:
        text = (element.text or "").strip()
        html = katex.typeset(text[2:-2].strip(), display=text.startswith("\\["))
        # A bare placeholder inside a tag that the serialiser keeps and browsers ignore would be invalid:
        # the element becomes the placeholder's carrier and is named for what it carries.
        carrier = etree.Element("div" if text.startswith("\\[") else "span", {"class": "formula"})
        carrier.text = self.md.htmlStash.store(html)
        carrier.tail = element.tail
        return carrier


class _Figures(Treeprocessor):
    """A paragraph that holds one image with a title becomes a figure whose caption is the title."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter("p"):
            images = list(element)
            if (
                len(images) == 1
                and images[0].tag == "img"
                and not (element.text or images[0].tail or "").strip()
            ):
                self._figure(element, images[0])

    def _figure(self, paragraph: etree.Element, image: etree.Element) -> None:
        caption = image.attrib.pop("title", None)
        size = _size(image.get("src", ""))
        image.attrib.update(size)
        if not caption:
            return
        paragraph.tag = "figure"
        etree.SubElement(paragraph, "figcaption").text = caption


class _NotSearched(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for heading in root.iter("h2"):
            if heading.text in NOT_SEARCHED:
                heading.set("data-search-exclude", "")


def _size(source: str) -> dict[str, str]:
    """Width and height of one of our figures, so that the page does not jump when it loads."""
    path = DOCS / "figures" / Path(source).name
    if path.suffix != ".svg" or not path.exists():
        return {}
    _, _, width, height = etree.parse(path).getroot().get("viewBox", "0 0 0 0").split()
    return {"width": f"{float(width):.0f}", "height": f"{float(height):.0f}"}


class SiteExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # An explorer stands around a figure, as a div would, not inside a paragraph.
        md.block_level_elements.append("sigmoid-explorer")
        if ZENSICAL_PAGE in md.preprocessors:
            # Before snippets (32): only the page itself cites.
            md.preprocessors.register(_Page(md), "page", 33)
        # Before every other preprocessor but snippets: an included text may hold bindings.
        md.preprocessors.register(_Bindings(md), "bindings", 31)
        # After inline parsing (20), so that formulas and images exist; before attributes are final.
        md.treeprocessors.register(_Formulas(md), "formulas", 5)
        md.treeprocessors.register(_Figures(md), "figures", 4)
        md.treeprocessors.register(_NotSearched(md), "not searched", 4)
        # After the captions, which it sets too.
        md.treeprocessors.register(Quotes(md), "quotes", 3)


def makeExtension(**options: object) -> SiteExtension:
    """For Zensical, which finds an extension by the name of its module."""
    return SiteExtension(**options)
