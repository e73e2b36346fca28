"""What ``make prove`` found, as tables: largest and mean error, and how many results are not correctly rounded."""

from typing import Any

from scripts.truth.engine import data


def accuracy(form: str, function: str) -> list[list[str]]:
    """One function in one format: ours first, then each peer by its largest error."""
    found: dict[str, dict[str, Any]] = data("accuracy")["errors"][form][function]
    ours = [who for who in found if who.startswith("reference_impl")]
    peers = sorted(found.keys() - set(ours), key=lambda who: found[who]["largest_ulp"])
    rows = [["who", "largest error, ULP", "mean error, ULP", "not correctly rounded", "inputs tried"]]
    for who in [*ours, *peers]:
        row = found[who]
        share = f"{100 * row['misrounded'] / row['inputs']:.2g} %" if row["misrounded"] else "none"
        numbers = [_short(row["largest_ulp"]), _short(row["mean_ulp"]), share, f"{row['inputs']:,}"]
        rows.append([f"`{who}`", *numbers])
    return rows


def _short(value: float) -> str:
    """Four digits; a power of ten where the error is beyond all bounds."""
    if value < 1e5:
        return f"{value:.4g}"
    if value > 1e18:
        return "infinite"
    digits, power = f"{value:.1e}".split("e+")
    return f"{digits} × 10" + power.lstrip("0").translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def measured_with() -> list[list[str]]:
    """The versions and the processor of both measurements."""
    rows = [["what", "accuracy", "speed"]]
    accuracy_on, speed_on = (data(name)["environment"] for name in ("accuracy", "speed"))
    rows += [
        [name, accuracy_on["versions"][name], speed_on["versions"][name]] for name in accuracy_on["versions"]
    ]
    rows += [[name, accuracy_on[name], speed_on[name]] for name in ("processor", "machine")]
    rows.append(["NumPy's SIMD", *(", ".join(on["simd"]) for on in (accuracy_on, speed_on))])
    return rows
