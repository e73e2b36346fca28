"""Run the parts in several processes, with a progress bar; what is finished is kept for a run that goes on."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sys
import time
from pathlib import Path
from typing import Any

from scripts import ROOT
from scripts.prove import environment
from scripts.prove.parts import Task, perform, tasks

Found = dict[Task, dict[str, Any]]


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
