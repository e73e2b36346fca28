"""Test vectors for other implementations: ``docs/look-up/test-vectors.csv``, from mpmath alone.

The inputs are those near a boundary of rounding, the ends, the binade edges and the corners; the results are the
nearest float32 numbers. Patterns are hexadecimal, so that a kernel's test can compare bits.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from reference_impl._kernels.hard_cases import HARD_CASES
from scripts import DOCS
from scripts.made import Made
from scripts.prove.exact import MP
from scripts.prove.oracle import to_float32
from scripts.prove.subjects import NAMES, SUBJECTS

PATH = DOCS / "look-up" / "test-vectors.csv"
FILES = ("docs/look-up/*.csv",)
EDGES = [sign * 2.0**power for power in range(-30, 8) for sign in (-1, 1)]
ENDS = [
    -103.97208, -103.9721, -103.27893, -88.72284, -87.33655, -17.328, 0.0, 17.328679, 17.32868, 88.72284, 104.0,
]  # fmt: skip
PROBABILITIES = [2.0**-149, 2.0**-126, 1e-6, 0.25, 0.49999997, 0.5, 0.50000006, 0.75, 1 - 2.0**-24]


def targets() -> list[Path]:
    return [PATH]


def inputs(function: str) -> list[np.float32]:
    """Float32 numbers in order, each once."""
    hard = np.array([pattern for pattern, _ in HARD_CASES.get(function, ())], dtype=np.uint32).view(
        np.float32
    )
    chosen = PROBABILITIES if function == "logit" else [*EDGES, *ENDS]
    return sorted({np.float32(value) for value in (*hard, *chosen)})


def rows() -> list[str]:
    lines = ["function,input_bits,input,result_bits,result"]
    for function in NAMES:
        for x in inputs(function):
            y = to_float32(SUBJECTS[function].exact(MP.mpf(float(x))))
            patterns = [f"0x{int(value.view(np.uint32)):08X}" for value in (x, y)]
            lines.append(f"{function},{patterns[0]},{x!s},{patterns[1]},{y!s}")
    return lines


def make(paths: list[Path]) -> Iterator[Made]:
    for path in paths:
        yield Made(path, "\n".join(rows()) + "\n", [])
