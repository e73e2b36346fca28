"""All pages, each executed in a process of its own, and what holds across them."""

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

from scripts import ONE_THREAD
from scripts.made import Made, Problem
from scripts.page.parts import pages as targets
from scripts.truth import repository
from scripts.truth.engine import process

FILES = ()  # what is written by hand is no orphan
PRELOAD = ["torch", "scipy.special", "mpmath", "scripts.truth.engine", "reference_impl"]

__all__ = ["FILES", "make", "run", "targets"]


def make(paths: list[Path]) -> Iterator[Made]:
    """First what is wrong across pages, then the pages, in the order given."""
    yield from (Made(problem.path, None, [problem]) for problem in repository.problems())
    for path, (text, problems) in zip(paths, run(paths), strict=True):
        yield Made(path, text, problems)


def run(paths: list[Path]) -> Iterator[tuple[str, list[Problem]]]:
    """Each page in a fresh process, so that nothing leaks from one to the next."""
    os.environ.update(ONE_THREAD)
    context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        context.set_forkserver_preload(PRELOAD)
    with context.Pool(min(os.cpu_count() or 1, len(paths)), maxtasksperchild=1) as pool:
        yield from pool.imap(process, paths, chunksize=1)
