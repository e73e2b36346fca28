"""How ``make prove`` went about it, as tables: SIMD levels, the hard points, where each sigmoid ends."""

from typing import Any

from scripts.prove.subjects import NAMES, WHO
from scripts.studies import data

EXACT = ("float32, near a boundary", "float32", "float16", "bfloat16")


def levels() -> list[list[str]]:
    """Each SIMD level: how many results were tried and were not correctly rounded; float64's largest errors."""
    found = data("accuracy")
    rows = [
        [
            "SIMD level",
            "float32: near a boundary",
            "float32: all over",
            "float16",
            "bfloat16",
            *(f"float64: `{name}`, ULP" for name in NAMES),
        ]
    ]
    own = f"{found['native_level']}, this processor's own"
    simd = found["environment"]["simd"]
    below = sorted(found["levels"], key=lambda level: (-simd.index(level) if level in simd else 1, level))
    for level, errors in [(own, found["errors"]), *((level, found["levels"][level]) for level in below)]:
        exact = [_tried(errors[form]) for form in EXACT]
        doubles = [_largest(errors["float64"][name]) for name in NAMES]
        rows.append([level, *exact, *doubles])
    return rows


def _tried(by_name: dict[str, Any]) -> str:
    rows = [by_name[name][WHO] for name in NAMES]
    wrong = sum(row["misrounded"] for row in rows)
    return f"{wrong or 'none'} of {sum(row['inputs'] for row in rows):,}"


def _largest(by_who: dict[str, Any]) -> str:
    return f"{max(row['largest_ulp'] for who, row in by_who.items() if who.startswith(WHO)):.4g}"


def hard_points() -> list[list[str]]:
    """How many float64 points of each kind, by function."""
    found: dict[str, dict[str, int]] = data("accuracy")["hard_points"]
    kinds = list(dict.fromkeys(kind for by_kind in found.values() for kind in by_kind))
    rows = [["where", *(f"`{name}`" for name in NAMES)]]
    for kind in sorted(kinds, key=lambda kind: (kind == "anywhere", kind != "near a tie", kind)):
        numbers = [found[name].get(kind, 0) for name in NAMES]
        rows.append([kind, *(f"{number:,}" if number else "" for number in numbers)])
    totals = [sum(found[name].values()) for name in NAMES]
    return [*rows, ["all", *(f"{total:,}" for total in totals)]]


def ends(form: str) -> list[list[str]]:
    """The last argument with the result 0 and the first with the result 1, ours and others'."""
    found: dict[str, list[float]] = data("accuracy")["thresholds"][form]
    rows = [["who", "largest `x` with the result 0", "smallest `x` with the result 1"]]
    others = sorted(found.keys() - {WHO}, key=lambda who: (found[who], who))
    return [*rows, *([f"`{who}`", *(f"{end:.7g}" for end in found[who])] for who in (WHO, *others))]
