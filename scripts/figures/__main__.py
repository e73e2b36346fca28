"""Draw the figures (or, with --check, compare them): ``python -m scripts.figures [--check] [NAME ...]``."""

import argparse
import sys

from scripts import ROOT
from scripts.figures import FIGURES, command, names, render
from scripts.write import write


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.figures", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail when a figure is not what is drawn"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="the figures (all when none is named)")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in names()]
    if unknown:
        parser.error(f"no figure is named {', '.join(unknown)}; there are {', '.join(names())}")
    problems = [] if options.names else orphans()
    for name in options.names or names():
        try:
            path, content = FIGURES / f"{name}.svg", render(name)
        except ValueError as error:
            problems.append(str(error))
            continue
        if options.check:
            problems += stale(name, content)
        elif write(path, content):
            print(f"changed {path.relative_to(ROOT)}")
    print(*problems, sep="\n", end="\n" if problems else "")
    return int(bool(problems))


def stale(name: str, content: bytes) -> list[str]:
    """What is wrong with the figure's file, given what its script draws."""
    path = FIGURES / f"{name}.svg"
    if path.exists() and path.read_bytes() == content:
        return []
    what = "is not what its script draws" if path.exists() else "does not exist"
    return [f"docs/figures/{name}.svg: {what}\n    mend: {command(name)}"]


def orphans() -> list[str]:
    """Figures that no module makes: said, never deleted."""
    found = sorted(path.name for path in FIGURES.glob("*.svg") if path.stem not in names())
    return [
        f"docs/figures/{name}: no script makes this figure\n    mend: git rm docs/figures/{name}"
        for name in found
    ]


if __name__ == "__main__":
    sys.exit(main())
