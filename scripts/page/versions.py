"""With which versions a page's code was executed: what it imports, at the version that the lock names."""

import functools
import json
import re
import sys
import tomllib
from typing import Any

from scripts import ROOT
from scripts.page.parts import split
from scripts.page.snippets import expand

# The name to import -> the name to install, where they differ.
PACKAGES = {"sklearn": "scikit-learn", "reference_impl": "sigmoid-reference"}
_IMPORT = re.compile(r"^\s*(?:import|from) (\w+)", re.MULTILINE)
_EXTRA = re.compile(r"^\s*(?:import|from) reference_impl\.(numba|torch)\b", re.MULTILINE)


@functools.cache
def locked() -> dict[str, str]:
    """Package -> version, of the lock files."""
    text = "".join((ROOT / "requirements" / f"{name}.txt").read_text() for name in ("test", "torch"))
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE))


@functools.cache
def project() -> dict[str, Any]:
    """What ``pyproject.toml`` says of our package."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def of_package() -> str:
    return str(project()["version"])


def asked_for() -> dict[str, str]:
    """Package -> what ``requirements/*.in`` allow of it: ``{"numpy": "<2.5", "scipy": "", ...}``."""
    text = "\n".join((ROOT / "requirements" / f"{name}.in").read_text() for name in ("docs", "test"))
    found = re.findall(r"^(\w[\w.-]*)(?:\[.*\])?([^#;\n]*)", text, re.MULTILINE)
    bounds = {re.sub(r"[-_.]+", "-", package).lower(): bound.strip() for package, bound in found}
    return bounds | {"torch": f"=={locked()['torch']}"}


def from_npm() -> dict[str, str]:
    """Package -> version: ``package.json`` names exact ones."""
    asked = json.loads((ROOT / "package.json").read_text())
    return {**asked["dependencies"], **asked["devDependencies"]}


def imported(markdown: str) -> list[str]:
    """The packages that the page's code imports, by the names under which they are installed."""
    code = "\n".join(part.body for part in split(expand(markdown)) if part.language == "python")
    names = {*_IMPORT.findall(code), *_EXTRA.findall(code)} - sys.stdlib_module_names
    return sorted(PACKAGES.get(name, name) for name in names)


def executed_with(markdown: str) -> list[str]:
    """For example ``["numpy 2.4.6", "torch 2.13.0"]``; nothing for a page without code."""
    return [f"{name} {locked()[name]}" for name in imported(markdown) if name in locked()]
