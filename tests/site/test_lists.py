"""What the site says of itself to robots, language models and other sites' builds, and where it asks for reports."""

import ast
import gzip
import re
import xml.etree.ElementTree as etree
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import yaml
from bs4 import BeautifulSoup

import reference_impl
from scripts import ROOT
from scripts.page.versions import of_package
from scripts.tables.errors import FAMILIES, entries
from tests.site import checks
from tests.site.building import SITE_URL
from tests.site.page import Page
from tests.site.reporting import report


def llms_faults(site: Path, pages: list[Page]) -> list[str]:
    text, found = (site / "llms.txt").read_text(encoding="utf-8"), []
    listed = dict.fromkeys(re.findall(r"\]\(([^)\s]+)\)", text))
    for page in pages:
        copy = Path(page.address).with_suffix(".md").as_posix()
        if page.is_404:
            continue
        if SITE_URL + copy not in listed:
            found.append(f"llms.txt does not list {SITE_URL}{copy}")
    for address in listed:
        file = checks.target(site, address)
        if checks.outside(address) or not file:
            found.append(f"llms.txt lists {address}, which is not there")
        else:
            found += [f"{address}: {fault}" for fault in copy_faults(file.read_text(encoding="utf-8"))]
    return found


def copy_faults(markdown: str) -> list[str]:
    """What a reader of the Markdown cannot use."""
    marks = {"<!--": "a binding", "--8<--": "an include", "\n::: ": "a docstring that is not written out"}
    prose = re.sub(
        r"^( *>? *)(```+)[^`]*?\n.*?^\1\2$|`[^`\n]*`", "", markdown, flags=re.MULTILINE | re.DOTALL
    )
    for mark, what in {
        r"^ *(===|!!!|\?\?\?\+?) .*": "a tab or a fold",
        r"\{:? *[.#][^}]*\}": "an attribute list",
        r"</?\w+-[^>]*>|<[^>]* markdown\b[^>]*>": "an element",
        r"^```+[^\w\s].*|^```+\w+ .*": "an attribute of a block",
    }.items():
        marks |= {found[0]: what for found in re.finditer(mark, prose, re.MULTILINE)}
    if not re.search(r"^# \S", markdown, re.MULTILINE):
        marks |= {"": "no title"}
    return [
        f"{what} is left in the Markdown copy" if mark else what
        for mark, what in marks.items()
        if mark in markdown
    ]


def test_llms(site, pages):
    report(llms_faults(site, pages))


def test_sitemap(site, pages):
    text = (site / "sitemap.xml").read_bytes()
    listed = {
        found.text
        for found in etree.fromstring(text).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    }
    assert listed == {page.url for page in pages if not page.is_404}
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == text


def test_robots_are_sent_to_the_sitemap(site):
    robots = RobotFileParser()
    robots.parse((site / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert robots.site_maps() == [f"{SITE_URL}sitemap.xml"]
    assert robots.can_fetch("*", f"{SITE_URL}look-up/api/")


def test_other_sites_can_link_to_the_api(site, pages):
    """As Sphinx reads it: each public name is in ``objects.inv``, and each address has its anchor."""
    from sphinx.util.inventory import InventoryFile

    with (site / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, SITE_URL, urljoin)
    items = {name: item for kind in inventory.values() for name, item in kind.items()}
    assert {item.project_version for item in items.values()} == {of_package()}
    found = {name: item.uri for name, item in items.items()}
    public = {f"reference_impl.{name}" for name in reference_impl.__all__}
    for extra in ("torch", "numba"):
        text = (ROOT / f"reference_impl/{extra}/__init__.py").read_text()
        names = ast.literal_eval(re.search(r"__all__ = (\[.*?\])", text, re.DOTALL)[1])
        public |= {f"reference_impl.{extra}.{name}" for name in names if not name.startswith("lstm_")}
    assert public - found.keys() == set()
    anchors = {page.url: set(page.ids) for page in pages}
    assert {
        name for name, uri in found.items() if urldefrag(uri)[1] not in anchors[urldefrag(uri)[0]]
    } == set()
    assert {found[name] for name in public} == {f"{SITE_URL}look-up/api/#{name}" for name in public}


def test_reports_open_a_form_that_exists(pages):
    for page in pages:
        for link in (link for link in page.links if "/issues/new" in link):
            asked = {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()}
            form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / asked.pop("template")).read_text())
            assert asked.pop("title"), page.address
            assert asked.keys() <= {field["id"] for field in form["body"]}, page.address
            assert page.is_404 or asked["page"] == page.url


def test_an_entry_of_the_error_index_leads_to_the_index_and_its_neighbours(site):
    """In the order of the index, within a family, and the menu marks the index."""
    for family in FAMILIES:
        slugs = [slug for slug, meta in entries().items() if meta["family"] == family]
        for before, slug, after in zip(["", *slugs], slugs, [*slugs[1:], ""], strict=False):
            soup = BeautifulSoup((site / f"fix/errors/{slug}/index.html").read_text("utf-8"), "html.parser")
            assert [a["href"] for a in soup.select(".sg-trail a")] == ["../"]
            assert [a["href"] for a in soup.select(".sg-pages [aria-current]")] == ["../"]
            ways = {a["rel"][0]: a["href"] for a in soup.select(".sg-way a")}
            assert ways == {rel: f"../{to}/" for rel, to in (("prev", before), ("next", after)) if to}
