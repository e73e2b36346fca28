"""Files of the site that are made while it is built, from locked npm packages and from our own modules."""

import subprocess
from pathlib import Path

from scripts import DOCS
from scripts.node import MODULES, command
from scripts.site import katex


def generated(*, offline: bool) -> dict[str, str | bytes | Path]:
    """Site address -> content, or the file that holds it."""
    files = katex.assets() | {"assets/explorers.js": _explorers()}
    if offline:
        # Browsers refuse workers from disk: the search falls back on this shim.
        files["assets/iframe-worker.js"] = MODULES / "iframe-worker" / "shim" / "index.js"
    return files


def _explorers() -> bytes:
    """One classic script of all explorer modules: browsers do not load modules from disk."""
    entry = DOCS / "assets" / "explorers" / "index.js"
    esbuild = command("esbuild", str(entry), "--bundle", "--format=iife", "--minify", "--target=es2022")
    return subprocess.run(esbuild, check=True, stdout=subprocess.PIPE).stdout
