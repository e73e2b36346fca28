"""A notebook is a page like every other, and can be taken along."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag

from scripts import DOCS
from scripts.page.notebook import notebook_of, sources
from tests.site.building import SITE_URL


@pytest.fixture(params=[notebook_of(source) for source in sources()], ids=lambda path: path.stem)
def notebook(request) -> Path:
    return request.param


@pytest.fixture
def article(notebook, site) -> Tag:
    html = (site / "examples" / notebook.stem / "index.html").read_text(encoding="utf-8")
    found = BeautifulSoup(html, "html.parser").find("article")
    assert isinstance(found, Tag)
    return found


def test_every_cell_is_on_the_page(notebook, article):
    """In the site's own blocks, and with nothing that Jupyter would bring along."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    printed = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
    outputs = [
        "".join("".join(part.get("text") or part["data"]["text/plain"]) for part in parts).strip()
        for parts in printed
        if parts
    ]
    assert [block.get_text().strip() for block in article.select(".language-python.highlight code")] == code
    assert [block.get_text().strip() for block in article.select(".output.no-copy.highlight code")] == outputs
    assert not article.select("style, script, [class*=jp-], [class*=prompt]")
    assert article.select_one("ka-tex math") or not any("$" in "".join(cell["source"]) for cell in cells)


def test_it_can_be_edited_in_its_script(notebook, article):
    edits = [link["href"] for link in article.select("a[href*='/edit/']")]
    assert edits
    assert all(link.endswith(f"/docs/examples/{notebook.stem.replace('-', '_')}.py") for link in edits)


def test_the_notebook_can_be_taken_along(notebook, article, site):
    """Far from the site nothing of it depends on the site's own Markdown, or on where it lies."""
    assert article.select_one(f"a[download='{notebook.name}'][href$='download/{notebook.name}']")
    text = (site / "examples" / "download" / notebook.name).read_text(encoding="utf-8")
    taken = nbformat.reads(text, as_version=4)
    nbformat.validate(taken)
    kept = nbformat.read(DOCS / "examples" / notebook.name, as_version=4)
    assert [c for c in taken.cells if c.cell_type == "code"] == [
        c for c in kept.cells if c.cell_type == "code"
    ]
    prose = "\n".join(cell.source for cell in taken.cells if cell.cell_type == "markdown")
    for address in re.findall(r"\]\(([^)\s]*)", prose):
        assert address.startswith((SITE_URL, "https://")), address
        if address.startswith(SITE_URL):
            path = site / address.removeprefix(SITE_URL).partition("#")[0]
            assert (path / "index.html" if address.partition("#")[0].endswith("/") else path).is_file(), (
                address
            )
    assert not re.search(r"^!!!|\[@|<!--", prose, re.MULTILINE)


def test_the_script_can_be_taken_along(notebook, article, site):
    name = f"{notebook.stem.replace('-', '_')}.py"
    assert article.select_one(f"a[download='{name}'][href$='download/{name}']")
    text = (site / "examples" / "download" / name).read_text(encoding="utf-8")
    ast.parse(text)
    assert "<!--" not in text
