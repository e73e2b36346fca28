"""MkDocs hooks that make nothing twice: pages as HTML and their search entries, kept in ``.cache/site``.

What is kept is found again by a key of all that it was made from, so it is never out of date: the world (settings,
code, packages, list of files), which names the file of a store, and the page's own text, with what it includes.
Templates are cheap, and rendered every time.
"""

import contextlib
import hashlib
import logging
import os
import pickle
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, yaml_load

from scripts import DOCS, ROOT
from scripts.write import write

KEPT = ROOT / ".cache" / "site"
STORES = 8  # the newest; one has about 5 MB
RENDERED = ("content", "toc", "present_anchor_ids", "_title_from_render")


def _key(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _contents(*paths: Path) -> list[tuple[str, bytes]]:
    return [(str(path), path.read_bytes()) for path in sorted(paths)]


def _code() -> str:
    packages = sorted(info.name for folder in sys.path for info in Path(folder).glob("*.dist-info"))
    return _key(sys.version, packages, _contents(*ROOT.glob("scripts/**/*.py")))


# Code that is edited while `mkdocs serve` runs is not loaded again: results belong to the code at the start.
_CODE = _code()


class Store:
    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self.name = self._world(config, files)
        self.old: dict[str, bytes] = {}
        # Results of this build alone, in bytes, because plugins go on to change the objects.
        self.new: dict[str, bytes] = {}
        with contextlib.suppress(Exception):  # whatever is wrong with the file, it is as if there were none
            self.old = pickle.loads((KEPT / self.name).read_bytes())
        snippets = markdown.Markdown(extensions=["pymdownx.snippets"], extension_configs=config.mdx_configs)
        self.include = snippets.preprocessors["snippet"].run

    @staticmethod
    def _world(config: MkDocsConfig, files: Files) -> str:
        return _key(
            yaml_load(Path(config.config_file_path).read_text(encoding="utf-8")),
            (config.site_url, config.theme.name),  # which the command line may set
            (_CODE, _code()),
            _contents(ROOT / "package-lock.json", *(DOCS / "figures").glob("*.svg")),
            [(file.src_uri, file.url, file.inclusion.name) for file in files],
            # A quiet build hears no warnings, so that what it keeps is for quiet builds.
            logging.getLogger("mkdocs").getEffectiveLevel(),
            os.environ.get("PYTHONHASHSEED"),  # a test compares builds that differ in this
        )

    def page_key(self, page: Page) -> str:
        text = "\n".join(self.include((page.markdown or "").split("\n")))
        documented = _contents(*ROOT.glob("reference_impl/**/*.py")) if ":::" in text else []
        return _key(page.file.src_uri, text, documented)

    def recall(self, key: str) -> Any:
        if key in self.old:
            self.new[key] = self.old[key]
        return pickle.loads(self.new[key]) if key in self.new else None

    def keep(self, key: str, result: Any) -> None:
        self.new[key] = pickle.dumps(result)

    def save(self, config: MkDocsConfig, files: Files) -> None:
        # Not where a file changed while it was read, nor where nothing may be written.
        if self.new.keys() != self.old.keys() and self.name == self._world(config, files):
            with contextlib.suppress(OSError):
                write(KEPT / self.name, pickle.dumps(self.new))
                for store in sorted(KEPT.iterdir(), key=lambda path: -path.stat().st_mtime)[STORES:]:
                    store.unlink(missing_ok=True)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Open the store: the list of files is complete, and no page is rendered yet."""
    global _store, _files
    _store, _files = Store(config, files), files
    index = config.plugins["material/search"].search_index
    index.add_entry_from_context = partial(_index, index, index.add_entry_from_context)


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    page.render = partial(_render, page, page.render)  # type: ignore[method-assign]


def on_post_build(config: MkDocsConfig) -> None:
    _store.save(config, _files)


def _render(page: Page, render: Callable[..., None], config: MkDocsConfig, files: Files) -> None:
    register = config.plugins["autorefs"].register_anchor
    key = _store.page_key(page)
    if kept := _store.recall(key):
        attributes, links, anchors = kept
        page.__dict__.update(attributes)
        page.links_to_anchors = {files.src_uris[uri]: names for uri, names in links.items()}
        for arguments, named in anchors:
            register(page, *arguments, **named)
        return
    anchors, said = [], CountHandler()

    def listen(page: Page, *arguments: Any, **named: Any) -> None:
        anchors.append((arguments, named))
        register(page, *arguments, **named)

    config.plugins["autorefs"].register_anchor = listen
    logging.getLogger().addHandler(said)
    try:
        render(config, files)
    finally:
        logging.getLogger().removeHandler(said)
        config.plugins["autorefs"].register_anchor = register
    # A page that warns is rendered every time, so that it warns every time.
    if not said.get_counts() and key == _store.page_key(page):
        attributes = {name: page.__dict__[name] for name in RENDERED}
        links = {file.src_uri: names for file, names in (page.links_to_anchors or {}).items()}
        _store.keep(key, (attributes, links, anchors))


def _index(index: Any, add: Callable[[Page], None], page: Page) -> None:
    meta = [page.meta.get(name) for name in ("search", "tags")]
    key = _key(page.url, page.title, str(page.toc), page.content, meta)
    if (entries := _store.recall(key)) is None:
        before = len(index.entries)
        add(page)
        _store.keep(key, index.entries[before:])
    else:
        index.entries += entries
