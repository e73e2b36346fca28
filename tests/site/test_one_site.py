"""What ``make serve`` shows is what is tested: the lock of the site alone builds the same bytes."""

import filecmp
import os
import subprocess
from pathlib import Path

from scripts import ROOT
from tests.site import building


def _files(folder: Path) -> dict[str, Path]:
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}


def test_the_docs_lock_alone_builds_the_same_site(site, tmp_path, missing) -> None:
    venv = tmp_path / "venv"
    made = subprocess.run(["make", f"VENV={venv}", f"{venv}/docs"], cwd=ROOT, capture_output=True, text=True)
    if made.returncode and "No matching distribution" in made.stderr:
        missing("without network the lock of the site cannot be installed")
    assert made.returncode == 0, made.stderr
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ours, theirs = _files(site), _files(Path(building.build(tmp_path / "site", python=str(python))))
    assert ours.keys() == theirs.keys()
    assert [name for name, path in ours.items() if not filecmp.cmp(path, theirs[name], shallow=False)] == []
