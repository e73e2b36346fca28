"""What tests of every folder share: tools that may be missing, and what is made once a run."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.site import building


def _missing(what: str) -> None:
    """A tool that is not here: the test is skipped by name, but on a build server it fails."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(what)


@pytest.fixture(scope="session")
def missing() -> Callable[[str], None]:
    return _missing


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], Any]], Any]:
    """``once(name, make)`` gives what ``make(folder)`` returned in the first worker of this run that asked."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def ask(name: str, make: Callable[[Path], Any]) -> Any:
        kept = shared / f"{name}.json"
        with FileLock(f"{kept}.lock"):
            if not kept.exists():
                kept.write_text(json.dumps(make(shared / name)))
        return json.loads(kept.read_text())

    return ask


@pytest.fixture(scope="session")
def site(once) -> Path:
    """The site, built strictly, to be published at ``building.SITE_URL``, under a sub-path."""
    return Path(once("site", building.build))
