"""The project as a whole: style, types, and that its documents agree with its commands."""

import re
import subprocess
import sys

import pytest

from scripts import ROOT


@pytest.mark.parametrize("command", ["ruff check", "ruff format --check", "mypy"])
def test_style_and_types(command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def test_the_readme_gives_the_makefile_s_commands() -> None:
    readme, makefile = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "Makefile"))
    recipes = re.findall(
        r"^\t@?(?:\$\(BIN\)/)?(python -m scripts\.pytorch|mkdocs serve)$", makefile, re.MULTILINE
    )
    assert len(recipes) == 2
    assert all(re.search(rf"^{recipe}$", readme, re.MULTILINE) for recipe in recipes)
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
