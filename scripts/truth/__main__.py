"""Rewrite the pages (or, with --check, compare them): ``python -m scripts.truth [--check] [PAGE ...]``."""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from scripts import ROOT
from scripts.truth import repository
from scripts.truth.engine import process
from scripts.truth.page import pages
from scripts.truth.problem import REFRESH, Problem
from scripts.write import write

PRELOAD = ["torch", "scipy.special", "mpmath", "scripts.truth.engine", "reference_impl"]


def run_pages(paths: Iterable[Path]) -> Iterable[tuple[Path, str, list[Problem]]]:
    """Each page in a fresh process, so that nothing leaks from one to the next; results in the order given."""
    # One thread: sums in another order would print other last digits.
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", PYTHONHASHSEED="0")
    context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        context.set_forkserver_preload(PRELOAD)
    paths = list(paths)
    with context.Pool(min(os.cpu_count() or 1, len(paths) or 1), maxtasksperchild=1) as pool:
        for path, (text, problems) in zip(paths, pool.imap(process, paths, chunksize=1), strict=True):
            yield path, text, problems


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.truth", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail when a page is not true")
    parser.add_argument("pages", nargs="*", type=Path, help="the pages (all when none is named)")
    options = parser.parse_args()
    across = list(repository.problems())
    print(*across, sep="\n", end="\n" if across else "")
    failed = bool(across)
    for path, text, problems in run_pages([p.resolve() for p in options.pages] or pages()):
        changed = text != path.read_text(encoding="utf-8")
        if changed and not options.check:
            write(path, text)
            print(f"changed {path.relative_to(ROOT)}")
        left = problems if options.check else [p for p in problems if p.mend != REFRESH]
        failed |= bool(left) or (changed and options.check)
        print(*left, sep="\n", end="\n" if left else "")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
