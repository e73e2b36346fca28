"""Each page as Markdown beside its HTML, and ``llms.txt``, which lists them."""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts import DOCS, ROOT
from scripts.page.bindings import strip_bindings
from scripts.page.snippets import expand
from scripts.site import kept
from scripts.site.plain import plain

_DOCSTRINGS = re.compile(r"^::: (?P<module>[\w.]+)\n(?:    .*\n)*", re.MULTILINE)
_LINK = re.compile(r"(?<=\]\()(?P<path>[\w./-]+)")
_written: dict[str, tuple[Page, str]] = {}


def remember(page: Page, markdown: str) -> None:
    """Keep the page until all are written."""
    _written[page.file.src_uri] = (page, copy(markdown))


def copy(markdown: str) -> str:
    """The page as its reader sees it, in plain Markdown: includes and docstrings written out, bindings taken out."""
    text = expand(markdown)
    made: str = kept.once(
        "copy",
        lambda: plain(_DOCSTRINGS.sub(_docstrings, strip_bindings(text))),
        lambda: (text, kept.package() if ":::" in text else []),
    )
    return made


def _docstrings(directive: re.Match[str]) -> str:
    """What mkdocstrings puts on the page, from the same static reading of the source."""
    import griffe

    module = griffe.load(directive["module"], search_paths=[ROOT], resolve_aliases=True)
    texts = []
    for name in map(str, module.exports or ()):
        member = module[name]
        arguments = ", ".join(
            p.name if p.default is None else f"{p.name}={p.default}" for p in member.parameters
        )
        texts.append(
            f"### {name}\n\n{name}({arguments})\n\n{member.docstring.value if member.docstring else ''}\n"
        )
    return "\n".join(texts)


def address(page: Page) -> str:
    """Where the Markdown of a page stands, from the site's root."""
    return str(Path(page.file.dest_uri).with_suffix(".md"))


def _with_links(markdown: str, page: Page) -> str:
    """Links to pages lead to their copies; a copy does not stand where its source does."""
    source, here = posixpath.dirname(page.file.src_uri), posixpath.dirname(address(page))

    def link(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(source, match["path"]))
        if not (DOCS / path).is_file():
            return match["path"]
        return posixpath.relpath(address(_written[path][0]) if path in _written else path, here or ".")

    return _LINK.sub(link, markdown)


def write(config: MkDocsConfig) -> None:
    """All the Markdown copies, and the list of them."""
    site, base = Path(config.site_dir), config.site_url or ""
    entries = []
    for page, markdown in _written.values():
        (site / address(page)).write_text(_with_links(markdown, page), encoding="utf-8")
        about = page.meta.get("description", "")
        entries.append(f"- [{page.title}]({base}{address(page)})" + (f": {about}" if about else ""))
    head = f"# {config.site_name}\n\n> {config.site_description}\n\n## Pages\n\n"
    (site / "llms.txt").write_text(head + "\n".join(entries) + "\n", encoding="utf-8")
    _written.clear()
