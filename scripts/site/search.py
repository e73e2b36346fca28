"""The theme's search, changed where it falls short: what it finds first, and when it fetches its index."""

import xml.etree.ElementTree as etree
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

WORKER, BUNDLE = "assets/javascripts/workers/search.*.min.js", "assets/javascripts/bundle.*.min.js"
OURS = [Path(__file__).with_name(name) for name in ("rank.js", "query.js")]

# From disk the theme loads the index once the search is opened; now it waits so everywhere.
AT_ONCE, ONCE_OPEN = '(location.protocol!=="file:")', "(!1)"

# Sections that name what other pages explain: the search leads to those.
NOT_SEARCHED = {"Exercises", "Go on", "Questions", "Similar errors", "Threads"}


class NotSearched(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for heading in root.iter("h2"):
            if heading.text in NOT_SEARCHED:
                heading.set("data-search-exclude", "")


def adopt(files: Files, config: MkDocsConfig) -> None:
    """Change both scripts of the theme; one that no longer fits raises ``ValueError``."""
    before = "".join(path.read_text(encoding="utf-8") for path in OURS)
    _replace(files, config, WORKER, lambda script: before + script)
    _replace(files, config, BUNDLE, _waiting)


def _waiting(script: str) -> str:
    if script.count(AT_ONCE) != 1:
        raise ValueError(f"the theme's script no longer holds {AT_ONCE!r} once: fix {__file__}")
    return script.replace(AT_ONCE, ONCE_OPEN)


def _replace(files: Files, config: MkDocsConfig, pattern: str, change: Callable[[str], str]) -> None:
    found = [file for file in files if fnmatch(file.src_uri, pattern)]
    if len(found) != 1:
        raise ValueError(f"the theme no longer holds one {pattern!r}: fix {__file__}")
    files.remove(found[0])
    files.append(File.generated(config, found[0].src_uri, content=change(found[0].content_string)))
