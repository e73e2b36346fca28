"""The gates themselves: a good page passes, and each fault that they are there for is caught."""

import random

import pytest

from tests.site import checks
from tests.site.browsing import find_chromium
from tests.site.building import SITE_URL
from tests.site.page import Page
from tests.site.pasting import blocks_of, faults_of
from tests.site.test_lists import copy_faults, llms_faults
from tests.site.test_search import index_faults

GOOD = f"""<!doctype html><html lang="en"><head><title>A page</title>
<meta name="description" content="What it says."><link rel="canonical" href="{SITE_URL}a/">
<link rel="stylesheet" href="../style.css"></head><body><article><h1 id="a">A page</h1>
<p>Text<a href="#fn:key">1</a>, <a href="../#top">Home</a>, <a href="https://example.org/">elsewhere</a>.</p>
<div class="language-python highlight"><pre><code>1 + 1</code></pre></div>
<img src="../figure.svg" alt="A curve."><ka-tex><span>σ(x)=1/(1+e)</span></ka-tex>
<div class="footnote"><ol><li id="fn:key">A source.</li></ol></div>
<p>Executed with numpy 2.</p><a rel="edit" href="https://example.org/edit/">Edit</a>
<a href="https://example.org/issues/new">Report</a><script>start("https://www.w3.org/2000/svg")</script>
</article></body></html>"""
NOISE = random.Random(0).randbytes(60_000).hex()
MUTATIONS = {
    "41 KB of HTML": ("size", "Text", NOISE[:82_000]),
    "no title": ("head", "<title>A page</title>", ""),
    "no description": ("head", "What it says.", ""),
    "two headings": ("head", "<p>Text", "<h1>Another</h1><p>Text"),
    "no versions": ("duties", "Executed with", "Made of"),
    "no report": ("duties", "/issues/new", "/"),
    "no edit link": ("duties", 'rel="edit"', ""),
    "a loose block": ("code", 'class="language-python highlight"', ""),
    "a language that is not known": ("code", "language-python", "language-pyhton"),
    "an open citation": ("citations", "Text", "Text [@key2026]"),
    "a note that nobody refers to": ("citations", 'href="#fn:key"', 'href="#a"'),
    "a comma that a formula leaves": ("lines", "</ka-tex>", "</ka-tex>, so"),
    "two notes that read as one": ("lines", "Text<a", "Text<sup id='fnref:a'>1</sup><sup>2</sup><a"),
    "one id twice": ("identifiers", "<p>Text", '<p id="a">Text'),
    "a script from elsewhere": ("own_origin", "<script>", '<script src="https://example.org/x.js">'),
    "an import from elsewhere": ("own_origin", "start(", 'import("https://example.org/x.js"); start('),
    "a style from elsewhere": ("own_origin", "../style.css", "//example.org/style.css"),
    "a font in a style": (
        "own_origin",
        "<p>Text",
        "<style>@import 'https://example.org/f.css'</style><p>Text",
    ),
    "a background": ("own_origin", "<p>Text", "<p style='background: url(https://example.org/x.png)'>Text"),
    "a picture in many sizes": (
        "own_origin",
        "<img ",
        '<img srcset="../a.png 1x, https://example.org/b.png 2x" ',
    ),
    "a canonical address elsewhere": ("absolute", f'"{SITE_URL}a/"', '"https://example.org/a/"'),
}
LINK_MUTATIONS = {
    "a page that is not there": ("../#top", "../b/"),
    "an anchor that is not there": ("../#top", "../#bottom"),
    "an anchor of its own": ("#fn:key", "#fn:other"),
    "a picture that is not there": ("../figure.svg", "../figures/none.svg"),
    "a style that is not there": ("../style.css", "../none.css"),
    "a link that leaves the sub-path": ("../#top", "/"),
    "a link to the machine that built it": ("https://example.org/", "http://127.0.0.1:8000/"),
}
CHECKS = {check.__name__: check for check in checks.PAGE_CHECKS}


def mutate(before: str, after: str) -> Page:
    assert before in GOOD
    return Page.parse("a/index.html", GOOD.replace(before, after, 1))


