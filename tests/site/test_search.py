"""The search finds every page, and what it indexes is lean."""

import gzip
import html
import json
import re

from scripts.tables.errors import entries
from tests.site.reporting import report
from tests.site.searching import first_hit, hits

INDEX_LIMIT = 200_000


def index_faults(text: str, formulas: set[str]) -> list[str]:
    """What does not belong into a search index: TeX, and formulas as many times over as KaTeX writes them."""
    found = []
    for entry in json.loads(text)["docs"]:
        prose = re.sub(r"<code>.*?</code>", "", entry["text"], flags=re.DOTALL)
        found += [
            f"{entry['location']}: TeX in the index: {tex}"
            for tex in re.findall(r"\\[A-Za-z]{2,}|\$\$", prose)
        ]
        letters = re.sub(r"<[^>]+>|\s", "", prose)
        found += [f"{entry['location']}: a formula in the index: {f[:80]}" for f in formulas if f in letters]
    return found


def test_index(site, pages, capsys):
    text = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    size = len(gzip.compress(text.encode(), 9))
    with capsys.disabled():
        print(f"\nThe search index: {size:,} bytes compressed.")
    assert size < INDEX_LIMIT
    # KaTeX writes MathML, TeX and drawing one after the other; no author writes so.
    report(index_faults(text, {formula for page in pages for formula in page.formulas if len(formula) >= 9}))


def test_titles_find_their_pages(site, pages, origin, reader):
    """Whoever types the title of a page has it among the first three links."""
    window = reader()
    window.visit(origin)
    docs = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    tops = {origin + entry["location"]: entry["title"] for entry in docs if "#" not in entry["location"]}
    assert tops.keys() == {page.url for page in pages if not page.is_404}
    faults = []
    for url, title in tops.items():
        found = hits(window.page, html.unescape(re.sub(r"<[^>]+>", "", title)))[:3]
        if url not in found:
            faults.append(f"{title!r} brings up {found} before {url}")
    report(faults + window.faults)


def test_a_message_brings_up_its_entry(origin, reader):
    """Whoever pastes a message of the error index has its entry among the first three links."""
    window = reader()
    window.visit(origin)
    faults = []
    for slug, entry in entries().items():
        for message in entry.get("messages", []):
            found = hits(window.page, message.partition(" -")[0])[:3]  # the search reads " -1" as "without 1"
            if f"{origin}fix/errors/{slug}/" not in found:
                faults.append(f"{message!r} brings up {found} before {slug}")
    report(faults + window.faults)


def test_nonsense_finds_nothing(origin, reader):
    window = reader()
    window.visit(origin)
    assert first_hit(window.page, "qxzvbnw") is None
