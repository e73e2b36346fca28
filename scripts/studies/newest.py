"""Which versions exist, whether we may take them or not: asks pip and npm.

``python -m scripts.studies.newest`` takes half a minute and writes ``newest.json``.
"""

import datetime
import json
import subprocess
import sys
from pathlib import Path

from scripts.node import command
from scripts.site.versions import asked_for, from_npm
from scripts.write import write


def of_pip(package: str) -> str:
    """The newest release, also if this Python is too old for it."""
    said = _ask(sys.executable, "-m", "pip", "index", "versions", package, "--ignore-requires-python")
    return said.split()[1].strip("()")


def of_npm(package: str) -> str:
    return _ask(*command("npm", "view", package, "version")).strip()


def _ask(*args: str) -> str:
    done = subprocess.run(args, capture_output=True, text=True)  # both warn at length when all is well
    if done.returncode:
        raise SystemExit(f"{' '.join(args)}\n{done.stderr}")
    return done.stdout


def main() -> None:
    found = {
        "asked": datetime.date.today().isoformat(),
        "pip": {package: of_pip(package) for package in sorted(asked_for())},
        "npm": {package: of_npm(package) for package in from_npm()},
    }
    write(Path(__file__).with_suffix(".json"), json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