@pytest.fixture
def small(tmp_path):
    """A site of three pages, and these pages."""
    (tmp_path / "style.css").write_text("p { background: url(figure.svg) }")
    (tmp_path / "figure.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    texts = {
        "index.html": '<h1 id="top">Home</h1><a href="a/">A</a>',
        "a/index.html": GOOD,
        "404.html": "Missing",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
        (tmp_path / name).with_suffix(".md").write_text("# Title\n")
    (tmp_path / "llms.txt").write_text(f"- [Home]({SITE_URL}index.md)\n- [A]({SITE_URL}a/index.md)\n")
    return tmp_path, {name: Page.parse(name, text) for name, text in texts.items()}


def test_a_good_page_passes(small):
    site, pages = small
    assert [fault for check in checks.PAGE_CHECKS for fault in check(pages["a/index.html"])] == []
    assert list(checks.links(pages["a/index.html"], site, pages)) == []
    assert [fault for name in ("style.css", "figure.svg") for fault in checks.asset(site / name, site)] == []
    assert checks.far_from_home(pages.values(), site) == []
    assert llms_faults(site, list(pages.values())) == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_page_checks(name):
    check, before, after = MUTATIONS[name]
    assert list(CHECKS[check](mutate(before, after)))


@pytest.mark.parametrize("name", LINK_MUTATIONS)
def test_links(name, small):
    assert len(list(checks.links(mutate(*LINK_MUTATIONS[name]), *small))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "@import url('https://example.org/a.css');"),
        ("b.css", "p { background: url(none.png) }"),
        ("c.js", 'fetch("https://example.org/data.json")'),
        ("d.svg", "<svg><image href='https://example.org/a.png'/></svg>"),
    ],
)
def test_assets(name, text, small):
    (small[0] / name).write_text(text)
    assert len(list(checks.asset(small[0] / name, small[0]))) == 1


def test_far_from_home(small):
    site, pages = small
    for number in range(4):
        (site / f"{number}.html").write_text("")
        pages[f"{number}.html"] = Page.parse(f"{number}.html", f'<a href="{number + 1}.html">On</a>')
    assert checks.far_from_home(pages.values(), site) == [f"{number}.html" for number in range(4)]
    pages["index.html"].links.append("0.html")
    assert checks.far_from_home(pages.values(), site) == ["3.html"]


def test_lists(small):
    site, pages = small
    (site / "a" / "index.md").write_text("No title, 0.25<!-- sigmoid(0.0) -->\n\n::: reference_impl\n")
    assert len(llms_faults(site, list(pages.values()))) == 3
    (site / "llms.txt").write_text(f"[Home]({SITE_URL}index.md) [B]({SITE_URL}b.md)")
    assert len(llms_faults(site, list(pages.values()))) == 2
    for left in (
        '--8<-- "a.py"',
        '=== "NumPy"',
        "Text.{: .a }",
        "<our-curve markdown>",
        "```{.python .raises}",
    ):
        assert copy_faults("# Title\n\n```python\nx = 1\n```\n") == []
        assert copy_faults(f"# Title\n\n{left}")


def test_index():
    entry = '{{"docs": [{{"location": "a/", "text": "{}"}}]}}'.format
    assert index_faults(entry("Prose <code>r'\\\\\\\\sigma'</code>"), {"σ(x)\\sigma(x)σ(x)"}) == []
    assert index_faults(entry("Prose \\\\sigma(x)"), set())
    assert index_faults(entry("Prose <b>σ</b>(x)\\\\n \\\\sigma(x)σ(x)"), {"σ(x)"})


@pytest.mark.parametrize(
    ("code", "raises", "output", "wrong"),
    [
        ("x = 1", False, "", ""),
        ("1 / 0", True, "ZeroDivisionError: division by zero", ""),
        ("1 / 0", False, "", "ZeroDivisionError"),
        ("x = 1", True, "", "does not"),
        ("1 + 1", False, "3", "prints '2', on the page '3'"),
        ("import numpy", False, "", "ModuleNotFoundError"),
        (">>> x = 1", True, "", "prompt"),
        ("import os; os._exit(3)", False, "", "status"),
    ],
)
def test_copied_code(code, raises, output, wrong, tmp_path):
    good, block = {"raises": False, "output": ""}, {"code": code, "raises": raises, "output": output}
    faults = faults_of({"a/index.html": [good | {"code": "y = 2"}, block]}, tmp_path, tmp_path)
    assert bool(faults) == bool(wrong)
    assert not wrong or wrong in faults[0]


def test_blocks_share_no_names(tmp_path):
    first, second = ({"code": code, "raises": False, "output": ""} for code in ("x = 1", "x"))
    assert faults_of({"a.html": [first, second]}, tmp_path, tmp_path)[0].startswith("a.html: block 2")


def test_a_block_takes_along_the_lines_that_it_names():
    html = """<article><div class="language-python highlight" id="block-1"><pre><code>a = 1

b = 2
</code></pre></div><div class="language-python highlight raises" data-sg-needs="1:3-3"><pre><code>b
</code></pre></div><div class="output highlight"><pre><code>2
</code></pre></div></article>"""
    (_, second) = blocks_of(html)
    assert second == {"code": "b = 2\n\nb\n", "raises": True, "output": "2"}


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_tool_is_named(ci, outcome, missing, monkeypatch):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="Chromium"):
        missing("Chromium is not found")


def test_the_browser_is_looked_for(monkeypatch, tmp_path):
    class Playwright:
        class chromium:
            executable_path = str(tmp_path / "playwrights-own")

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert find_chromium(Playwright) is None
    for name in ("playwrights-own", "google-chrome", "chromium"):
        (tmp_path / name).touch(mode=0o755)
        assert find_chromium(Playwright) == str(tmp_path / name)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "google-chrome"))
    assert find_chromium(Playwright) == str(tmp_path / "google-chrome")
