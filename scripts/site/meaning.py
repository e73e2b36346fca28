"""What a built page means, whoever built it, and on which pages two builds differ in that."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from bs4 import BeautifulSoup, Comment
from bs4.filter import SoupStrainer

KINDS = ("formulas", "citations", "bindings", "links", "search")
Meaning = dict[str, list[str]]


def differences(first: Path, second: Path) -> dict[str, list[str]]:
    """Kind -> the pages, by their address, that differ in it; a page that one lacks differs in all it has."""
    one, other = of_site(first), of_site(second)
    return {
        kind: sorted(
            page
            for page in one.keys() | other.keys()
            if one.get(page, {}).get(kind, []) != other.get(page, {}).get(kind, [])
        )
        for kind in KINDS
    }


def of_site(site: Path) -> dict[str, Meaning]:
    """Address -> meaning, of every page but the 404 page, which has no address of its own."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("index.html")}
    searched, found = _search(site), {}
    for path in pages:
        address = path.parent.relative_to(site).as_posix().removeprefix(".")
        found[address] = _of_page(path, site, pages) | {"search": searched.get(address, [])}
    return found


def _of_page(path: Path, site: Path, pages: dict[Path, str]) -> Meaning:
    article = BeautifulSoup(pages[path], "html.parser", parse_only=SoupStrainer("article"))
    for way in article.select("nav"):  # the trail and the neighbours, which a hook knows
        way.decompose()
    addresses = [str(tag.get("href") or tag.get("src")) for tag in article.select("[href], [src]")]
    found = {
        "formulas": [tag.get_text() for tag in article.select("ka-tex, .arithmatex")],
        "citations": [tag.get_text() for tag in article.select(".footnote li, a.footnote-ref")],
        "bindings": [str(text) for text in article.find_all(string=lambda text: isinstance(text, Comment))],
        "links": sorted({_target(address, path, site, pages) for address in addresses}),
    }
    for code in article.select("pre, code"):
        code.clear()
    found["citations"] += re.findall(r"\[@[^\]]+\]", article.get_text())
    return found


def _target(address: str, path: Path, site: Path, pages: dict[Path, str]) -> str:
    """Where a link leads, from the site's root, and whether that is there."""
    url, anchor = urldefrag(urljoin(f"/{path.relative_to(site).as_posix()}", address))
    if not url.startswith("/"):
        return address
    file = site / unquote(url).removeprefix("/")
    file = file / "index.html" if file.is_dir() else file
    there = file.is_file() and (not anchor or f'id="{unquote(anchor)}"' in pages.get(file, ""))
    return f"{url}#{anchor}{'' if there else ' leads nowhere'}"


def _search(site: Path) -> dict[str, list[str]]:
    """Address -> the sections in the search index with their words, in MkDocs' format or Zensical's."""
    mkdocs, zensical = site / "search" / "search_index.json", site / "search.json"
    index = json.loads((mkdocs if mkdocs.exists() else zensical).read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for entry in index["docs" if mkdocs.exists() else "items"]:
        words = " ".join(re.sub(r"<[^>]+>", " ", f"{entry['title']} {entry['text']}").split())
        address = entry["location"].partition("#")[0].strip("/")
        found.setdefault(address, []).append(f"{entry['location']}: {words}")
    return {address: sorted(sections) for address, sections in found.items()}
