"""The page of versions says what is locked, whatever was found to be newest, and when."""

import re
import tomllib
from datetime import date

import pytest
from packaging.version import Version

from scripts import DOCS, ROOT
from scripts.page.versions import asked_for, from_npm
from scripts.studies import data
from scripts.tables.releases import ENDS, check, newer

PAGE = (DOCS / "look-up" / "versions.md").read_text(encoding="utf-8")


def rows(table: str) -> list[list[str]]:
    body = PAGE.split(f"<!-- table: tables.{table}() -->")[1].split("<!-- /table -->")[0]
    return [line.strip("| ").split(" | ") for line in body.strip().splitlines()[2:]]


def test_the_page_shows_the_locked_versions() -> None:
    """Read from the files anew: the lock has one line for each package."""
    lock = "".join((ROOT / name).read_text() for name in ("requirements/test.txt", "requirements/torch.txt"))
    shown = rows("releases")
    assert [row[0] for row in shown] == sorted(asked_for())
    assert {"numpy", "torch", "mkdocs-material", "ml-dtypes"} <= asked_for().keys()
    assert [row for row in shown if not re.search(rf"^{row[0]}=={row[1]}\b", lock, re.MULTILINE)] == []
    assert {row[0]: row[1] for row in rows("npm_releases")} == from_npm()


def test_the_bounds_are_shown() -> None:
    bounds = {row[0]: row[3].strip("`") for row in rows("releases") if len(row) == 4}
    assert bounds == {package: bound for package, bound in asked_for().items() if bound}
    assert bounds["numpy"].startswith("<")


def test_what_is_newest_was_asked_of_every_package() -> None:
    newest = data("newest")
    assert newest["pip"].keys() == asked_for().keys(), "run python -m scripts newest"
    assert newest["npm"].keys() == from_npm().keys(), "run python -m scripts newest"
    assert date.fromisoformat(newest["asked"]) > date(2026, 11, 1)
    assert all(Version(found) for index in ("pip", "npm") for found in newest[index].values())


@pytest.mark.parametrize(
    ("used", "known", "shown"),
    [("2.9", "2.10", "2.10"), ("2.10", "2.10", "–"), ("2.10", "2.9", "–"), ("1.0", None, "not asked")],
)
def test_newer_is_newer(used: str, known: str | None, shown: str) -> None:
    assert newer(used, known) == shown


def test_every_python_that_is_tested_has_its_end() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    tested = {c.rpartition(" ")[2] for c in project["classifiers"] if "Python :: 3." in c}
    ends = tomllib.loads(ENDS.read_text(encoding="utf-8"))["release"]
    assert {entry["version"] for entry in ends if entry["name"] == "Python"} == tested


def test_an_end_of_another_version_is_refused() -> None:
    entry = {"name": "NumPy", "package": "numpy", "version": "2.4"}
    check(entry, {"numpy": "2.4.6"})
    with pytest.raises(ValueError, match=r"locked at 2\.40\.0.*speaks of 2\.4"):
        check(entry, {"numpy": "2.40.0"})
