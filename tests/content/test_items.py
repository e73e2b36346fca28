"""Everything that must be taught has its place: each row of the tables holds on the pages and on the built site.

A row's proof is what its section must contain: ``code:``, text of an executed block; ``number:``, the expression of
a bound number; ``cite:``, a key of the bibliography; ``figure:``, a figure; ``formula:``, TeX between dollars.
"""

import csv
import re
from pathlib import Path

import jupytext
import pytest
from markdown.extensions.toc import slugify

from scripts import DOCS
from scripts.page.parts import split
from scripts.page.snippets import expand

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = [*rows("items.tsv"), *rows("errors.tsv")]


def source(page: str) -> str:
    """The text of a page; a notebook's is that of its cells."""
    path = DOCS / f"{page}.md"
    if path.exists():
        return path.read_text(encoding="utf-8")
    cells = jupytext.read(DOCS / f"{page.replace('-', '_')}.py").cells
    texts = (c.source if c.cell_type == "markdown" else f"```python\n{c.source}\n```" for c in cells)
    return "\n\n".join(texts)


def section(text: str, anchor: str) -> str | None:
    """From the heading with this anchor to the next of its level or above."""
    start, level, lines = None, 0, text.splitlines()
    code = {i for part in split(text) if part.info is not None for i in range(part.start, part.end)}
    for i, line in enumerate(lines):
        heading = None if i in code else re.match(r"(#+) (.+?)(?: \{.*\})?$", line)
        if heading and start is not None and len(heading[1]) <= level:
            return "\n".join(lines[start:i])
        named = heading and (
            re.search(r"\{[^}]*#([\w.-]+)", line) or [None, slugify(heading[2].replace("`", ""), "-")]
        )
        if heading and start is None and named[1] == anchor:
            start, level = i, len(heading[1])
    return None if start is None else "\n".join(lines[start:])


def holds(text: str, proof: str) -> bool:
    kind, _, what = proof.partition(":")
    flat = " ".join(text.split())
    match kind:
        case "code":
            return any(what in expand(part.body) for part in split(text) if part.language == "python")
        case "number":
            return re.search(rf"\d<!-- {re.escape(what)} -->", text) is not None
        case "cite":
            return re.search(rf"\[[^\]]*@{re.escape(what)}\b", text) is not None
        case "figure":
            return f"figures/{what}.svg" in text
        case "formula":
            return what.replace(" ", "") in "".join(re.findall(r"\$[^$]+\$|\$\$.+?\$\$", flat)).replace(
                " ", ""
            )
    raise ValueError(f"no such kind of proof: {kind!r}; use code, number, cite, figure or formula")


@pytest.mark.parametrize("row", ROWS, ids=[next(iter(row.values())) for row in ROWS])
def test_it_is_taught_where_the_table_says(row: dict[str, str]) -> None:
    where = f"{row['page']}#{row['anchor']}"
    text = section(source(row["page"]), row["anchor"])
    assert text is not None, f"no section {where} teaches: {row.get('teaches') or row['right']}"
    assert holds(text, row["proof"]), f"{where} does not contain {row['proof']!r}"


def test_the_tables_are_complete() -> None:
    assert [row["item"] for row in rows("items.tsv")] == [str(n) for n in range(1, 83)]
    assert [row["error"] for row in rows("errors.tsv")] == [f"E{n}" for n in range(1, 29)]
    assert all(row["wrong"] and row["right"] for row in rows("errors.tsv"))


def test_a_missing_section_and_a_missing_proof_are_seen() -> None:
    text = "# A\n\n## B c\n\nIt is 0.5<!-- f(0) -->.\n\n```python\n# D\nf(0)\n```\n\n## E\n\n[@k1] $x + y$"
    assert section(text, "d") is None
    inside = section(text, "b-c")
    assert inside is not None
    assert holds(inside, "number:f(0)")
    assert holds(inside, "code:f(0)")
    assert not holds(inside, "number:f(1)")
    assert not holds(inside, "cite:k1")
    last = section(text, "e")
    assert last is not None
    assert holds(last, "cite:k1")
    assert holds(last, "formula:x+y")
    assert not holds(last, "code:f(0)")
    assert not holds(last, "figure:f")
