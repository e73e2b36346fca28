"""What the site is made with, which versions are newer, and when support for each ends."""

import tomllib
from typing import Any

from packaging.version import Version

from scripts import DOCS
from scripts.page.versions import asked_for, from_npm, locked
from scripts.studies import data

ENDS = DOCS / "assets" / "includes" / "end_of_life.toml"


def releases() -> list[list[str]]:
    """The Python packages that we ask for; what they bring along is in the lock files."""
    head, *rows = _releases({package: locked()[package] for package in asked_for()}, "pip")
    return [[*head, "allowed"], *([*row, asked_for()[row[0]] and f"`{asked_for()[row[0]]}`"] for row in rows)]


def npm_releases() -> list[list[str]]:
    """The npm packages that we ask for, each in one exact version."""
    return _releases(from_npm(), "npm")


def end_of_life() -> list[list[str]]:
    """When support ends, for the versions that are used here."""
    rows = [["release", "what ends", "when", "source"]]
    for entry in tomllib.loads(ENDS.read_text(encoding="utf-8"))["release"]:
        check(entry, locked())
        rows.append(
            [f"{entry['name']} {entry['version']}", entry["what"], entry["when"], f"[@{entry['source']}]"]
        )
    return rows


def check(entry: dict[str, Any], lock: dict[str, str]) -> None:
    """An entry about a package is about the version that we use."""
    used = lock.get(entry.get("package", ""), entry["version"])
    if not f"{used}.".startswith(f"{entry['version']}."):
        raise ValueError(
            f"{entry['name']} is locked at {used}, but {ENDS.name} speaks of {entry['version']}: "
            "look up when support for it ends"
        )


def newer(used: str, known: str | None) -> str:
    """A lock that was renewed after we asked may be newer than what we know."""
    if known is None:
        return "not asked"
    return known if Version(known) > Version(used) else "–"


def _releases(used: dict[str, str], index: str) -> list[list[str]]:
    newest = data("newest")
    return [
        ["package", "used here", f"newer on {newest['asked']}"],
        *(
            [package, used[package], newer(used[package], newest[index].get(package))]
            for package in sorted(used)
        ),
    ]
