"""Which versions exist, whether we may take them or not: asks pip and npm, for half a minute."""

import datetime
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.made import Made
from scripts.node import command
from scripts.page.versions import asked_for, from_npm
from scripts.studies import result


def of_pip(package: str) -> str:
    """The newest release, also if this Python is too old for it."""
    said = _ask(sys.executable, "-m", "pip", "index", "versions", package, "--ignore-requires-python")
    return said.split()[1].strip("()")


def of_npm(package: str) -> str:
    return _ask(*command("npm", "view", package, "version")).strip()


def _ask(*args: str) -> str:
    done = subprocess.run(args, capture_output=True, text=True)  # both warn at length when all is well
    if done.returncode:
        raise RuntimeError(f"{' '.join(args)}\n{done.stderr}")
    return done.stdout


def make(path: Path) -> Iterator[Made]:
    found = {
        "asked": datetime.date.today().isoformat(),
        "pip": {package: of_pip(package) for package in sorted(asked_for())},
        "npm": {package: of_npm(package) for package in from_npm()},
    }
    yield result(path, found)
