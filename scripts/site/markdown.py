"""The site's own Markdown, in MkDocs and in Zensical.

Formulas by KaTeX, figures with captions, terms that can be linked, and bindings that readers never see.
"""

import xml.etree.ElementTree as etree
from pathlib import Path

from markdown import Extension, Markdown
from markdown.extensions.toc import slugify
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from scripts import DOCS
from scripts.page import versions
from scripts.page.bindings import strip_bindings
from scripts.site import blocks, citations, messages
from scripts.site.cards import Cards
from scripts.site.formulas import Formulas
from scripts.site.quotes import Quotes
from scripts.site.search import NotSearched

# The preprocessor that holds the page which is rendered.
ZENSICAL_PAGE = "rendering_context"
# Where a figure drawn for the desk would show its text with less than 13 pixels; the style sheet has it too.
PHONE = "(max-width: 36em)"


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
        name = Path(image.get("src", "")).stem
        image.attrib.update(_size(name))
        if narrow := _size(f"{name}-narrow"):
            paragraph.remove(image)
            picture = etree.SubElement(paragraph, "picture")
            etree.SubElement(picture, "source", {"media": PHONE, **narrow})
            picture.append(image)
        if not caption:
            return
        paragraph.tag = "figure"
        etree.SubElement(paragraph, "figcaption").text = caption


class _Narrow(Treeprocessor):
    """The figure that a phone loads instead stands beside the other, wherever that was found to be."""

    def run(self, root: etree.Element) -> None:
        for picture in root.iter("picture"):
            source, image = picture
            source.set("srcset", image.get("src", "").replace(".svg", "-narrow.svg"))


def _size(figure: str) -> dict[str, str]:
    """Width and height of one of our figures, so that the page does not jump when it loads."""
    path = DOCS / "figures" / f"{figure}.svg"
    if not path.exists():
        return {}
    _, _, width, height = etree.parse(path).getroot().get("viewBox", "0 0 0 0").split()
    return {"width": f"{float(width):.0f}", "height": f"{float(height):.0f}"}


class _Contents(Treeprocessor):
    """Marks the place of a page's contents on a phone: behind the paragraph below the title."""

    def run(self, root: etree.Element) -> None:
        tags = [child.tag for child in root]
        if "h1" in tags:
            at = tags.index("h1") + 1
            root.insert(at + (tags[at : at + 1] == ["p"]), etree.Element("div", {"class": "sg-here"}))


class _Terms(Treeprocessor):
    """A term of a list can be linked, as a heading can, unless it is itself a link."""

    def run(self, root: etree.Element) -> None:
        for term in root.iter("dt"):
            if term.find(".//a") is None:
                term.set("id", slugify("".join(term.itertext()), "-"))
                link = {"class": "headerlink", "href": f"#{term.get('id')}", "title": "Link to this term"}
                etree.SubElement(term, "a", link).text = "¶"


class SiteExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # These stand between paragraphs, as a div would, not inside one.
        md.block_level_elements += ["sigmoid-explorer", "list-filter"]
        if ZENSICAL_PAGE in md.preprocessors:
            # Before snippets (32): only the page itself cites.
            md.preprocessors.register(_Page(md), "page", 33)
        # Before every other preprocessor but snippets: an included text may hold bindings.
        md.preprocessors.register(_Bindings(md), "bindings", 31)
        md.treeprocessors.register(Cards(md), "cards", 6)
        # After inline parsing (20), so that formulas and images exist; before attributes are final,
        # and terms before MkDocs collects the anchors (5).
        md.treeprocessors.register(_Terms(md), "terms", 6)
        md.treeprocessors.register(Formulas(md), "formulas", 5)
        md.treeprocessors.register(_Figures(md), "figures", 4)
        md.treeprocessors.register(citations.Marks(md), "marks", 4)
        md.treeprocessors.register(NotSearched(md), "not searched", 4)
        # After the captions, which it sets too.
        md.treeprocessors.register(Quotes(md), "quotes", 3)
        md.treeprocessors.register(_Contents(md), "contents", 3)
        # After MkDocs, which finds images and not their sources (0).
        md.treeprocessors.register(_Narrow(md), "narrow", -1)


def makeExtension(**options: object) -> SiteExtension:
    """For Zensical, which finds an extension by the name of its module."""
    return SiteExtension(**options)
