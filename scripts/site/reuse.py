"""Nothing is made twice: what took time in a build is kept in ``.cache/site`` for the next one, in any process.

A result is found again by a key of all that it was made from, so it is never out of date: the world (settings, code
and packages) names a file of results, and in it each has the key of its own sources. Templates are quick, and so
rendered every time.
"""

import contextlib
import hashlib
import logging
import os
import pickle
import sys
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.yaml import yaml_load

from scripts import DOCS, ROOT
from scripts.write import write

KEPT = ROOT / ".cache" / "site"
WORLDS = 8  # the newest; a file has about 3 MB
RENDERED = ("content", "toc", "present_anchor_ids", "_title_from_render")  # what Page.render sets, and links


def contents(*paths: Path) -> list[tuple[str, bytes]]:
    return [(str(path), path.read_bytes()) for path in sorted(paths)]


def package() -> list[tuple[str, bytes]]:
    return contents(*ROOT.glob("reference_impl/**/*.py"))


def _key(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _code() -> str:
    packages = sorted(info.name for folder in sys.path for info in Path(folder).glob("*.dist-info"))
    return _key(sys.version, packages, contents(*ROOT.glob("scripts/**/*.py"), ROOT / "package-lock.json"))


# Code that is edited while `mkdocs serve` runs is not loaded again: results belong to the code at the start.
_CODE = _code()


def _world(config: MkDocsConfig) -> str:
    return _key(
        yaml_load(Path(config.config_file_path).read_text(encoding="utf-8")),
        (config.site_url, config.theme.name),  # which the command line may set
        (_CODE, _code()),
        contents(*DOCS.glob("figures/*.svg")),  # whose sizes stand on the pages
        # A quiet build hears no warnings: what it keeps is for quiet builds.
        logging.getLogger("mkdocs").getEffectiveLevel(),
        os.environ.get("PYTHONHASHSEED"),  # a test compares builds that differ in it
    )


class Store:
    """The results of one build, in bytes, because plugins go on to change the objects."""

    def __init__(self, world: str = "") -> None:
        self.world, self.new = world, dict[str, bytes]()
        self.old: dict[str, bytes] = {}
        with contextlib.suppress(Exception):  # whatever is wrong with the file, it is as if there were none
            self.old = pickle.loads((KEPT / world).read_bytes())

    def get(self, key: str) -> Any:
        if key in self.old:
            self.new[key] = self.old[key]
        return pickle.loads(self.new[key]) if key in self.new else None

    def put(self, key: str, result: Any) -> None:
        self.new[key] = pickle.dumps(result)

    def save(self) -> None:
        with contextlib.suppress(OSError):  # a checkout that cannot be written is slower, and no more
            write(KEPT / self.world, pickle.dumps(self.new))
            for path in sorted(KEPT.iterdir(), key=lambda path: -path.stat().st_mtime)[WORLDS:]:
                path.unlink(missing_ok=True)


_store = Store()


def once(name: str, make: Callable[[], Any], sources: Callable[[], Any]) -> Any:
    """What ``make`` returns, unless it was made from equal sources before; None is never kept."""
    key = _key(name, sources())
    if (result := _store.get(key)) is None:
        result = make()
        if result is not None and key == _key(name, sources()):  # no file changed while it was read
            _store.put(key, result)
    return result


def begin(config: MkDocsConfig) -> None:
    """Open the store of this world, and let the plugins for citations and for the search ask it first."""
    global _store
    _store = Store(_world(config))

    plugins: Any = config.plugins
    registry = plugins["bibtex"].registry  # may be the last build's
    format_entry, entries = partial(type(registry).reference_text, registry), repr(registry.bib_data)
    registry.reference_text = lambda citation: once(
        "reference", lambda: format_entry(citation), lambda: (citation.key, entries)
    )

    index = plugins["material/search"].search_index
    add = index.add_entry_from_context

    def entries_of(page: Page) -> list[dict[str, Any]]:
        before = len(index.entries)
        add(page)
        return [index.entries.pop() for _ in index.entries[before:]][::-1]

    def look_up(page: Page) -> None:
        meta = [page.meta.get(name) for name in ("search", "tags")]
        sources = (page.url, page.title, str(page.toc), page.content, meta)
        index.entries += once("index", lambda: entries_of(page), lambda: sources)

    index.add_entry_from_context = look_up


@lru_cache(maxsize=1)
def _listed(files: Files) -> str:
    return _key([(file.src_uri, file.url, file.inclusion.name) for file in files])


def attach(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Let the page ask the store before it is rendered."""
    snippets = markdown.Markdown(extensions=["pymdownx.snippets"], extension_configs=config.mdx_configs)
    render, plugins = page.render, cast(Any, config.plugins)

    def sources() -> Any:
        text = "\n".join(snippets.preprocessors["snippet"].run((page.markdown or "").split("\n")))
        documented = package() if ":::" in text else []
        return page.file.src_uri, text, documented, _listed(files)

    def look_up(config: MkDocsConfig, files: Files) -> None:
        if found := once("page", lambda: _render(page, render, config, files), sources):
            attributes, links, anchors = found
            page.__dict__.update(attributes)
            page.links_to_anchors = {files.src_uris[uri]: names for uri, names in links.items()}
            for arguments, named in anchors:
                plugins["autorefs"].register_anchor(page, *arguments, **named)

    page.render = look_up  # type: ignore[method-assign]


def _render(page: Page, render: Callable[..., None], config: MkDocsConfig, files: Files) -> Any:
    """What the page then holds, and the anchors that it has told autorefs; None if it said anything in the log."""
    autorefs: Any = config.plugins["autorefs"]
    anchors, log = [], CountHandler()
    register = autorefs.register_anchor

    def listen(page: Page, *arguments: Any, **named: Any) -> None:
        anchors.append((arguments, named))
        register(page, *arguments, **named)

    autorefs.register_anchor = listen
    logging.getLogger().addHandler(log)
    try:
        render(config, files)
    finally:
        logging.getLogger().removeHandler(log)
        autorefs.register_anchor = register
    if log.get_counts():  # rendered every time, it warns every time
        return None
    links = {file.src_uri: names for file, names in (page.links_to_anchors or {}).items()}
    return {name: page.__dict__[name] for name in RENDERED}, links, anchors


def end(config: MkDocsConfig) -> None:
    if _store.new.keys() != _store.old.keys() and _store.world == _world(config):
        _store.save()
