"""Zensical builds the same site: how many pages may differ in meaning from MkDocs', and that each kind is counted."""

import json
import shutil

import pytest

from scripts.site import zensical
from scripts.site.meaning import KINDS, differences
from tests.site.building import SITE_URL
from tests.site.reporting import report

# The notebook, of which mkdocs-jupyter makes a page, and for links the four pages that lead to it.
AT_MOST = {"formulas": 1, "citations": 1, "bindings": 0, "links": 5, "search": 1}

ARTICLE = """<article><h1 id="a">A</h1><p>Is <ka-tex>x</ka-tex> 0.25? <a class="footnote-ref" href="#fn:key">1</a>
<code>[@key]</code> <a href="../#top">Home</a></p><div class="footnote"><ol><li id="fn:key">A source.</li></ol></div>
</article>"""
CHANGES = {
    "formulas": ("<ka-tex>x</ka-tex>", r'<span class="arithmatex">\(x\)</span>'),
    "citations": ("</p>", "[@key]</p>"),
    "bindings": ("0.25", "0.25<!-- sigmoid_backward(0.0, 1.0) -->"),
    "links": ("#top", "#bottom"),
    "search": ("Is 0.25?", "Is ?"),
}


def test_zensical_differs_on_no_more_pages(site):
    found = differences(site, zensical.build(SITE_URL=SITE_URL, OFFLINE="false"))
    report(
        [
            f"{len(found[kind])} pages differ in {kind}, and {limit} did: {', '.join(found[kind])}"
            for kind, limit in AT_MOST.items()
            if len(found[kind]) > limit
        ]
    )
    assert AT_MOST.keys() == found.keys()


@pytest.fixture
def two(tmp_path):
    """The same site of two pages, as MkDocs and as Zensical write it."""
    entries = [{"location": "a/#a", "title": "A", "text": "<p>Is 0.25?</p>"}]
    for name, index, key in (("one", "search/search_index.json", "docs"), ("two", "search.json", "items")):
        site = tmp_path / name
        (site / "a").mkdir(parents=True)
        (site / index).parent.mkdir(exist_ok=True)
        (site / index).write_text(json.dumps({key: entries}))
        (site / "index.html").write_text('<article id="top"></article>')
        (site / "a" / "index.html").write_text(ARTICLE)
    return tmp_path / "one", tmp_path / "two"


def test_the_same_meaning(two):
    assert differences(*two) == {kind: [] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_counted(kind, two):
    before, after = CHANGES[kind]
    file = two[1] / ("search.json" if kind == "search" else "a/index.html")
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
    assert differences(*two) == {each: ["a"] if each == kind else [] for each in KINDS}


def test_a_missing_page_differs_in_all_that_it_has(two):
    shutil.rmtree(two[1] / "a")
    assert differences(*two) == {kind: [] if kind == "bindings" else ["a"] for kind in KINDS}
