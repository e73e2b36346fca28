"""Quotation marks, apostrophes and per cents as a typographer sets them, in prose alone.

Headings keep what is typed, for some are error messages that readers paste; so do code and formulas.
"""

import re
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

AS_TYPED = {
    "code",
    "pre",
    "kbd",
    "samp",
    "script",
    "style",
    "math",
    "ka-tex",
    *(f"h{level}" for level in range(1, 7)),
}
INLINE = {"a", "abbr", "b", "em", "i", "q", "small", "span", "strong", "sub", "sup"}
_PER_CENT = re.compile(r"(?<=\d) (?=%)")
_MARK = re.compile(r"[\"']")
# What a mark that opens stands behind.
_BEFORE_OPENING = re.compile(r"[\s([{/—–“‘]")


class Quotes(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        _walk(root, " ")


def curl(text: str, before: str = " ") -> str:
    """The text with its marks set, given the character that stands before it."""

    def mark(match: re.Match[str]) -> str:
        at = match.start()
        opens = _BEFORE_OPENING.match(text[at - 1] if at else before)
        return {'"': "”“", "'": "’‘"}[match[0]][bool(opens)]

    return _PER_CENT.sub("\N{NO-BREAK SPACE}", _MARK.sub(mark, text))


def _walk(element: etree.Element, before: str) -> str:
    """Set the marks below the element; return the character that then stands before what follows."""
    if element.tag in AS_TYPED:
        return "x"
    if element.tag not in INLINE:
        before = " "
    if element.text:
        element.text = curl(element.text, before)
        before = element.text[-1]
    for child in element:
        before = _walk(child, before)
        if child.tail:
            child.tail = curl(child.tail, before)
            before = child.tail[-1]
    return before
