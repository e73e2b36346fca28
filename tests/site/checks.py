"""Checks of built pages: each takes pages and yields what is wrong, in words that name the page."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests.site.building import SITE_URL
from tests.site.page import Page, css_urls

PAGE_LIMIT = 40_000
LANGUAGES = {"python", "pycon", "signature", "text", "console", "bash", "json", "yaml", "toml", "bibtex"}
LANGUAGES |= {"c", "js", "sql", "r", "postgresql"}
# Scripts of the theme name these, and only ask for them where no page or no browser of today does.
DORMANT = {
    "https://unpkg.com/mermaid@11/dist/mermaid.min.js": "for diagrams, of which no page has one",
    "https://unpkg.com/resize-observer-polyfill": "for browsers from before 2020",
    "https://api.github.com/repos/${e}/${t}": "for the stars of a repository, which our template leaves out",
    "https://api.github.com/users/${e}": "the same",
}
_QUOTED = re.compile(r"""["'`]((?:https?:|wss?:)?//[\w.-]+\.[a-z]{2,}[^"'`\s]*)["'`]""")


def target(site: Path, url: str, *, folders: bool = True) -> Path | None:
    """The file that a server would send for an address of the site, None for one that it does not have."""
    path = site / unquote(urlsplit(url).path.removeprefix(urlsplit(SITE_URL).path))
    path = path / "index.html" if folders and path.is_dir() else path
    return path if path.is_file() else None


def outside(url: str) -> bool:
    return not url.startswith(SITE_URL)


def size(page: Page) -> Iterator[str]:
    if page.size >= PAGE_LIMIT:
        yield f"{page.size:,} bytes of HTML compressed, the limit is {PAGE_LIMIT:,}"


def head(page: Page) -> Iterator[str]:
    if not page.title:
        yield "no <title>"
    if not page.description:
        yield "no description"
    if page.headings != 1:
        yield f"{page.headings} <h1>, one is right"


def duties(page: Page) -> Iterator[str]:
    """What a reader needs to trust a page and to fix it."""
    if page.is_404:
        return
    if page.has_python and not re.search(r"\bexecuted with\b", page.text, re.IGNORECASE):
        yield 'Python code, but no line that begins "Executed with"'
    if not any("/issues/new" in link for link in page.links):
        yield "no link to report an error (to .../issues/new)"
    if not page.edit_links:
        yield 'no link to edit the page (rel="edit")'


def code(page: Page) -> Iterator[str]:
    for language in page.blocks:
        if language not in LANGUAGES:
            yield f"a <pre> outside a highlighted block, or of the language {language!r}"


def citations(page: Page) -> Iterator[str]:
    for unresolved in re.findall(r"\[@[^\]]*\]|\[\^[^\]]*\]", page.text):
        yield f"{unresolved} is not resolved"
    for note in page.notes:
        if not any(urldefrag(link).fragment == note for link in page.links):
            yield f"nothing refers to the footnote #{note}"


def lines(page: Page) -> Iterator[str]:
    """What is read together stands on one line, and what is not is kept apart."""
    for after in page.orphans:
        if re.match(r"[.,;:!?)]", after):
            yield f"{after[:20]!r} may begin a line, for it follows a formula"
    for after in page.marks:
        if re.match(r"\d", after):
            yield f"the mark of a note runs into {after[:20]!r}"


def identifiers(page: Page) -> Iterator[str]:
    for name in sorted({name for name in page.ids if page.ids.count(name) > 1}):
        yield f"two elements have the id {name!r}"


def own_origin(page: Page) -> Iterator[str]:
    for address in page.loads:
        if outside(urljoin(page.url, address)):
            yield f"loads {address} from another origin"
    for script in page.inline_scripts:
        for address in foreign_in_script(script):
            yield f"a script in the page names {address}"


def absolute(page: Page) -> Iterator[str]:
    for address in page.absolute:
        if outside(address):
            yield f"{address} is not under the site's address {SITE_URL}"


def links(page: Page, site: Path, everything: dict[str, Page], *, folders: bool = True) -> Iterator[str]:
    """Whatever the page links to or loads within the site is there, and the anchor too."""
    for address in dict.fromkeys(page.links + page.loads + page.absolute):
        url, anchor = urldefrag(urljoin(page.url, address))
        parts = urlsplit(url)
        if parts.hostname in {"localhost", "127.0.0.1", "0.0.0.0"} or parts.scheme == "file":
            yield f"{address} leads to the machine that built the site"
        elif parts.netloc != urlsplit(SITE_URL).netloc:
            continue
        elif outside(url):
            yield f"{address} leaves the sub-path of the site"
        elif not (file := target(site, url, folders=folders)):
            yield f"{address} leads nowhere"
        elif anchor and file.suffix == ".html":
            there = everything.get(str(file.relative_to(site)))
            if there and unquote(anchor) not in [*there.ids, "__search", "__drawer"]:
                yield f"{address}: the page has no such anchor"


PAGE_CHECKS: tuple[Callable[[Page], Iterator[str]], ...] = (
    *(size, head, duties, code, citations, lines, identifiers, own_origin, absolute),
)


def foreign_in_script(script: str) -> Iterator[str]:
    """Addresses of other hosts in a script that are not names of XML and not known to lie dormant."""
    for address in _QUOTED.findall(script):
        if "//www.w3.org/" not in address and address not in DORMANT and not address.startswith(SITE_URL):
            yield address


def asset(path: Path, site: Path) -> Iterator[str]:
    """A style sheet, script or picture keeps to the site, and what it names is there."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        yield from (f"names {address}" for address in foreign_in_script(text))
        return
    named = css_urls(text)
    if path.suffix == ".svg":
        named += re.findall(r"""<(?:image|use|script)[^>]*?\bhref=["']([^"'#][^"']*)""", text)
    for address in named:
        url = urljoin(SITE_URL + path.relative_to(site).as_posix(), address)
        if address.startswith(("data:", "#")):
            continue
        if outside(url):
            yield f"loads {address} from another origin"
        elif not target(site, url):
            yield f"{address} leads nowhere"


def far_from_home(pages: Iterable[Page], site: Path, clicks: int = 3) -> list[str]:
    """Pages that a reader who starts on Home does not reach with so many clicks."""
    everything = {page.address: page for page in pages}
    distance, queue = {"index.html": 0}, deque(["index.html"])
    while queue:
        page = everything[queue.popleft()]
        for address in page.links:
            url = urldefrag(urljoin(page.url, address)).url
            file = None if outside(url) else target(site, url)
            name = str(file.relative_to(site)) if file else ""
            if name in everything and name not in distance:
                distance[name] = distance[page.address] + 1
                queue.append(name)
    return [name for name, page in everything.items() if not page.is_404 and distance.get(name, 99) > clicks]
