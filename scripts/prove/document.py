"""What the parts found, put together: the accuracy table."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from scripts.prove import environment, hard, levels, oracle
from scripts.prove.losses import STEP as EACH_LABEL
from scripts.prove.measure import total
from scripts.prove.ours import NAMES, WHO
from scripts.prove.run import Found

Records = dict[str, dict[str, dict[str, list[list[float]]]]]


def document(done: Found) -> dict[str, Any]:
    native: Records = _nested()
    by_level: dict[str, Records] = {level: _nested() for level in levels.others()}
    seconds: dict[str, float] = defaultdict(float)
    thresholds: dict[str, Any] = {}
    for task, result in done.items():
        seconds[task.what] += result["seconds"]
        thresholds |= result.get("thresholds", {})
        for form, by_name in result.get("errors", {}).items():
            for name, by_who in by_name.items():
                for who, record in by_who.items():
                    if who in by_level:
                        by_level[who][form][name][WHO].append(record)
                    else:
                        native[form][name][who].append(record)
    return {
        "made_by": "make prove",
        "environment": environment.describe(),
        "native_level": levels.ladder()[-1],
        "core_seconds": {what: round(value, 1) for what, value in seconds.items()},
        "doubt": oracle.DOUBT,
        "near_a_boundary": {name: len(found) for name, found in near(done).items()},
        "hard_points": {name: kinds(name) for name in NAMES},
        "steps": {"sampled": levels.STEP, "labels": EACH_LABEL},
        "thresholds": thresholds,
        "errors": rows(native),
        "levels": {level: rows(records) for level, records in by_level.items()},
    }


def near(done: Found) -> dict[str, list[tuple[int, int, float]]]:
    """The float32 inputs near a boundary of rounding, by function."""
    return {
        name: [tuple(q) for task, r in done.items() if task[:2] == ("all", name) for q in r["near"]]
        for name in NAMES
    }


def kinds(name: str) -> dict[str, int]:
    """How many hard float64 points there are of each kind."""
    parts = [hard.points(name, part) for part in range(hard.PARTS)]
    return {kind: sum(part[kind].size for part in parts) for kind in parts[0]}


def rows(records: Records) -> dict[str, Any]:
    return {
        form: {name: _rows(by_who) for name, by_who in by_name.items()} for form, by_name in records.items()
    }


def _rows(by_who: dict[str, list[list[float]]]) -> dict[str, dict[str, Any]]:
    found = {who: total(several) for who, several in by_who.items()}
    peers = [record[2] for who, record in found.items() if not who.startswith(WHO)]
    result = {who: row(record) for who, record in found.items()}
    # Our mean is over as many inputs: those that peers were spared have an error of 0.
    if peers and WHO in found:
        result[WHO] |= {"mean_ulp": row([*found[WHO][:2], min(found[WHO][2], *peers), 0])["mean_ulp"]}
    return result


def row(record: list[float]) -> dict[str, Any]:
    largest, summed, count, wrong = record
    return {
        "inputs": int(count),
        "largest_ulp": float(f"{largest:.4g}"),
        "mean_ulp": float(f"{summed / max(count, 1):.4g}"),
        "misrounded": int(wrong),
    }


def _nested() -> Records:
    return defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
