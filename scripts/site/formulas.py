"""Formulas typeset while the site is built, each on one line with the punctuation that follows it."""

import re
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from scripts.site import katex
from scripts.site.quotes import curl

_PUNCTUATION = re.compile(r"[.,;:!?)\]’”'\"%-]+\w{0,3}")
_LAST_PART = '<span class="katex-base">'
_OPEN = '<span class="katex-html" aria-hidden="true">'


class Formulas(Treeprocessor):
    """Replaces what Arithmatex found (``\\(...\\)`` or ``\\[...\\]``) by its typeset form."""

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for index, element in enumerate(list(parent)):
                if element.get("class") == "arithmatex" and element.text:
                    parent[index] = self._typeset(element)

    def _typeset(self, element: etree.Element) -> etree.Element:
        text, tail = (element.text or "").strip(), element.tail or ""
        display = text.startswith("\\[")
        html = katex.typeset(text[2:-2].strip(), display=display)
        after = None if display else _PUNCTUATION.match(tail)
        if after:
            html, tail = joined(html, curl(after[0], "x")), tail[after.end() :]
        # A bare placeholder inside a tag that the serialiser keeps and browsers ignore would be invalid:
        # the element becomes the placeholder's carrier and is named for what it carries.
        carrier = etree.Element("div" if display else "span", {"class": "formula"})
        carrier.text = self.md.htmlStash.store(html)
        carrier.tail = tail
        return carrier


def joined(html: str, after: str) -> str:
    """The formula and what follows it: browsers may break a line between any two parts of a formula, and at its end."""
    end = html.rindex("</span></span></ka-tex>")
    start = html.rindex(_LAST_PART)
    head, part = html[:start], html[start:end]
    if head.endswith(_OPEN):
        return f'<span class="sg-joined">{html}{after}</span>'
    last = f'<span class="katex">{_OPEN}{part}</span></span>'
    return f'{head}</span></span><span class="sg-joined">{last}{after}</span></ka-tex>'
