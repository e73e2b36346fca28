"""Results that took time in a build, kept in ``.cache/site`` for the next one, in any process.

A result is found again by a key of all that it was made from, so it is never out of date: the world (settings, code
and packages) names a file of results, and in it each has the key of its own sources.
"""

import contextlib
import hashlib
import logging
import os
import pickle
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from scripts import DOCS, ROOT
from scripts.write import write

FOLDER = ROOT / ".cache" / "site"
WORLDS = 8  # the newest; a file has about 3 MB


def contents(*paths: Path) -> list[tuple[str, bytes]]:
    return [(str(path), path.read_bytes()) for path in sorted(paths)]


def package() -> list[tuple[str, bytes]]:
    return contents(*ROOT.glob("reference_impl/**/*.py"))


def key(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _code() -> str:
    packages = sorted(info.name for folder in sys.path for info in Path(folder).glob("*.dist-info"))
    return key(sys.version, packages, contents(*ROOT.glob("scripts/**/*.py"), ROOT / "package-lock.json"))


# Code that is edited while `mkdocs serve` runs is not loaded again: results belong to the code at the start.
_CODE = _code()


def _world(config: MkDocsConfig) -> str:
    settings = Path(config.config_file_path).read_text(encoding="utf-8")
    return key(
        (settings, [os.environ.get(name) for name in re.findall(r"\b[A-Z_]{2,}\b", settings)]),  # for !ENV
        (config.site_url, config.theme.name),  # which the command line may set
        (_CODE, _code()),
        contents(*DOCS.glob("figures/*.svg")),  # whose sizes stand on the pages
        # A quiet build hears no warnings: what it keeps is for quiet builds.
        logging.getLogger("mkdocs").getEffectiveLevel(),
        os.environ.get("PYTHONHASHSEED"),  # a test compares builds that differ in it
    )


class Store:
    """The results of one build, in bytes, because plugins go on to change the objects."""

    def __init__(self, world: str = "") -> None:
        self.world, self.new = world, dict[str, bytes]()
        self.old: dict[str, bytes] = {}
        with contextlib.suppress(Exception):  # whatever is wrong with the file, it is as if there were none
            self.old = pickle.loads((FOLDER / world).read_bytes())

    def get(self, key: str) -> Any:
        if key in self.old:
            self.new[key] = self.old[key]
        return pickle.loads(self.new[key]) if key in self.new else None

    def put(self, key: str, result: Any) -> None:
        self.new[key] = pickle.dumps(result)

    def save(self) -> None:
        with contextlib.suppress(OSError):  # a checkout that cannot be written is slower, and no more
            write(FOLDER / self.world, pickle.dumps(self.new))
            for path in sorted(FOLDER.iterdir(), key=lambda path: -path.stat().st_mtime)[WORLDS:]:
                path.unlink(missing_ok=True)


store = Store()


def once(name: str, make: Callable[[], Any], sources: Callable[[], Any]) -> Any:
    """What ``make`` returns, unless it was made from equal sources before; None is never kept."""
    at = key(name, sources())
    if (result := store.get(at)) is None:
        result = make()
        if result is not None and at == key(name, sources()):  # no file changed while it was read
            store.put(at, result)
    return result


def begin(config: MkDocsConfig) -> None:
    global store
    store = Store(_world(config))


def end(config: MkDocsConfig) -> None:
    if store.new.keys() != store.old.keys() and store.world == _world(config):
        store.save()
