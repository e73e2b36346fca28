"""Runs one block of code as a notebook would, and keeps what it prints: output, warnings, the error's last line."""

import ast
import contextlib
import io
import linecache
import traceback
import warnings
from typing import Any

from scripts.page.tools import Outcome


def run(code: str, namespace: dict[str, Any], filename: str) -> Outcome:
    """Execute ``code`` in ``namespace``; the value of a last expression is shown, unless it is None."""
    linecache.cache[filename] = (len(code), None, code.splitlines(keepends=True), filename)
    stream, raised = io.StringIO(), False

    def show(message: Warning | str, category: type[Warning], *_: object) -> None:
        stream.write(f"{category.__name__}: {message}\n")

    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream), warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = show  # type: ignore[assignment]
        try:
            tree = ast.parse(code, filename)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, filename, "exec"), namespace)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), filename, "eval"), namespace)
                if value is not None:
                    print(repr(value))
        except Exception as error:
            raised = True
            said: Any = error
            with contextlib.suppress(AttributeError):
                said.name = None  # by it, Python 3.12 and newer would add what may have been meant
            stream.write("".join(traceback.format_exception_only(error)))
    return Outcome("\n".join(line.rstrip() for line in stream.getvalue().rstrip().splitlines()), raised)
