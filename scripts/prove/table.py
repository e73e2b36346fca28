"""What the parts found, put together: the accuracy table, the verdicts, and the inputs that are hard to round."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from scripts import ROOT
from scripts.prove import environment, levels, oracle, trials
from scripts.prove.exact import Record, total
from scripts.prove.run import Found
from scripts.prove.subjects import NAMES, SUBJECTS, WHO

Records = dict[str, dict[str, dict[str, list[Record]]]]
HARD_CASES = ROOT / "reference_impl" / "_kernels" / "hard_cases.py"
HEAD = (
    '"""float32 inputs whose exact value lies near a boundary of rounding, '
    "and their right results, as bit patterns.\n\n"
    'Written by ``make prove``, which goes through all 2³² inputs: do not edit.\n"""\n\n'
)
TIES = 2.0**-13  # the ties of sigmoid below this follow a rule, see reference_impl/_kernels/hard_to_round.py


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
        "steps": {"sampled": levels.STEP, "labels": trials.LABELS_STEP},
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
    parts = [trials.hard_kinds(name, part) for part in range(trials.HARD_PARTS)]
    return {kind: sum(part[kind].size for part in parts) for kind in parts[0]}


def rows(records: Records) -> dict[str, Any]:
    return {
        form: {name: _rows(by_who) for name, by_who in by_name.items()} for form, by_name in records.items()
    }


def _rows(by_who: dict[str, list[Record]]) -> dict[str, dict[str, Any]]:
    found = {who: total(several) for who, several in by_who.items()}
    peers = [record[2] for who, record in found.items() if not who.startswith(WHO)]
    result = {who: row(record) for who, record in found.items()}
    # Our mean is over as many inputs: those that peers were spared have an error of 0.
    if peers and WHO in found:
        result[WHO] |= {"mean_ulp": row([*found[WHO][:2], min(found[WHO][2], *peers), 0])["mean_ulp"]}
    return result


def row(record: Record) -> dict[str, Any]:
    largest, summed, count, wrong = record
    largest, mean = (float(f"{value:.4g}") for value in (largest, summed / max(count, 1)))
    return {"inputs": int(count), "largest_ulp": largest, "mean_ulp": mean, "misrounded": int(wrong)}


def _nested() -> Records:
    return defaultdict(lambda: defaultdict(lambda: defaultdict(list)))


def verdicts(errors: dict[str, Any], level: str) -> tuple[list[str], bool]:
    """Return a line about each of our results, and whether all are within their limits."""
    lines, good = [f"at {level}:"], True
    for form, by_name in errors.items():
        for name, by_who in by_name.items():
            for who, row in by_who.items():
                if not who.startswith(WHO):
                    continue
                bound = SUBJECTS[name.partition(",")[0]].limit(form)
                bad = row["misrounded"] > 0 if bound is None else row["largest_ulp"] > bound
                good &= not bad
                lines.append(
                    f"{form:25}{name + who.removeprefix(WHO):40}{row['inputs']:>14,} inputs, "
                    f"{row['misrounded']:>9,} misrounded, largest error {row['largest_ulp']} ULP"
                    + ("  <- too large" if bad else "")
                )
    return lines, good


def hard_cases(found: Mapping[str, Iterable[tuple[int, int, float]]]) -> str:
    """The file, from (input, result, distance) by function."""
    lines = ["HARD_CASES = {"]
    for name in NAMES:
        lines.append(f'    "{name}": (')
        for x, result, far in sorted(found[name]):
            tie = name == "sigmoid" and abs(oracle.number(x)) < TIES
            if abs(far) <= SUBJECTS[name].reach and not tie:
                lines.append(f"        (0x{x:08X}, 0x{result:08X}),")
        lines.append("    ),")
    return HEAD + "\n".join([*lines, "}"]) + "\n"
