"""Every page of the built site, read as HTML."""

import json
import subprocess
from pathlib import Path

import pytest

from scripts import ROOT
from tests.site import checks
from tests.site.reporting import report


@pytest.mark.parametrize("check", checks.PAGE_CHECKS, ids=lambda check: check.__name__)
def test_pages(check, pages):
    report([f"{page.address}: {fault}" for page in pages for fault in check(page)])


def test_links(pages, site):
    everything = {page.address: page for page in pages}
    report([f"{page.address}: {fault}" for page in pages for fault in checks.links(page, site, everything)])


def test_links_of_the_copy_on_disk(offline_pages, offline_site):
    everything = {page.address: page for page in offline_pages}
    report(
        [
            f"{page.address}: {fault}"
            for page in offline_pages
            for fault in checks.links(page, offline_site, everything, folders=False)
        ]
    )


def test_assets(site, offline_site):
    report(
        [
            f"{path.relative_to(folder)}: {fault}"
            for folder in (site, offline_site)
            for path in sorted(folder.rglob("*"))
            if path.suffix in {".css", ".js", ".svg"}
            for fault in checks.asset(path, folder)
        ]
    )


def test_a_page_waits_for_one_style_sheet(pages, site, offline_pages):
    sheets = {tuple(load for load in page.loads if ".css" in load) for page in [*pages, *offline_pages]}
    assert {len(found) for found in sheets} == {1}
    assert {sheet.rpartition("/")[2] for (sheet,) in sheets} == {path.name for path in site.rglob("*.css")}


def test_titles_differ(pages):
    titles = [page.title for page in pages if not page.is_404]
    report([f"two pages have the title {title!r}" for title in set(titles) if titles.count(title) > 1])


def test_every_page_is_near_home(pages, site):
    report([f"{name}: more than three clicks from Home" for name in checks.far_from_home(pages, site)])


def test_largest_page(pages, capsys):
    largest = max(pages, key=lambda page: page.size)
    with capsys.disabled():
        print(f"\nThe largest of {len(pages)} pages: {largest.address}, {largest.size:,} bytes compressed.")
    assert largest.size < checks.PAGE_LIMIT


def test_nu_html_checker(site, java):
    jar = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [java, "-Xmx1g", "-jar", str(jar), "--skip-non-html", "--format", "json", str(site)]
    said = subprocess.run(command, stderr=subprocess.PIPE, text=True).stderr
    messages = json.loads(said)["messages"]
    # What is left are notes, on the slash of <br /> for example.
    report(
        [
            f"{Path(m['url']).relative_to(f'file:{site}')}:{m.get('lastLine', 0)}: {m['message']}"
            for m in messages
            if m["type"] != "info" or m.get("subType") == "warning"
        ]
    )
