"""The parts of the proof, in several processes, with a progress bar; what is finished waits for a run that goes on."""

import hashlib
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from scripts import ROOT
from scripts.prove import environment, levels, trials
from scripts.prove.oracle import SLICES
from scripts.prove.points import KINDS
from scripts.prove.subjects import LOSSES, NAMES


class Task(NamedTuple):
    what: str
    name: str
    form: str
    part: int


Found = dict[Task, dict[str, Any]]


def tasks() -> list[Task]:
    """Return all parts, the long ones first."""
    every = [
        ("all", NAMES, ["float32"], SLICES),
        ("labels", LOSSES, ["float32"], trials.LOSS_PARTS),
        ("random", ["sigmoid"], ["float64"], trials.RANDOM_PARTS),
        ("hard", NAMES, ["float64"], trials.HARD_PARTS),
        ("half", NAMES, ["float16", "bfloat16"], trials.HALF_PARTS),
        ("loss", KINDS, ["float32", "float64"], trials.LOSS_PARTS),
        ("chance", KINDS, ["float64"], trials.LOSS_PARTS),
        ("long", NAMES, ["longdouble"], 1),
        ("near", NAMES, [trials.NEAR], 1),
        ("ends", ["sigmoid"], ["every"], 1),
    ]
    return [
        Task(what, name, form, part)
        for what, names, forms, parts in every
        for name in names
        for form in forms
        for part in range(parts)
    ]


def perform(task: Task) -> tuple[Task, dict[str, Any]]:
    """Return what a part found, and the seconds of a core that it took."""
    what, name, form, part = task

    def of_name(records: trials.Records) -> dict[str, Any]:
        return {"errors": {form: {name: records}}}

    kinds: dict[str, Callable[[], dict[str, Any]]] = {
        "all": lambda: trials.every_float(name, part),
        "labels": lambda: {"errors": {form: trials.every_label(name, part)}},
        "random": lambda: of_name(trials.random_points(part)),
        "hard": lambda: of_name(trials.hard_points(name, part)),
        "half": lambda: of_name(trials.every_half(name, form, part)),
        "loss": lambda: {"errors": {form: trials.losses(name, form, part)}},
        "chance": lambda: {"errors": {form: trials.random_losses(name, part)}},
        "long": lambda: of_name(trials.long_points(name)),
        "near": lambda: of_name(trials.listed(name)),
        "ends": lambda: {"thresholds": trials.thresholds()},
    }
    began = time.process_time() + levels.seconds()
    found = kinds[what]()
    return task, {**found, "seconds": time.process_time() + levels.seconds() - began}


def cache_folder() -> Path:
    """Where finished parts wait for a run that was interrupted: another folder for other code or another machine."""
    key = hashlib.sha256(json.dumps(environment.describe(), sort_keys=True).encode())
    for path in sorted(
        [*(ROOT / "reference_impl").rglob("*.py"), *(ROOT / "scripts" / "prove").glob("*.py")]
    ):
        if path.name != "hard_cases.py":
            key.update(path.read_bytes())
    folder = ROOT / ".cache" / "prove" / key.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def file_of(folder: Path, task: Task) -> Path:
    name = "-".join(map(str, task)).replace(",", "").replace(" ", "_")
    return folder / f"{name}.json"


def finished(folder: Path) -> Found:
    files = {task: file_of(folder, task) for task in tasks()}
    return {task: json.loads(path.read_text()) for task, path in files.items() if path.exists()}


def run_all(folder: Path) -> Found:
    every, done = tasks(), finished(folder)
    if done:
        print(f"{len(done)} of {len(every)} parts were finished before")
    left = [task for task in every if task not in done]
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(min(os.cpu_count() or 1, max(len(left), 1))) as pool:
        for task, result in pool.imap_unordered(perform, left):
            done[task] = result
            part = file_of(folder, task).with_suffix(".part")
            part.write_text(json.dumps(result))
            part.replace(file_of(folder, task))
            bar = "#" * (40 * len(done) // len(every))
            passed = f"[{bar:<40}] {len(done)}/{len(every)}, {time.monotonic() - began:.0f} s"
            print(f"\r{passed}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return done
