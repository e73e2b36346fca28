"""MkDocs hooks: what the site adds to every build, in the order in which MkDocs calls it."""

import logging
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # plain `mkdocs` does not put the root there

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from scripts.node import ensure_packages

logging.getLogger("mkdocs.material").setLevel(logging.ERROR)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    ensure_packages()
    from scripts.page import versions
    from scripts.site import kept, reuse
    from scripts.site.markdown import SiteExtension

    config.markdown_extensions.append(SiteExtension())
    if config.extra["offline"]:
        config.extra["polyfills"] = ["assets/iframe-worker.js"]
    plugins: Any = config.plugins
    plugins["mkdocstrings"].handlers.inventory.version = versions.of_package()
    kept.begin(config)
    reuse.theme_files(config)
    reuse.search_entries(config)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    from scripts.site import assets, notebook, search

    notebook.adopt(files, config)
    search.adopt(files, config)

    for uri, content in assets.generated(offline=config.extra["offline"]).items():
        source = {"abs_src_path": str(content)} if isinstance(content, Path) else {"content": content}
        files.append(File.generated(config, uri, **source))
    return files


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    from scripts.site import notebook, reuse

    if notebook.is_notebook(page.file):
        notebook.render_as_markdown(page)
    reuse.rendered_page(page, config, files)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    from scripts.site import notebook

    return notebook.markdown(page.file) if notebook.is_notebook(page.file) else None


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    from scripts.page import versions
    from scripts.site import blocks, citations, llms, messages

    page.meta["executed_with"] = versions.executed_with(markdown)
    markdown, site_url = citations.with_notes(markdown), config.site_url or ""
    llms.remember(page, blocks.with_install(markdown, site_url))
    return messages.with_messages(blocks.with_needs(markdown, site_url), page.meta)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    from scripts.site import entries, reuse

    env.bytecode_cache = reuse.Templates()
    entries.link(files)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    from scripts.site import styles, theme

    return styles.one(theme.fix(output))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    from scripts.site import styles, theme

    return styles.one(theme.fix(output_content)) if template_name.endswith(".html") else output_content


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:
    # MkDocs looks for saves every half a second, in which a page could be ready.
    watchers: list[Any] = [server.observer, *server.observer.emitters]
    for watcher in watchers:
        watcher._timeout = 0.2


def on_post_build(config: MkDocsConfig) -> None:
    from scripts.site import kept, llms, styles

    llms.write(config)
    styles.write(Path(config.site_dir) / "assets")
    kept.end(config)
