"""The gates in the browser: Home with one fault put into it, and that fault is named."""

import pytest

from tests.site.browsing import WIDTHS, Reader
from tests.site.copying import WITHOUT_BUTTON, copied
from tests.site.searching import first_hit

BLINK = "<style>@keyframes t { to { opacity: .5 } }</style><p style='animation: t 9s infinite !important'>Blink</p>"
SCROLLS = "<div style='width: 9em; overflow-x: auto'><div style='width: 99em; height: 9px'></div></div>"
HIDDEN = "<label for='y'>Press</label><input id='y' style='display: none'>"
# What is put into the page, the step that sees it, and what that says.
FAULTS = {
    "a message": ("<script>console.info('hello')</script>", None, "the console says info: hello"),
    "a script that fails": ("<script>undefined.x</script>", None, "a script fails"),
    "another origin": (
        "<img src='https://example.org/a.png' alt='A'>",
        None,
        "asks for https://example.org/a.png",
    ),
    "a missing file": ("<script>fetch('none.json')</script>", None, "is answered 404"),
    "a missing picture": ("<img src='none.png' alt='A'>", Reader.inspect, "an image does not load"),
    "a figure that is small": (
        "<figure><img src='assets/favicon.svg' style='width: 20px' alt='A'></figure>",
        Reader.inspect,
        "px: <img",
    ),
    "a wide box": ("<div style='min-width: 3000px; height: 2px'></div>", Reader.inspect, "scrolls sideways"),
    "a box that scrolls": (SCROLLS, Reader.inspect, "scrolls, but not by keyboard"),
    "motion": (BLINK, Reader.inspect, "moves although"),
    "a picture without text": ("<img src='assets/favicon.svg'>", Reader.audit, "axe image-alt"),
    "pale text": ("<p style='color: #999; background: #fff'>Pale</p>", Reader.audit, "axe color-contrast"),
    "a button that is none": (HIDDEN, Reader.tab_through, "does not reach <label"),
    "no ring": (
        "<a href='#z' style='outline: none !important'>A</a>",
        Reader.tab_through,
        "does not show its focus",
    ),
    "a pale ring": (
        "<a href='#z' style='outline: 2px solid #f8f8f8 !important'>A</a>",
        Reader.tab_through,
        "does not show its focus",
    ),
    "a focus nobody sees": (
        "<a href='#z' style='position: fixed; left: -99em'>A</a>",
        Reader.tab_through,
        "where nobody sees it",
    ),
}


@pytest.fixture
def faulty(origin, site, reader):
    """``faulty(html)`` opens Home with ``html`` at the end of its text."""
    home = (site / "index.html").read_text(encoding="utf-8")
    assert home.count("</article>") == 1

    def visit(html: str, **options):
        window = reader(**options)
        body = home.replace("</article>", f"{html}</article>")
        window.page.route(
            origin, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
        )
        window.visit(origin)
        return window

    return visit


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_seen(name, faulty):
    html, step, wrong = FAULTS[name]
    window = faulty(html)
    if step:
        step(window)
    assert [fault for fault in window.faults if wrong in fault], f"{wrong!r} is not among {window.faults}"


@pytest.mark.parametrize("narrow_or_wide", WIDTHS)
def test_a_fault_of_one_width_is_seen_in_the_same_visit(narrow_or_wide, faulty):
    rule = f"@media (width: {narrow_or_wide}px) {{ #w {{ min-width: 3000px }} }}"
    html = f"<style>{rule}</style><div id='w' style='height: 2px'></div>"
    window, seen = faulty(html, width=min(WIDTHS)), []
    for width in WIDTHS:
        window.resize(width)
        window.faults.clear()
        window.inspect()
        seen += [width for fault in window.faults if "scrolls sideways" in fault]
    assert seen == [narrow_or_wide]


def test_copied_blocks(faulty):
    html = """<div class="language-pycon highlight"><pre><code><span class="gp">&gt;&gt;&gt; </span><span>x = 1</span>
</code></pre></div><details><summary>More</summary><div class="language-python raises highlight"><pre><code>1 / 0
</code></pre></div></details><div class="language-python highlight no-copy"><pre><code>lost</code></pre></div>"""
    window = faulty(html, permissions=["clipboard-read", "clipboard-write"])
    blocks = copied(window)
    assert [code.strip() for code in blocks[-2:]] == ["x = 1", "1 / 0"]
    assert "lost" in window.page.evaluate(WITHOUT_BUTTON)


# As on a busy machine: the answer to the empty field comes late, when words have been typed.
LATE = """addEventListener("message", ({ data, timeStamp }) => {
  if (data.type !== 2) return;
  console.info("asked");
  while (data.data === "" && performance.now() < timeStamp + 1000);
});
"""


def test_a_search_does_not_take_an_earlier_answer(site, origin, reader):
    window = reader()
    (worker,) = (site / "assets/javascripts/workers").glob("search.*.js")
    slow = LATE + worker.read_text(encoding="utf-8")
    window.page.route(f"**/{worker.name}", lambda r: r.fulfill(body=slow, content_type="text/javascript"))
    window.visit(origin)
    with window.page.expect_console_message(lambda message: message.text == "asked"):
        window.page.evaluate("document.getElementById('__search').click()")
    hits = [first_hit(window.page, query) for query in ("API", "Bibliography", "qxzvbnw", "API")]
    assert hits[0] == hits[3] == f"{origin}look-up/api/"
    assert hits[1] == f"{origin}look-up/bibliography/"
    assert hits[2] is None
