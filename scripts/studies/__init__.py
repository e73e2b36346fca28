"""Long runs: each ``NAME.py`` measures, and makes ``NAME.json`` beside it."""

import importlib
import json
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from scripts import ONE_THREAD
from scripts.made import Made, Problem

STUDIES = Path(__file__).parent
FILES = ("scripts/studies/*.json",)


def targets() -> list[Path]:
    return [path.with_suffix(".json") for path in sorted(STUDIES.glob("[!_]*.py"))]


def make(paths: list[Path]) -> Iterator[Made]:
    """Run the studies, each in a process of its own."""
    os.environ.update(ONE_THREAD)  # read when NumPy is imported
    for path in paths:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            yield from pool.submit(_run, path).result()


def _run(path: Path) -> list[Made]:
    return list(importlib.import_module(f"scripts.studies.{path.stem}").make(path))


def result(
    path: Path, found: dict[str, Any], *, in_order: bool = False, problems: Sequence[Problem] = ()
) -> Made:
    """What a study found, as the file that holds it."""
    text = json.dumps(found, indent=1, sort_keys=in_order, ensure_ascii=False)
    return Made(path, f"{text}\n", list(problems))


def data(name: str) -> Any:
    """What the study found when it was last run."""
    return json.loads((STUDIES / f"{name}.json").read_text(encoding="utf-8"))


def rounded(value: Any, digits: int = 3) -> float:
    """A few digits: what is measured has no more."""
    return float(f"{value:.{digits}g}")
