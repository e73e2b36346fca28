"""The project as a whole: style, types, and that its documents agree with its commands."""

import re
import subprocess
import sys

import pytest
import yaml

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
        "check",
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


def sections(text: str) -> dict[str, str]:
    return {
        part.partition("\n")[0]: part.partition("\n")[2]
        for part in re.split(r"^## ", text, flags=re.MULTILINE)
    }


def missing(text: str) -> list[str]:
    """Files and folders that a text names and that are not there; of what is called NAME, its folder."""
    paths = [path for path in re.findall(r"`([\w./-]+)`", text) if "/" in path]
    return [p for p in paths if not (ROOT / (p.rpartition("/")[0] if "NAME" in p else p)).exists()]


def test_the_way_in_names_what_is_there() -> None:
    way = sections((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    text = "".join(way[name] for name in ("Where things are", "Add a function", "Add an error entry"))
    assert missing(text) == []
    assert missing("`docs/none/`, `docs/`, `none/NAME.md` and `docs/NAME.md`") == [
        "docs/none/",
        "none/NAME.md",
    ]
    packages = [
        p for top in ("reference_impl", "scripts") for p in (ROOT / top).iterdir() if any(p.glob("*.py"))
    ]
    assert [p.name for p in packages if f"`{p.relative_to(ROOT)}/`" not in text] == []
    assert 2 <= len(re.findall(r"^\d\. .*`", way["Add a function"], re.MULTILINE)) <= 5


def test_the_hooks_call_what_is_there() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    entries = [hook["entry"] for repository in hooks for hook in repository["hooks"]]
    assert [repository["repo"] for repository in hooks] == ["local"]
    assert entries[-1] == "make check"
    for entry in entries[:-1]:
        command = [sys.executable, *entry.split()[1:], "--help"]
        assert not subprocess.run(command, cwd=ROOT, capture_output=True).returncode, entry
