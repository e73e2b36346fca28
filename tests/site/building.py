"""Builds the site for the tests: strictly, reproducibly, and for an address under a sub-path."""

import os
import subprocess
import sys
from pathlib import Path

from scripts import ROOT
from scripts.node import ensure_packages

# Browsers take names under .localhost for secure, as they do https: the clipboard works there.
HOST = "sigmoid.localhost"
SITE_URL = f"http://{HOST}/sigmoid/"
ENVIRONMENT = {"SITE_URL": SITE_URL, "SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1", "OFFLINE": "false"}


def python_of(venv: Path) -> str:
    """The Python of a virtual environment."""
    return str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def build(folder: Path, *, python: str = sys.executable, **environment: str) -> str:
    """Build into ``folder`` and return it; a build that warns fails with what MkDocs said."""
    ensure_packages(dev=True)
    done = subprocess.run(
        [python, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        said = "\n".join(done.stdout.splitlines()[-25:])
        raise RuntimeError(f"mkdocs build --strict fails:\n{said}")
    return str(folder)


def docs_python(venv: Path) -> str:
    """Install the lock of the site alone, as ``make serve`` does, and return the Python; nothing without network."""
    made = subprocess.run(["make", f"VENV={venv}", f"{venv}/docs"], cwd=ROOT, capture_output=True, text=True)
    if made.returncode and "No matching distribution" in made.stderr:
        return ""
    assert made.returncode == 0, made.stderr
    return python_of(venv)
