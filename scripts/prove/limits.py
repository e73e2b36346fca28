"""How far off results may be, and whether they are."""

from __future__ import annotations

from typing import Any

from scripts.prove.ours import NAMES, WHO

EXACT = (
    "float16",
    "bfloat16",
    "float32",
    "float32, near a boundary",
)  # correctly rounded, but for the losses


def limit(form: str, name: str) -> float | None:
    """The largest error allowed, in units in the last place; None: every result must be correctly rounded."""
    if name in NAMES and form in EXACT:
        return None
    if form == "longdouble":
        return 2.0
    if name not in NAMES:
        return 0.5001 if form == "float32" else 2.5
    return 0.55 if name == "sigmoid" else 1.5


def verdicts(errors: dict[str, Any], level: str) -> tuple[list[str], bool]:
    """Return a line about each of our results, and whether all are within their limits."""
    lines, good = [f"at {level}:"], True
    for form, by_name in errors.items():
        for name, by_who in by_name.items():
            for who, row in by_who.items():
                if not who.startswith(WHO):
                    continue
                bound = limit(form, name)
                bad = row["misrounded"] > 0 if bound is None else row["largest_ulp"] > bound
                good &= not bad
                lines.append(
                    f"{form:25}{name + who.removeprefix(WHO):40}{row['inputs']:>14,} inputs, "
                    f"{row['misrounded']:>9,} misrounded, largest error {row['largest_ulp']} ULP"
                    + ("  <- too large" if bad else "")
                )
    return lines, good
