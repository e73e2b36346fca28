"""What a notebook computes, for the figures that it shows."""

import ast
import contextlib
import functools
import io
from typing import Any

from scripts import DOCS


@functools.cache
def names(example: str) -> dict[str, Any]:
    """The names that ``docs/examples/EXAMPLE.py`` defines, but for what needs PyTorch: that takes seconds."""
    path, found = DOCS / "examples" / f"{example}.py", dict[str, Any]()
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Import | ast.ImportFrom) and "torch" in ast.unparse(statement):
            continue
        # Without the name torch, what uses it fails at once, and so does what uses that.
        with contextlib.suppress(NameError), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(ast.Module([statement], []), str(path), "exec"), found)
    return found
