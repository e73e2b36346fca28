"""Which steps of a build ask first for what an earlier build made.

Pages are rendered again when their text changes, or what it includes. Templates are quick, and so filled every time.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import markdown
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from scripts.site import kept

RENDERED = ("content", "toc", "present_anchor_ids", "_title_from_render")  # what Page.render sets, and links


class Templates(BytecodeCache):
    """Jinja's compiled templates, which it checks against their sources itself."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return kept.key(name, filename)  # its own cannot take a path that the locale cannot decode

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := kept.store.get(f"{bucket.key} {bucket.checksum}"):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        kept.store.put(f"{bucket.key} {bucket.checksum}", bucket.bytecode_to_string())


def theme_files(config: MkDocsConfig) -> None:
    """The list of the theme's files, among thousands of icons; only our own can change."""
    get_env = config.theme.get_env

    def look_up() -> Environment:
        env, own = get_env(), Path(str(config.theme.custom_dir))
        walk = env.list_templates
        env.list_templates = lambda **which: kept.once(  # type: ignore[method-assign]
            "theme", lambda: walk(**which), lambda: sorted(map(str, own.rglob("*")))
        )
        return env

    config.theme.get_env = look_up  # type: ignore[method-assign]


def search_entries(config: MkDocsConfig) -> None:
    index = cast(Any, config.plugins["material/search"]).search_index
    add = index.add_entry_from_context

    def entries_of(page: Page) -> Any:
        before, index.entries = index.entries, []
        add(page)
        made, index.entries = index.entries, before
        for entry in made[:1]:
            entry["about"] = page.meta.get("description", "")
        return made

    def look_up(page: Page) -> None:
        meta = [page.meta.get(name) for name in ("search", "tags", "description")]
        sources = (page.url, page.title, str(page.toc), page.content, meta)
        index.entries += kept.once("index", lambda: entries_of(page), lambda: sources)

    index.add_entry_from_context = look_up


@lru_cache(maxsize=1)
def _listed(files: Files) -> str:
    return kept.key([(file.src_uri, file.url, file.inclusion.name) for file in files])


def rendered_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Let the page ask the store before it is rendered."""
    snippets = markdown.Markdown(extensions=["pymdownx.snippets"], extension_configs=config.mdx_configs)
    render, plugins = page.render, cast(Any, config.plugins)

    def sources() -> Any:
        text = "\n".join(snippets.preprocessors["snippet"].run((page.markdown or "").split("\n")))
        documented = kept.package() if ":::" in text else []
        return page.file.src_uri, text, documented, _listed(files)

    def look_up(config: MkDocsConfig, files: Files) -> None:
        if found := kept.once("page", lambda: _render(page, render, config, files), sources):
            attributes, links, anchors, objects = found
            page.__dict__.update(attributes)
            page.links_to_anchors = {files.src_uris[uri]: names for uri, names in links.items()}
            for arguments, named in anchors:
                plugins["autorefs"].register_anchor(page, *arguments, **named)
            plugins["mkdocstrings"].handlers.inventory.update(objects)

    page.render = look_up  # type: ignore[method-assign]


def _render(page: Page, render: Callable[..., None], config: MkDocsConfig, files: Files) -> Any:
    """What the page then holds, and what it told autorefs and mkdocstrings; None if it said anything in the log."""
    autorefs: Any = config.plugins["autorefs"]
    inventory = cast(Any, config.plugins["mkdocstrings"]).handlers.inventory
    before = set(inventory)
    anchors, log = [], CountHandler()
    register = autorefs.register_anchor

    def listen(page: Page, *arguments: Any, **named: Any) -> None:
        anchors.append((arguments, named))
        register(page, *arguments, **named)

    autorefs.register_anchor = listen
    logging.getLogger("mkdocs").addHandler(log)
    try:
        render(config, files)
    finally:
        logging.getLogger("mkdocs").removeHandler(log)
        autorefs.register_anchor = register
    if log.get_counts():  # rendered every time, it warns every time
        return None
    links = {file.src_uri: names for file, names in (page.links_to_anchors or {}).items()}
    objects = {name: inventory[name] for name in inventory.keys() - before}
    return {name: page.__dict__[name] for name in RENDERED}, links, anchors, objects
