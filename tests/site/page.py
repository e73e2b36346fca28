"""What the tests want to know of a built page, read from its HTML once."""

import dataclasses
import gzip
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from tests.site.building import SITE_URL

# Relations of <link> that only name another page, and fetch nothing.
_NAMES_ONLY = {"canonical", "next", "prev", "alternate", "license", "author", "me"}
_SOURCES = {
    "script",
    "img",
    "iframe",
    "source",
    "video",
    "audio",
    "track",
    "embed",
    "input",
    "object",
    "image",
    "use",
}
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s*["']([^"']+)""")
_LANGUAGE = re.compile(r"^language-([\w+-]+)$")


def css_urls(css: str) -> list[str]:
    """Every address that a style sheet names."""
    return [a or b for a, b in _CSS_URL.findall(css)]


@dataclasses.dataclass
class Page:
    """``links`` lead somewhere, ``loads`` are fetched by the browser itself; both as the HTML has them."""

    address: str
    url: str
    size: int
    title: str
    description: str
    headings: int
    ids: list[str]
    links: list[str]
    loads: list[str]
    absolute: list[str]
    inline_scripts: list[str]
    blocks: list[str | None]
    formulas: list[str]
    text: str
    edit_links: int
    notes: list[str]
    marks: list[str]
    orphans: list[str]

    @property
    def is_404(self) -> bool:
        return self.address == "404.html"

    @property
    def has_python(self) -> bool:
        return bool({"python", "pycon"} & set(self.blocks))

    @classmethod
    def parse(cls, address: str, html: str, *, folders: bool = True) -> "Page":
        """``folders``: the page is known by its folder's address, as a server has it, not by its file's."""
        soup = BeautifulSoup(html, "html.parser")
        article: Tag = soup.find("article") or soup
        formulas = [re.sub(r"\s", "", found.get_text()) for found in soup.select("ka-tex, .katex, math")]
        blocks = [_language(pre) for pre in soup.find_all("pre")]
        page = cls(
            address=address,
            url=SITE_URL + (re.sub(r"(^|/)index\.html$", r"\1", address) if folders else address),
            size=len(gzip.compress(html.encode(), 9, mtime=0)),
            title=soup.title.get_text(strip=True) if soup.title else "",
            description=str((soup.find("meta", {"name": "description"}) or {}).get("content", "")),
            headings=len(soup.find_all("h1")),
            ids=[tag["id"] for tag in soup.find_all(id=True)]
            + [tag["name"] for tag in soup.select("a[name]")],
            links=[tag["href"] for tag in soup.select("a[href], area[href], link[rel~=alternate]")],
            loads=_loads(soup),
            absolute=_absolute(soup),
            inline_scripts=[s.string or "" for s in soup.find_all("script") if not s.get("src") and _runs(s)],
            blocks=blocks,
            formulas=sorted({formula for formula in formulas if formula}),
            text="",
            edit_links=len(soup.select("a[rel~=edit]")),
            marks=[_follows(mark) for mark in soup.select("sup[id^=fnref]")],
            orphans=[
                _follows(formula)
                for formula in soup.select("ka-tex:not(.display)")
                if not formula.select(".sg-joined") and not formula.find_parent(class_="sg-joined")
            ],
            notes=[str(note["id"]) for note in soup.select(".footnote li[id]")],
        )
        for noise in article.select("pre, code, script, style, ka-tex"):
            noise.clear()
        page.text = article.get_text(" ", strip=True)
        return page

    @staticmethod
    def dump(site: Path, *, folders: bool = True) -> list[dict[str, Any]]:
        """All pages of a built site as plain data, for workers to share."""
        found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
        pages = (
            Page.parse(name, path.read_text(encoding="utf-8"), folders=folders)
            for name, path in found.items()
        )
        return [dataclasses.asdict(page) for page in pages if folders or not page.is_404]

    @staticmethod
    def load(data: list[dict[str, Any]]) -> "list[Page]":
        return [Page(**facts) for facts in data]


def _language(pre: Tag) -> str | None:
    """The language of the highlighted block around ``pre``, None where there is no such block."""
    block = pre.find_parent(class_="highlight")
    if not block:
        return None
    names = [found[1] for found in map(_LANGUAGE.match, block.get("class", [])) if found]
    return "signature" if "doc-signature" in block.get("class", []) else names[0] if names else None


def _follows(tag: Tag) -> str:
    """The text that stands right behind a tag, and behind those that end with it."""
    while not tag.next_sibling and tag.name not in {"p", "li", "td", "th", "dd", "body"}:
        tag = tag.parent
    return tag.next_sibling.get_text() if tag.next_sibling else ""


def _runs(script: Tag) -> bool:
    return script.get("type", "text/javascript") in {"text/javascript", "module"}


def _loads(soup: BeautifulSoup) -> list[str]:
    found: list[str] = []
    for tag in soup.find_all(_SOURCES):
        found += [tag[key] for key in ("src", "data", "poster", "xlink:href") if tag.get(key)]
        found += [tag["href"]] if tag.name in {"image", "use"} and tag.get("href") else []
        found += [entry.split()[0] for entry in tag.get("srcset", "").split(",") if entry.strip()]
    for link in soup.select("link[href]"):
        if not _NAMES_ONLY & set(link.get("rel", [])):
            found.append(link["href"])
    for tag in soup.select("[style]"):
        found += css_urls(tag["style"])
    for style in soup.find_all("style"):
        found += css_urls(style.get_text())
    return [address for address in found if not address.startswith(("data:", "#"))]


def _absolute(soup: BeautifulSoup) -> list[str]:
    """Addresses that name this very site in full: they are for robots, and must be right."""
    named = [tag["href"] for tag in soup.select("link[rel~=canonical], link[rel~=next], link[rel~=prev]")]
    cards = "[property='og:url'], [property='og:image'], [name='twitter:image'], [property='twitter:image']"
    base = "https://relative.invalid/"  # canonical must be absolute; next and prev may not be
    named = [a for a in named if not urljoin(base, a).startswith(base)]
    return named + [tag.get("content", "") for tag in soup.select(cards)]
