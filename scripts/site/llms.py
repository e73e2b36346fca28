"""Each page as Markdown beside its HTML, and ``llms.txt``, which lists them."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts import ROOT
from scripts.page.bindings import strip_bindings
from scripts.page.snippets import expand
from scripts.site import kept

_DOCSTRINGS = re.compile(r"^::: (?P<module>[\w.]+)\n(?:    .*\n)*", re.MULTILINE)
_written: dict[str, tuple[Page, str]] = {}


def remember(page: Page, markdown: str) -> None:
    """Keep the page until all are written."""
    _written[page.file.src_uri] = (page, copy(markdown))


def copy(markdown: str) -> str:
    """The page as its reader sees it: includes and docstrings written out, bindings taken out."""
    text = expand(markdown)
    made: str = kept.once(
        "copy",
        lambda: _DOCSTRINGS.sub(_docstrings, strip_bindings(text)),
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


def write(config: MkDocsConfig) -> None:
    """All the Markdown copies, and the list of them."""
    site, base = Path(config.site_dir), config.site_url or ""
    entries = []
    for page, markdown in _written.values():
        (site / address(page)).write_text(markdown, encoding="utf-8")
        about = page.meta.get("description", "")
        entries.append(f"- [{page.title}]({base}{address(page)})" + (f": {about}" if about else ""))
    head = f"# {config.site_name}\n\n> {config.site_description}\n\n## Pages\n\n"
    (site / "llms.txt").write_text(head + "\n".join(entries) + "\n", encoding="utf-8")
    _written.clear()
