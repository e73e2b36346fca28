"""Each page as Markdown beside its HTML, and ``llms.txt``, which lists them."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts.truth.bindings import strip_bindings
from scripts.truth.snippets import expand

_written: dict[str, tuple[Page, str]] = {}


def remember(page: Page, markdown: str) -> None:
    """Keep the page as its reader sees it: includes expanded, bindings taken out."""
    _written[page.file.src_uri] = (page, strip_bindings(expand(markdown)))


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
