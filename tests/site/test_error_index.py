"""The error index: its field finds entries as a reader types or pastes."""

import pytest

from scripts.tables.errors import FAMILIES, entries
from tests.site.reporting import report

INDEX = "fix/errors/"
SHOWN = "article dt:not([hidden]) a"


@pytest.fixture
def index(reader, origin):
    def visit(**options):
        window = reader(**options)
        window.visit(origin + INDEX)
        return window

    return visit


def typed(window, text: str) -> tuple[list[str], str]:
    """The entries that are left, and what is announced."""
    window.page.get_by_role("searchbox", name="Part of the message").fill(text)
    links = window.page.eval_on_selector_all(SHOWN, "links => links.map(link => link.href)")
    return [link.rstrip("/").rpartition("/")[2] for link in links], window.page.get_by_role(
        "status"
    ).last.inner_text()


def test_every_message_leaves_its_entry(index):
    """Pasted whole, with the class of the error and with the reader's own file before it."""
    window, faults = index(), []
    for slug, entry in entries().items():
        for message in entry.get("messages", []):
            left, said = typed(window, f"mymodel.py RuntimeError: {message}")
            if slug not in left or said != f"{len(left)} of {len(entries())} entries":
                faults.append(f"{message!r} leaves {left}: {said}")
    report(faults + window.faults)


def test_it_filters_as_you_type(index):
    window = index()
    every, said = typed(window, "")
    assert (sorted(every), said) == (sorted(entries()), f"{len(entries())} entries")
    assert typed(window, "found dtype Dou")[0] == ["loader-float64"]
    assert window.page.locator("article h2:visible").all_inner_texts()[:2] == [
        f"{FAMILIES['torch']}¶",
        "Versions¶",
    ]
    assert typed(window, "[9, 1]")[0] == every, "a reader's own numbers leave everything"
    left, said = typed(window, "qxzvbnw")
    assert left == []
    assert said.startswith(f"None of {len(entries())} entries")
    report(window.faults)


def test_by_keyboard(index):
    page = index().page
    page.locator("#list-filter").focus()
    page.keyboard.type("loss 0.6931 every step")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.href").rstrip("/").endswith("loss-stuck-at-0693")
    page.locator("#list-filter").press("Escape")
    assert page.locator(SHOWN).count() == len(entries())


def test_a_link_to_a_hidden_part_shows_it(index):
    window = index()
    typed(window, "qxzvbnw")
    window.page.locator(".md-sidebar--secondary").get_by_role("link", name=FAMILIES["numpy"]).click()
    title = window.page.get_by_role("heading", name=FAMILIES["numpy"])
    title.wait_for()
    assert 0 <= title.bounding_box()["y"] < 200


def test_without_javascript_the_list_is_complete(index):
    page = index(java_script_enabled=False).page
    assert page.locator("#list-filter").count() == 0
    assert page.locator("article dt a").count() == len(entries())
    assert page.locator("article dt a").last.is_visible()


def test_from_disk(offline_site, reader):
    window = reader(base="file://")
    window.visit((offline_site / "fix" / "errors" / "index.html").as_uri())
    assert typed(window, "math range")[0] == ["math-range-error.html"]
    report(window.faults)
