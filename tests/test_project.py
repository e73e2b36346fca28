"""The project as a whole: style, types, locks, and that its documents agree with its commands."""

import re
import subprocess
import sys

import pytest

from scripts import ROOT


@pytest.mark.parametrize("command", ["ruff check", "ruff format --check", "mypy"])
def test_style_and_types(command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", ["docs", "test"])
def test_every_locked_package_is_hashed(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert len(packages) > 20
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert not re.search(r"^torch==", lock, re.MULTILINE), (
        "PyTorch is pinned in the Makefile: see CONTRIBUTING.md"
    )


def test_the_site_is_built_with_what_it_is_tested_with() -> None:
    docs, test = (
        set(
            re.findall(r"^[\w.-]+==[\w.]+", (ROOT / "requirements" / f"{name}.txt").read_text(), re.MULTILINE)
        )
        for name in ("docs", "test")
    )
    assert docs < test


def test_the_readme_gives_the_makefile_s_commands() -> None:
    readme, makefile = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "Makefile"))
    pinned = re.search(r"^TORCH = (.+)$", makefile, re.MULTILINE)
    assert pinned
    assert pinned[1] in readme
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert targets >= {
        "serve",
        "test",
        "build",
        "offline",
        "refresh",
        "figures",
        "bench",
        "prove",
        "clean",
        "help",
    }
    assert set(re.findall(r"^make (\w+)", readme, re.MULTILINE)) <= targets
    folders = re.findall(r"^\| \[`([\w/]+)/`\]", readme, re.MULTILINE)
    assert len(folders) >= 5
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_the_commands_explain_themselves() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "serve" in done.stdout
    assert len(done.stdout.splitlines()) >= 10
