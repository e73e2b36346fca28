"""Write ``_kernels/hard_cases.py`` from what the exhaustive run found: the inputs near a rounding boundary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scripts import ROOT
from scripts.prove.pieces import number

HEAD = (
    '"""float32 inputs whose exact value lies near a boundary of rounding, '
    "and their right results, as bit patterns.\n\n"
    'Written by ``python -m scripts.prove``, which goes through all 2³² inputs: do not edit.\n"""\n\n'
)
# How near, in float64 units: as far as an exp or log in error by 2 units can carry the kernel's result.
REACH = {"sigmoid": 16.0, "sigmoid_backward": 12.0, "log_sigmoid": 8.0, "logit": 8.0}
TIES = 2.0**-13  # the ties of sigmoid below this follow a rule, see reference_impl/_kernels/hard_to_round.py


def write(found: Mapping[str, Iterable[tuple[int, int, float]]]) -> bool:
    """Write the file from (input, result, distance) by function; return whether it changed."""
    lines = ["HARD_CASES = {"]
    for name, reach in REACH.items():
        lines.append(f'    "{name}": (')
        for x, result, far in sorted(found[name]):
            tie = name == "sigmoid" and abs(number(x)) < TIES
            if abs(far) <= reach and not tie:
                lines.append(f"        (0x{x:08X}, 0x{result:08X}),")
        lines.append("    ),")
    text = HEAD + "\n".join([*lines, "}"]) + "\n"
    path = ROOT / "reference_impl" / "_kernels" / "hard_cases.py"
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    if changed:
        path.write_text(text, encoding="utf-8")
    return changed
