"""Without Numba these tests are skipped by name; on a build server they fail."""

import importlib.util

import pytest


@pytest.fixture(autouse=True, scope="session")
def numba_is_installed(missing) -> None:
    if importlib.util.find_spec("numba") is None:
        missing("Numba is not installed: pip install '.[numba]'")
