"""Tables of words, which a phone shows row by row, as cards; tables of numbers scroll there."""

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

FROM = 4  # columns: the words of fewer wrap
LONG = 100  # characters: a cell with more needs the whole width


class Cards(Treeprocessor):
    """Marks such tables, and each cell with the head of its column, which the style sheet puts before it."""

    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            heads = [_text(cell) for cell in table.iter("th")]
            rows = [row.findall("td") for row in table.iter("tr") if row.find("td") is not None]
            values = [_text(cell) for row in rows for cell in row[1:]]
            numbers = sum(any(character.isdigit() for character in value[:2]) for value in values)
            wide = len(heads) >= FROM or any(len(value) > LONG for value in values)
            if not wide or 2 * numbers > len(values):
                continue
            table.set("data-cards", "")
            for row in rows:
                for head, cell in zip(heads, row, strict=True):
                    cell.set("data-head", head)


def _text(cell: etree.Element) -> str:
    return "".join(cell.itertext()).strip()
