"""The one protocol of all that generates: it yields a path, the bytes that should stand there, and what is wrong.

A generator is a module with ``FILES``, patterns of files that are all generated; ``targets()``, the files that it
makes; and ``make(paths)``, which makes some of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from scripts import ROOT
from scripts.write import write

REFRESH = "make refresh"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and the command that fixes it."""

    path: Path
    line: int
    what: str
    fix: str = REFRESH

    def __str__(self) -> str:
        return f"{short(self.path)}:{self.line}: {self.what}\n    fix: {self.fix}"


class Made(NamedTuple):
    path: Path
    content: str | bytes | None  # None: nothing can be made, or nothing is to be
    problems: list[Problem]


class Generator(Protocol):
    @property
    def FILES(self) -> tuple[str, ...]: ...
    def targets(self) -> list[Path]: ...
    def make(self, paths: list[Path]) -> Iterator[Made]: ...


def short(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def settle(made: Iterable[Made], *, check: bool) -> Iterator[Problem]:
    """Write what has changed, or with ``check`` only say so; yield the problems that are left."""
    for path, content, problems in made:
        data = content.encode() if isinstance(content, str) else content
        stale = data is not None and not (path.exists() and path.read_bytes() == data)
        if check:
            yield from problems
            if stale and all(problem.fix != REFRESH for problem in problems):
                what = "is not what its script makes" if path.exists() else "was never made"
                yield Problem(path, 1, what, f".venv/bin/python -m scripts {short(path)}")
        else:
            if data is not None and write(path, data):
                print(f"changed {short(path)}", flush=True)
            yield from (problem for problem in problems if problem.fix != REFRESH)


def orphans(generators: Iterable[Generator]) -> Iterator[Problem]:
    """Files that no script makes: said, never deleted."""
    for generator in generators:
        made = set(generator.targets())
        found = {path for pattern in generator.FILES for path in ROOT.glob(pattern)}
        for path in sorted(found - made):
            yield Problem(path, 1, "no script makes this file", f"git rm {short(path)}")
