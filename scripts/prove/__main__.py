"""``make prove``: every float32 and half-precision input, and float64 where it is hard; writes the accuracy table."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from scripts import ROOT
from scripts.prove import environment, suspects
from scripts.prove.parts import NAMES, Task, perform, tasks

TABLE = ROOT / "scripts" / "studies" / "accuracy.json"
LIMITS = {"sigmoid": 0.55, "sigmoid_backward": 1.5, "log_sigmoid": 1.5, "logit": 1.5}


def cache_folder() -> Path:
    """Where finished parts wait for a run that was interrupted: another folder for other code or another machine."""
    key = hashlib.sha256(json.dumps(environment.describe(), sort_keys=True).encode())
    for path in sorted([*(ROOT / "reference_impl").glob("*.py"), *(ROOT / "scripts" / "prove").glob("*.py")]):
        if path.name != "_suspects.py":
            key.update(path.read_bytes())
    folder = ROOT / ".cache" / "prove" / key.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def file_of(folder: Path, task: Task) -> Path:
    return folder / ("-".join(map(str, task)) + ".json")


def run_all() -> dict[Task, dict[str, Any]]:
    folder, every = cache_folder(), tasks()
    done = {
        task: json.loads(file_of(folder, task).read_text())
        for task in every
        if file_of(folder, task).exists()
    }
    if done:
        print(f"{len(done)} of {len(every)} parts were finished before")
    left = [task for task in every if task not in done]
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(min(os.cpu_count() or 1, max(len(left), 1))) as pool:
        for i, (task, result) in enumerate(pool.imap_unordered(perform, left), 1):
            done[task] = result
            part = file_of(folder, task).with_suffix(".part")
            part.write_text(json.dumps(result))
            part.replace(file_of(folder, task))
            bar = "#" * (40 * i // len(left))
            print(
                f"\r[{bar:<40}] {i}/{len(left)}, {time.monotonic() - began:.0f} s",
                end="",
                file=sys.stderr,
                flush=True,
            )
    print(file=sys.stderr)
    return done


def merge(records: list[list[float]], inputs: int | None = None) -> dict[str, Any]:
    largest, total, count, wrong = (
        max(r[0] for r in records),
        *(sum(r[k] for r in records) for k in (1, 2, 3)),
    )
    return {
        "inputs": inputs or int(count),
        "largest_ulp": float(f"{largest:.4g}"),
        "mean_ulp": float(f"{total / max(count, 1):.4g}"),
        "misrounded": int(wrong),
        "misrounded_share": float(f"{wrong / max(inputs or count, 1):.3g}"),
    }


def table(done: dict[Task, dict[str, Any]]) -> dict[str, Any]:
    """Return what was found, by dtype, function and implementation."""
    result: dict[str, Any] = {form: {} for form in ("float16", "bfloat16", "float32", "float64")}
    for name in NAMES:
        parts = [r for (what, n, _, _), r in done.items() if what == "exhaustive" and n == name]
        ours = [[*r["ours"], r["misrounded"]] for r in parts]
        result["float32"][name] = {"reference_impl": merge(ours, 2**32)}
        for peer in parts[0]["peers"]:
            result["float32"][name][peer] = merge([r["peers"][peer] for r in parts])
    groups: dict[tuple[str, str], dict[str, list[list[float]]]] = defaultdict(lambda: defaultdict(list))
    for (what, name, form, _), r in done.items():
        if what != "exhaustive":
            for who, record in r.items():
                label = f"{who}, at random" if what == "random" else who
                groups[form, name][label].append(record)
    for (form, name), by in groups.items():
        result[form][name] = {who: merge(records) for who, records in by.items()}
    return result


def main() -> int:
    done = run_all()
    found = {
        n: [tuple(q) for (w, m, _, _), r in done.items() if (w, m) == ("exhaustive", n) for q in r["near"]]
        for n in NAMES
    }
    if suspects.write(found):
        print("reference_impl/_suspects.py has changed: run this again")
    result = table(done)
    near = {name: len(found[name]) for name in NAMES}
    document = {
        "made_by": "python -m scripts.prove",
        "environment": environment.describe(),
        "peers_float32": "every eighth number of every eighth chunk of 32,768",
        "near_a_boundary": near,
        "errors": result,
    }
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(
        json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    failed = False
    for form, by_name in result.items():
        for name, by in by_name.items():
            for who, row in by.items():
                if who.startswith("reference_impl"):
                    limit = LIMITS[name] if form == "float64" else None
                    bad = row["largest_ulp"] > limit if limit else row["misrounded"] > 0
                    failed |= bad
                    print(
                        f"{form:9}{name:17}{row['inputs']:>14,} inputs, {row['misrounded']:,} misrounded, "
                        f"largest error {row['largest_ulp']} ULP{'  <- too large' if bad else ''}"
                    )
    print(f"written: {TABLE.relative_to(ROOT)}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
