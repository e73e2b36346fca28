"""Run and rewrite the notebooks (or, with --check, compare): ``python -m scripts.notebooks [--check] [FILE ...]``."""

import argparse
import sys
from pathlib import Path

from scripts import ROOT
from scripts.notebooks.make import make
from scripts.notebooks.source import notebook_of, sources
from scripts.truth.problem import REFRESH
from scripts.write import write


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.notebooks", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail when a notebook is not true"
    )
    parser.add_argument(
        "sources", nargs="*", type=Path, help="the scripts in docs/examples (all when none is named)"
    )
    options = parser.parse_args()
    failed = False
    for source in [path.resolve() for path in options.sources] or sources():
        script, notebook, problems = make(source)
        for path, text in ((source, script), (notebook_of(source), notebook)):
            if not options.check and text and write(path, text):
                print(f"changed {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")
        left = problems if options.check else [p for p in problems if p.mend != REFRESH]
        failed |= bool(left)
        print(*left, sep="\n", end="\n" if left else "")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
