"""What a page computes, for the figures that it shows."""

import contextlib
import functools
import io
from typing import Any

from scripts import DOCS
from scripts.page.parts import split


@functools.cache
def names(page: str, last: str) -> dict[str, Any]:
    """The names of ``docs/PAGE.md`` after its first blocks, up to the one that defines ``last``."""
    path, found = DOCS / f"{page}.md", dict[str, Any]()
    for part in split(path.read_text(encoding="utf-8")):
        if part.language == "python":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(part.body, str(path), "exec"), found)
        if last in found:
            return found
    raise ValueError(f"{path.name} defines no {last!r}: name one that its code defines")
