"""Environments that hold what a line ``pip install …`` names, what that depends on, and nothing else."""

import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement


def make(folder: Path, line: str, site: Path) -> Path:
    """A folder for ``sys.path``: our wheel, installed from the site, and links to what is installed here."""
    folder.mkdir(parents=True)
    wanted = line.removeprefix("pip install ").split()
    for wheel in [name for name in wanted if name.endswith(".whl")]:
        path = site / "packages" / wheel.rpartition("/")[2]
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
        subprocess.run([*pip, "--target", str(folder), str(path)], check=True)
        wanted += _requirements(distribution_in(folder))
    for found in _closure(name for name in wanted if not name.endswith(".whl")):
        link(found, folder)
    return folder


def distribution_in(folder: Path) -> Distribution:
    return Distribution.at(next(folder.glob("*.dist-info")))


def link(found: Distribution, folder: Path) -> None:
    for name in {path.parts[0] for path in found.files or [] if path.parts[0] != ".."}:
        if not (folder / name).exists() and name != "__pycache__":
            (folder / name).symlink_to(Path(str(found.locate_file(name))))


def _closure(names: Iterable[str]) -> list[Distribution]:
    todo, found = list(names), dict[str, Distribution]()
    while todo:
        name = todo.pop().lower()
        if name not in found:
            try:
                found[name] = distribution(name)
            except PackageNotFoundError:  # of another build of PyTorch, for example
                continue
            todo += _requirements(found[name])
    return list(found.values())


def _requirements(of: Distribution) -> list[str]:
    wanted = map(Requirement, of.requires or [])
    return [each.name for each in wanted if not each.marker or each.marker.evaluate({"extra": ""})]
