"""The fast lane, ``make check``: what a change breaks near to where it was made, without a browser.

A change is what differs from the main branch, committed or not; with --all, or without git, it is every file.
What breaks farther away is found by ``make test``.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from scripts import ROOT
from scripts.figures import MODULES, names
from scripts.page.notebook import sources
from scripts.page.parts import pages

COMMANDS = {
    "format": "ruff format --check",
    "lint": "ruff check",
    "types": "mypy",
    "pages": "scripts --check",
    "figures": "scripts --check",
    "notebooks": "scripts --check",
    "tests": "pytest",  # doctests, too
}
CONTENT = ["tests/content", "tests/scripts/test_new.py", "tests/scripts/test_threads.py"]
BOUNDS = "tests/reference_impl/test_definitions.py"
EVERYTHING = {
    name: {"tests": ["reference_impl", BOUNDS, *CONTENT]}.get(name, [name] if "scripts" in command else [])
    for name, command in COMMANDS.items()
}


def changed() -> set[str] | None:
    """The files that differ from where this branch left main, new ones too; None without git or main."""
    for main in ("origin/main", "main"):
        if base := _git("merge-base", "HEAD", main):
            differing = _git("diff", "-z", "--name-only", "--no-renames", "--relative", *base)
            return differing | _git("ls-files", "-z", "--others", "--exclude-standard")
    return None


def _git(*arguments: str) -> set[str]:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    except FileNotFoundError:
        return set()
    return set(done.stdout.strip("\n\0").split("\0")) - {""} if done.returncode == 0 else set()


def called_for(files: set[str]) -> dict[str, list[str]]:
    """The checks that a change of these files calls for, and what each is to look at."""
    python = sorted(name for name in files if name.endswith(".py") and (ROOT / name).is_file())
    package = [name for name in python if name.startswith("reference_impl/")]
    own_tests = [
        name for name in python if name.startswith(("tests/reference_impl/test", "tests/content/test"))
    ]
    shown, drawn = _pages(files), _figures(files)
    found = {
        "format": python,
        "lint": python,
        "types": ["reference_impl", "scripts"] if python else [],
        "pages": shown,
        "figures": drawn,
        "notebooks": [name for name in map(_short, sources()) if name in files],
        "tests": [*package, *([BOUNDS] if package else []), *(CONTENT if shown or drawn else []), *own_tests],
    }
    return {name: list(dict.fromkeys(some)) for name, some in found.items() if some}


def _pages(files: set[str]) -> list[str]:
    """Pages that changed or name a changed file; and the index of errors, which lists the entries."""
    errors = any(name.startswith("docs/fix/errors/") for name in files)
    also = files | ({"docs/fix/errors/index.md"} if errors else set())
    return [_short(page) for page in pages() if _short(page) in also or _names_one(page, files)]


def _figures(files: set[str]) -> list[str]:
    """Figures whose file or script changed, or whose script names a changed file; all, when what they share did."""
    scripts = {name: MODULES / f"{name.replace('-', '_')}.py" for name in names()}
    ours = {_short(script) for script in scripts.values()}
    if "docs/assets/style.css" in files or any(f.startswith("scripts/figures/") for f in files - ours):
        return list(scripts)
    return [
        name
        for name, script in scripts.items()
        if {_short(script), f"docs/figures/{name}.svg"} & files or _names_one(script, files)
    ]


def _names_one(path: Path, files: set[str]) -> bool:
    text = path.read_text(encoding="utf-8")
    return any(_named(file) in text for file in files)


def _named(file: str) -> str:
    """How a page or a figure names a file: a study's data, a page's code, or what it includes."""
    match Path(file).suffix:
        case ".json":
            return f'data("{Path(file).stem}")'
        case ".md":
            return f'of_page("{file.removeprefix("docs/").removesuffix(".md")}"'
    return f'--8<-- "{file}'


def _short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main() -> int:
    parser = argparse.ArgumentParser(prog="make check", description=__doc__)
    parser.add_argument("--all", action="store_true", help="check every file, changed or not")
    files = None if parser.parse_args().all else changed()
    wanted = EVERYTHING if files is None else called_for(files)
    failed = False
    for name, some in wanted.items():
        start = time.monotonic()
        command = [sys.executable, "-m", *COMMANDS[name].split(), *some]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        failed |= bool(done.returncode)
        what = "everything" if files is None else ", ".join(some[:3]) + (" ..." if len(some) > 3 else "")
        print(f"{name:10}{time.monotonic() - start:5.1f} s  {'FAILED' if done.returncode else 'ok'}  {what}")
        if done.returncode:
            print(done.stdout + done.stderr, flush=True)
    if not wanted:
        print("Nothing to check differs from the main branch. ALL=1 checks everything.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
