"""Runs the blocks of a page that are JavaScript, C or SQL, where their tool is found."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple


class Outcome(NamedTuple):
    """What a block prints, and whether it ends in an error."""

    output: str
    raised: bool = False


class Tool(NamedTuple):
    run: Callable[[str], Outcome]
    is_here: Callable[[], bool]


def call(*args: str, code: str = "", settings: Mapping[str, str] | None = None) -> Outcome:
    """What a program that reads the code prints; if it fails, also what it says of that."""
    environment = os.environ | (settings or {})
    done = subprocess.run(args, input=code, capture_output=True, text=True, env=environment)
    failed = done.returncode != 0
    said = done.stdout + (done.stderr if failed else "")
    return Outcome("\n".join(line.rstrip() for line in said.rstrip().splitlines()), failed)


def _javascript(code: str) -> Outcome:
    from scripts.node import command  # which needs packages that the other blocks run without

    return call(*command("node", "-"), code=code)


def _c(code: str) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "program")
        compiled = call("cc", "-Wall", "-Werror", "-x", "c", "-", "-o", program, "-lm", code=code)
        return compiled if compiled.raised else call(program)


def _sql(code: str) -> Outcome:
    """The rows as SQLite's own shell shows them."""
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        try:
            rows = database.execute(code).fetchall()
        except sqlite3.Error as error:
            return Outcome(f"Error: {error}", raised=True)
    return Outcome("\n".join("|".join(map(str, row)) for row in rows))


TOOLS = {
    "js": Tool(_javascript, lambda: True),  # the locked Node
    "c": Tool(_c, lambda: shutil.which("cc") is not None),
    "sql": Tool(_sql, lambda: not _sql("SELECT exp(1)").raised),  # some builds have no mathematics
}
