"""Every page in Chromium, as wide as a phone and as a desk, by day and by night."""

import gzip

import pytest

from tests.site import checks, pasting
from tests.site.browsing import WIDTHS
from tests.site.copying import WITHOUT_BUTTON, copied
from tests.site.reporting import report

FIRST_VISIT = 150_000
PARTS = 4
WHOLE = {"index.html", "404.html"}


@pytest.mark.parametrize("part", range(PARTS))
def test_pages(part, pages, reader, site):
    """One visit serves all gates: both widths, by day and by night, and the copy buttons.

    The reader of all windows asked for less motion.
    """
    window = reader(width=min(WIDTHS), permissions=["clipboard-read", "clipboard-write"])
    faults = []
    for page in pages[part::PARTS]:
        window.visit(page.url)
        for width in WIDTHS:
            window.resize(width)
            look_at(window, page, by_key=width == min(WIDTHS))
            faults += [f"{page.address}, {width} px wide: {fault}" for fault in window.faults]
            window.faults.clear()
        given = [block["code"] for block in pasting.blocks_of((site / page.address).read_text("utf-8"))]
        taken = [code.rstrip() for code in copied(window)]
        faults += [
            f"{page.address}: copies {code!r}, which is not what test_blocks.py runs"
            for code in set(taken) ^ {code.rstrip() for code in given}
        ]
        no_button = window.page.evaluate(WITHOUT_BUTTON)
        faults += [f"{page.address}: no copy button at {start!r}" for start in no_button]
        faults += [f"{page.address}: copying: {fault}" for fault in window.faults]
    report(faults)


def look_at(window, page, *, by_key: bool) -> None:
    window.inspect()
    window.audit()
    assert window.switch_scheme() == "dark"
    window.faults += [f"by night: {fault}" for fault in by_night(window, page)]
    assert window.switch_scheme() == "light"
    go_by_keyboard(window, page, by_key=by_key)


def by_night(window, page) -> list[str]:
    """What is wrong in the other scheme, which changes colours alone."""
    day, window.faults = window.faults, []
    window.audit(colours_only=True)
    go_by_keyboard(window, page, by_key=False)
    night, window.faults = window.faults, day
    return night


def go_by_keyboard(window, page, by_key: bool) -> None:
    """The whole page on Home and on 404; elsewhere the text, once key by key, then by its rings."""
    if page.address in WHOLE:
        window.tab_through()
    elif by_key:
        window.tab_through("article")
    else:
        window.check_rings()


@pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")])
def test_a_first_visit_follows_the_system(scheme, name, origin, reader):
    window = reader(scheme=scheme)
    window.visit(origin)
    assert window.page.evaluate("document.body.dataset.mdColorScheme") == name


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_theme_is_switched_by_key(key, origin, reader):
    page = reader(scheme="light").page
    page.goto(origin)
    page.locator("[data-md-component=palette] input").first.focus()
    page.keyboard.press(key)
    page.wait_for_function("document.body.dataset.mdColorScheme == 'slate'")
    page.keyboard.press(key)
    page.wait_for_function("document.body.dataset.mdColorScheme == 'default'")


def test_first_visit(pages, site, reader):
    home = next(page for page in pages if page.address == "index.html")
    window = reader()
    window.visit(home.url)
    icons = [home.url + load for load in home.loads if "favicon" in load]
    files = {checks.target(site, url) for url in [*window.requested, *icons] if "search_index" not in url}
    sizes = {
        file: min(file.stat().st_size, len(gzip.compress(file.read_bytes(), 9))) for file in files if file
    }
    total = sum(sizes.values())
    largest = ", ".join(
        f"{file.name} {size:,}" for file, size in sorted(sizes.items(), key=lambda s: -s[1])[:6]
    )
    assert total < FIRST_VISIT, f"a first visit of Home loads {total:,} bytes: {largest}"


def test_an_unknown_address_shows_the_404_page(origin, reader):
    window = reader()
    answer = window.visit(f"{origin}no/such/page/")
    assert answer.status == 404
    # Chromium notes the answer that this test asked for.
    assert [fault for fault in window.faults if "404" not in fault] == []
    assert window.page.locator("h1").count() == 1
    assert window.page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    window.page.locator("header [data-md-component=logo]").click()
    assert window.page.url == origin


def test_the_drawer_opens_by_keyboard(origin, reader):
    """On a phone the list of pages is folded away: the keyboard opens it, walks through it, and closes it."""
    window = reader(width=390)
    window.visit(origin)
    links = "[...document.querySelectorAll('.md-sidebar--primary a[href]')]"
    shown = "a.checkVisibility({visibilityProperty: true}) && a.getBoundingClientRect().left >= 0"
    seen = f"{links}.filter(a => {shown})"
    assert window.page.evaluate(f"{seen}.length") == 0
    for _ in range(8):
        window.page.keyboard.press("Tab")
        if window.page.evaluate(
            "document.activeElement.matches('[data-sg-toggle=__drawer], [for=__drawer]')"
        ):
            break
    window.page.keyboard.press("Enter")
    window.page.wait_for_function(f"{seen}.length === {links}.length", timeout=2000)
    reached, count = set(), window.page.evaluate(f"{links}.length")
    for _ in range(count + 40):
        reached.add(window.page.evaluate(f"{links}.indexOf(document.activeElement)"))
        window.page.keyboard.press("Tab")
    assert reached >= set(range(count))
    window.page.keyboard.press("Escape")
    window.page.wait_for_function(f"{seen}.length === 0", timeout=2000)


def test_the_focus_stays_visible_past_a_footnote(pages, reader):
    """A note is shown while the focus rests on its number; the next Tab must not get lost in what then goes away."""
    window = reader()
    for page in [page for page in pages if page.notes][:3]:
        window.visit(page.url)
        window.page.keyboard.press("Tab")
        window.page.locator("article .footnote-ref").first.focus()
        window.page.wait_for_selector(".md-tooltip2--active")
        for _ in range(4):
            window.page.keyboard.press("Tab")
            window.page.wait_for_timeout(400)
            lost = window.page.evaluate(
                "document.activeElement.checkVisibility({visibilityProperty: true, opacityProperty: true})"
                " ? null : document.activeElement.outerHTML"
            )
            assert lost is None, f"{page.address}: the focus goes to what has just disappeared, {lost}"
        report(window.faults)
