"""Files of the site that are made while it is built, from locked npm packages and from our own modules."""

import io
import subprocess
from pathlib import Path

from scripts import DOCS, ROOT
from scripts.node import MODULES, command
from scripts.page import install
from scripts.site import katex, kept

EXPLORERS = DOCS / "assets" / "explorers"

_PACKED = ("pyproject.toml", "README.md", "LICENSE")  # into the wheel, beside the package


def generated(*, offline: bool) -> dict[str, str | bytes | Path]:
    """Site address -> content, or the file that holds it."""
    explorers = kept.once("explorers", _explorers, lambda: kept.contents(*EXPLORERS.glob("*.js")))
    wheel = kept.once(
        "wheel", package, lambda: kept.contents(*(ROOT / name for name in _PACKED)) + kept.package()
    )
    files = katex.assets() | {"assets/explorers.js": explorers, install.wheel(): wheel}
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


def package() -> bytes:
    """The package, as ``pip install`` takes it; the same files give the same bytes."""
    from flit_core.wheel import WheelBuilder

    content = io.BytesIO()
    builder = WheelBuilder.from_ini_path(ROOT / "pyproject.toml", content)
    builder.source_time_stamp = (1980, 1, 1, 0, 0, 0)
    builder.build()
    return content.getvalue()
