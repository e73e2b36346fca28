"""What the site says of itself to robots and language models: llms.txt, Markdown copies, the sitemap."""

import gzip
import re
import xml.etree.ElementTree as etree
from pathlib import Path

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
