"""The one line that installs what a page's code imports; our own package comes from the site itself."""

import functools
import tomllib

from scripts import ROOT


@functools.cache
def wheel() -> str:
    """Where the package's wheel stands, from the site's root."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"packages/{project['name'].replace('-', '_')}-{project['version']}-py3-none-any.whl"


def line(packages: list[str], site_url: str) -> str:
    """``["numpy", "sigmoid-reference"]`` -> ``pip install ADDRESS.whl numpy``."""
    ours = [f"{site_url}{wheel()}"] if "sigmoid-reference" in packages else []
    return " ".join(["pip install", *ours, *(name for name in packages if name != "sigmoid-reference")])
