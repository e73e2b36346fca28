"""What a page or a notebook computes, for the figures that it shows; without PyTorch, which takes seconds."""

import ast
import contextlib
import functools
import io
from typing import Any

from scripts import DOCS
from scripts.page.parts import split
from scripts.page.snippets import expand


@functools.cache
def of_page(page: str, last: str) -> dict[str, Any]:
    """The names of ``docs/PAGE.md`` after its first blocks, up to the one that defines ``last``."""
    path, found = DOCS / f"{page}.md", dict[str, Any]()
    for part in split(path.read_text(encoding="utf-8")):
        if part.language == "python":
            _run(expand(part.body), str(path), found)
        if last in found:
            return found
    raise ValueError(f"{path.name} defines no {last!r}: name one that its code defines")


@functools.cache
def of_notebook(example: str) -> dict[str, Any]:
    """The names that ``docs/examples/EXAMPLE.py`` defines."""
    path, found = DOCS / "examples" / f"{example}.py", dict[str, Any]()
    _run(path.read_text(encoding="utf-8"), str(path), found)
    return found


def _run(code: str, path: str, names: dict[str, Any]) -> None:
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Import | ast.ImportFrom) and "torch" in ast.unparse(statement):
            continue
        # Without the name torch, what uses it fails at once, and so does what uses that.
        with contextlib.suppress(NameError), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(ast.Module([statement], []), path, "exec"), names)
