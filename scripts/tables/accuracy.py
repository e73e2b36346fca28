"""What ``make prove`` found, as tables: largest and mean error, and how many results are not correctly rounded."""

from typing import Any

from scripts.prove.subjects import NAMES, WHO
from scripts.studies import data

FORMATS = ("float16", "bfloat16", "float32", "float64", "longdouble")
ROWS = {name: f"`{name}`" for name in NAMES} | {
    "loss, labels": "BCE loss, labels 0 and 1",
    "gradient, labels": "its gradient",
    "loss, soft targets": "BCE loss, soft targets",
    "gradient, soft targets": "its gradient",
}


def accuracy(form: str, function: str) -> list[list[str]]:
    """One function in one format: ours first, then each peer by its largest error."""
    found: dict[str, dict[str, Any]] = data("accuracy")["errors"][form][function]
    ours = [who for who in found if who.startswith(WHO)]
    peers = sorted(found.keys() - set(ours), key=lambda who: (found[who]["largest_ulp"], who))
    rows = [["who", "largest error, ULP", "mean error, ULP", "not correctly rounded", "inputs tried"]]
    for who in [*ours, *peers]:
        row = found[who]
        wrong, inputs = row["misrounded"], row["inputs"]
        share = f"{wrong:,} ({_short(100 * wrong / inputs, 2)} %)" if wrong else "none"
        rows.append([f"`{who}`", _short(row["largest_ulp"]), _short(row["mean_ulp"]), share, f"{inputs:,}"])
    return rows


def summary() -> list[list[str]]:
    """Our largest error in each format, by function."""
    errors = data("accuracy")["errors"]
    rows = [["largest error, ULP", *("long double" if form == "longdouble" else form for form in FORMATS)]]
    for name, label in ROWS.items():
        cells = [errors.get(form, {}).get(name, {}) for form in FORMATS]
        rows.append([label, *(_largest(by_who) for by_who in cells)])
    return rows


def _largest(by_who: dict[str, dict[str, Any]]) -> str:
    ours = [row["largest_ulp"] for who, row in by_who.items() if who.startswith(WHO)]
    return _short(max(ours)) if ours else "–"


def _short(value: float, digits: int = 4) -> str:
    """A few digits; a power of ten where the error is beyond all bounds, or hardly one."""
    if 1e-3 <= value < 1e4 or value == 0:
        return f"{value:.{digits}g}"
    if value > 1e18:
        return "infinite"
    figures, power = f"{value:.1e}".split("e")
    return f"{figures} × 10" + str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def measured_with() -> list[list[str]]:
    """The versions and the processor of both measurements."""
    rows = [["what", "accuracy", "speed"]]
    accuracy_on, speed_on = (data(name)["environment"] for name in ("accuracy", "speed"))
    rows += [
        [name, version, speed_on["versions"].get(name, "not measured")]
        for name, version in accuracy_on["versions"].items()
    ]
    rows += [[name, accuracy_on[name], speed_on[name]] for name in ("processor", "machine")]
    rows.append(["NumPy's SIMD", *(", ".join(on["simd"]) for on in (accuracy_on, speed_on))])
    return rows
