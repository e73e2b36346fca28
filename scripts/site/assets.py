"""Files of the site that are made while it is built, from locked npm packages and from our own modules."""

import subprocess
from pathlib import Path

from scripts import DOCS
from scripts.node import MODULES, command
from scripts.site import katex, kept

EXPLORERS = DOCS / "assets" / "explorers"


def generated(*, offline: bool) -> dict[str, str | bytes | Path]:
    """Site address -> content, or the file that holds it."""
    explorers = kept.once("explorers", _explorers, lambda: kept.contents(*EXPLORERS.glob("*.js")))
    files = katex.assets() | {"assets/explorers.js": explorers}
    if offline:
        # Browsers refuse workers from disk: the search falls back on this shim.
        files["assets/iframe-worker.js"] = MODULES / "iframe-worker" / "shim" / "index.js"
    return files


def _explorers() -> bytes:
    """One classic script of all explorer modules: browsers do not load modules from disk."""
    esbuild = command(
        "esbuild", str(EXPLORERS / "index.js"), "--bundle", "--format=iife", "--minify", "--target=es2022"
    )
    return subprocess.run(esbuild, check=True, stdout=subprocess.PIPE).stdout
