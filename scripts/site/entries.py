"""The entries of the error index, which the menu does not list: each knows the index and its neighbours there."""

from itertools import pairwise
from typing import Any, cast

from mkdocs.structure.files import Files

INDEX = "fix/errors/index.md"


def link(files: Files) -> None:
    """Once all pages are read: the index is their parent, and its families are rows of pages."""
    index = files.get_file_from_path(INDEX)
    if not index or not index.page:
        return
    families: dict[str, list[Any]] = {}
    for file in sorted(files.documentation_pages(), key=lambda file: file.src_uri):
        if file.page and file.src_uri.startswith(INDEX.removesuffix("index.md")) and file != index:
            file.page.parent = cast("Any", index.page)
            families.setdefault(file.page.meta.get("family", ""), []).append(file.page)
    for pages in families.values():
        for before, after in pairwise(pages):
            before.next_page, after.previous_page = after, before
