"""The search finds every page, and what it indexes is lean."""

import gzip
import html
import json
import re
import tomllib
from pathlib import Path

import pytest

from scripts.page.parts import split
from scripts.tables.errors import ENTRIES, entries
from tests.site.reporting import report
from tests.site.searching import FIELD, HIT, first_hit, hits

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


def first_words(message: str, others: list[str]) -> set[str]:
    """Its first six, seven and eight words, or as many more as it takes to tell it from the ``others``."""
    words, beginnings = message.split(), [other.lower().split() for other in others]
    alike = [n for n in range(len(words)) if message.lower().split()[:n] in [b[:n] for b in beginnings]]
    return {" ".join(words[: max(count, alike[-1] + 1)]) for count in (6, 7, 8)}


def printed(slug: str) -> set[str]:
    """The lines of an entry's outputs that hold its messages, which the class of the error or warning begins."""
    page = (ENTRIES / f"{slug}.md").read_text(encoding="utf-8")
    outputs = [line.strip() for part in split(page) if part.is_output for line in part.body.splitlines()]
    return {line for line in outputs for message in entries()[slug].get("messages", []) if message in line}


def test_a_message_brings_up_its_entry(origin, reader, capsys):
    """Whoever types the first words of a message, or pastes all of it, has its entry as the first link.

    Every message, in the spellings of other versions too, goes in as it stands: its first six to eight words,
    the whole, and the line as it is printed. Where a message of another entry begins with the very same words,
    such as "... got an unexpected keyword argument", they cannot say which is meant: one more is typed then.
    """
    window = reader()
    window.visit(origin)
    listed = {slug: [*e.get("messages", []), *e.get("older", [])] for slug, e in entries().items()}
    typed = set()
    for slug, messages in listed.items():
        others = [message for other in listed if other != slug for message in listed[other]]
        beginnings = [text for message in messages for text in first_words(message, others)]
        typed |= {(text, slug) for text in [*messages, *beginnings, *printed(slug)]}
    faults = []
    for text, slug in sorted(typed):
        if (found := first_hit(window.page, text)) != f"{origin}fix/errors/{slug}/":
            faults.append(f"{text!r} brings up {found} before {slug}")
    with capsys.disabled():
        print(f"\n{sum(map(len, listed.values()))} messages, searched for in {len(typed)} forms.")
    report(faults + window.faults)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Target size (torch.Size([9])) must be the same as input size (torch.Size([9, 1]))", "target-size"),
        ('Unexpected key(s) in state_dict: "net.loss_fn.pos_weight".', "pos-weight-in-state-dict"),
        ("Attempting to broadcast a dimension of length 7 at -5!", "weight-is-not-class-weight"),
        ("0D or 1D target tensor expected, multi-target not supported ~ +x ^2 *", "multi-target"),
    ],
)
def test_names_and_signs_of_readers_own(text, slug, origin, reader):
    """What readers paste holds their numbers and names, and signs that lunr would take for commands."""
    window, entry = reader(), f"{origin}fix/errors/{slug}/"
    window.visit(origin)
    assert first_hit(window.page, text) == entry
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(f"{entry}**")
    report(window.faults)


QUERIES = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))


def test_a_question_brings_up_its_page(origin, reader, capsys):
    """The right page is the first link for nine questions in ten, and among the first three for each."""
    window = reader()
    window.visit(origin)
    asked = {query: files for topic in QUERIES.values() for query, files in topic.items()}
    ranks, table, faults = [], [], []
    for query, files in asked.items():
        found = [address.removeprefix(origin) for address in hits(window.page, query)]
        wanted = {re.sub(r"index$|(?<!index)$", "", file.rsplit(".", 1)[0]) for file in files}
        wanted = {f"{name}/" if name and not name.endswith("/") else name for name in wanted}
        ranks.append(next((rank for rank, page in enumerate(found, start=1) if page in wanted), 99))
        table.append(f"{ranks[-1]:>4}  {query}")
        if ranks[-1] > 3:
            faults.append(f"{query!r} brings up {found[:3]} before {files}")
    first = ranks.count(1) / len(ranks)
    with capsys.disabled():
        print("\n" + "\n".join(table))
        print(f"{len(ranks)} questions: the right page is the first link for {first:.0%}.")
    assert len(asked) >= 60
    assert first >= 0.9
    report(faults + window.faults)


def test_a_result_is_short(origin, reader):
    """A page and at most two of its sections, each with a title and one line."""
    window = reader(width=390)
    window.visit(origin)
    hits(window.page, "sigmoid")
    sizes = window.page.eval_on_selector_all(
        HIT, "items => items.map(i => [i.querySelectorAll('a').length, i.offsetHeight])"
    )
    assert {links for links, _ in sizes} <= {1, 2, 3}
    assert max(height for _, height in sizes) < 260


# What some browsers do when a reader comes back to a page that was left with the search open.
OPEN_AGAIN = "document.getElementById('__search').checked = true; dispatchEvent(new Event('pageshow'))"
TOUCHES = {
    "focus": (1280, lambda page: page.focus(FIELD)),
    "key": (1280, lambda page: page.keyboard.press("/")),
    "key on a phone": (390, lambda page: page.keyboard.press("/")),
    "button": (390, lambda page: page.click(".sg-find")),
    "open again": (1280, lambda page: page.evaluate(OPEN_AGAIN)),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_the_index_comes_with_the_first_touch(touch, origin, reader):
    width, act = TOUCHES[touch]
    window = reader(width=width)
    window.visit(origin)
    assert not [url for url in window.requested if "search_index" in url]
    act(window.page)
    window.page.keyboard.type("vanishing gradient")
    window.page.wait_for_selector(HIT)
    assert [url for url in window.requested if "search_index" in url] == [f"{origin}search/search_index.json"]
    report(window.faults)


def test_an_address_asks(origin, reader):
    """A query in the address, as Home's field sends it, is answered."""
    window = reader()
    window.visit(f"{origin}?q=vanishing+gradient")
    window.page.wait_for_selector(HIT)
    report(window.faults)


def test_the_empty_search_suggests(origin, reader):
    """By keyboard alone: what is suggested is typed, answered, and opened."""
    window = reader()
    window.visit(origin)
    suggested = window.page.eval_on_selector_all(
        ".sg-search-tries button", "all => all.map(b => b.textContent)"
    )
    assert len(suggested) == 5
    assert set(suggested) <= {query for topic in QUERIES.values() for query in topic}
    for key in ["/", "ArrowDown", "ArrowDown", "ArrowUp", "Enter"]:
        window.page.keyboard.press(key)
    window.page.wait_for_selector(HIT)
    assert window.page.input_value(FIELD) == suggested[0]
    assert not window.page.is_visible(".sg-search-tries")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(f"{origin}understand/alternatives/**")
    report(window.faults)


def test_nonsense_finds_nothing(origin, reader):
    window = reader()
    window.visit(origin)
    assert first_hit(window.page, "qxzvbnw") is None
