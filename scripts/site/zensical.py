"""Build the site with Zensical, beside MkDocs' build, and count the pages that differ in meaning.

``python -m scripts.site.zensical``, after ``mkdocs build``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load

from scripts import DOCS, ROOT
from scripts.node import ensure_packages
from scripts.page.parts import pages
from scripts.site import assets, llms
from scripts.site.blocks import with_install
from scripts.site.citations import with_notes
from scripts.site.meaning import differences

SITE = ROOT / "site-zensical"  # as zensical.yml has it


def build(**environment: str) -> Path:
    """Build into ``SITE`` and return it; a build that fails raises with what Zensical said."""
    ensure_packages()
    shutil.rmtree(SITE, ignore_errors=True)  # its --clean deletes all of .cache, the proofs' results too
    # As a module: the program of that name would not find our Markdown extension.
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--config-file", "zensical.yml"],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"zensical build --config-file zensical.yml fails:\n{done.stdout}")
    for name, content in _files().items():
        path = SITE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return SITE


def _files() -> dict[str, str | bytes]:
    """What neither Markdown nor a template makes: a hook adds it to MkDocs' build."""
    made = assets.generated(offline=False).items()
    files = {name: content.read_bytes() if isinstance(content, Path) else content for name, content in made}
    site_url = yaml_load((ROOT / "mkdocs.yml").open(encoding="utf-8"))["site_url"]
    for page in pages():
        folder = page.parent if page.stem == "index" else page.with_suffix("")
        markdown, _ = get_data(page.read_text(encoding="utf-8"))
        files[(folder.relative_to(DOCS) / "index.md").as_posix()] = llms.copy(
            with_install(with_notes(markdown), site_url)
        )
    return files


def main() -> None:
    mkdocs = ROOT / "site"
    if not mkdocs.exists():
        raise SystemExit("There is no site/ to compare with: run mkdocs build first.")
    found = differences(mkdocs, build())
    print(
        f"{SITE.name}/ is built. It differs in meaning from site/ on {len(set().union(*found.values()))} pages:"
    )
    for kind, names in found.items():
        print(f"  {kind:<10}{len(names):>3}  {', '.join(name or 'Home' for name in names)}")


if __name__ == "__main__":
    main()
