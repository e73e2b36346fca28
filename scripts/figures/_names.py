"""What a page or a notebook computes, for the figures that it shows."""

import ast
import contextlib
import functools
import io
from typing import Any

from scripts import DOCS
from scripts.page.parts import split


@functools.cache
def of_page(page: str, last: str) -> dict[str, Any]:
    """The names of ``docs/PAGE.md`` after its first blocks, up to the one that defines ``last``."""
    path, found = DOCS / f"{page}.md", dict[str, Any]()
    for part in split(path.read_text(encoding="utf-8")):
        if part.language == "python":
            _run(ast.parse(part.body), str(path), found)
        if last in found:
            return found
    raise ValueError(f"{path.name} defines no {last!r}: name one that its code defines")


@functools.cache
def of_notebook(example: str) -> dict[str, Any]:
    """The names that ``docs/examples/EXAMPLE.py`` defines, but for what needs PyTorch: that takes seconds."""
    path, found = DOCS / "examples" / f"{example}.py", dict[str, Any]()
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if not (isinstance(statement, ast.Import | ast.ImportFrom) and "torch" in ast.unparse(statement)):
            # Without the name torch, what uses it fails at once, and so does what uses that.
            with contextlib.suppress(NameError):
                _run(ast.Module([statement], []), str(path), found)
    return found


def _run(code: ast.Module, path: str, names: dict[str, Any]) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, path, "exec"), names)
