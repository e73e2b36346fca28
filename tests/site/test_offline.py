"""The copy on disk, opened with a double click: no server, no network, no flag that loosens the browser."""

import json

from tests.site.reporting import report
from tests.site.searching import first_hit


def test_every_page_opens(offline_pages, offline_site, reader):
    window, faults = reader(base="file://"), []
    for page in offline_pages:
        window.visit((offline_site / page.address).as_uri())
        faults += [f"{page.address}: {fault}" for fault in window.faults]
        if not any(url.endswith("assets/explorers.js") for url in window.requested):
            faults.append(f"{page.address}: the explorers' script is not loaded")
        undefined = window.page.evaluate(
            "[...new Set([...document.querySelectorAll(':not(:defined)')].map(e => e.localName))]"
        )
        # Formulas have a tag of their own that no script defines.
        faults += [f"{page.address}: <{name}> does not come alive" for name in set(undefined) - {"ka-tex"}]
    report(faults)


def test_search_finds_a_page(offline_site, reader):
    window = reader(base="file://")
    window.visit((offline_site / "index.html").as_uri())
    index = (offline_site / "search" / "search_index.js").read_text(encoding="utf-8")
    docs = json.loads(index[index.index("{") :].rstrip(" ;\n"))["docs"]
    entry = next(
        entry for entry in docs if "derivative" in entry["location"] and "#" not in entry["location"]
    )
    wanted = (offline_site / entry["location"]).as_uri()
    assert first_hit(window.page, entry["title"]) == wanted
    window.page.locator(".md-search-result__link").first.click()
    window.page.wait_for_url(f"{wanted}**")
    assert window.page.locator("h1").inner_text().startswith(entry["title"])
    report(window.faults)


def test_search_takes_a_pasted_message(offline_site, reader):
    """The minus sign shows that it went through the script in front of the theme's, which is no worker here."""
    window = reader(base="file://")
    window.visit((offline_site / "index.html").as_uri())
    pasted = "Attempting to broadcast a dimension of length 7 at -1!"
    wanted = (offline_site / "fix" / "errors" / "weight-is-not-class-weight.html").as_uri()
    assert first_hit(window.page, pasted) == wanted
    report(window.faults)
