"""One thing that is wrong on a page: where, what, and the command that mends it."""

from dataclasses import dataclass
from pathlib import Path

from scripts import ROOT

REFRESH = "make refresh"


@dataclass(frozen=True)
class Problem:
    path: Path
    line: int
    what: str
    mend: str = REFRESH

    def __str__(self) -> str:
        path = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{path}:{self.line}: {self.what}\n    mend: {self.mend}"
