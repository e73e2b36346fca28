"""The one line that installs what a page's code imports; our own package comes from the site itself."""

from scripts.page.versions import project


def wheel() -> str:
    """Where the package's wheel stands, from the site's root."""
    return f"packages/{project()['name'].replace('-', '_')}-{project()['version']}-py3-none-any.whl"


def line(packages: list[str], site_url: str) -> str:
    """``["numpy", "sigmoid-reference"]`` -> ``pip install ADDRESS.whl numpy``."""
    ours = [f"{site_url}{wheel()}"] if "sigmoid-reference" in packages else []
    return " ".join(["pip install", *ours, *(name for name in packages if name != "sigmoid-reference")])
