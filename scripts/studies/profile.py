"""Where on the axis the usual float32 sigmoids err: the largest error in each unit interval.

``python -m scripts.studies.profile`` takes seconds and writes ``profile.json``.
"""

import json
from pathlib import Path

import numpy as np
import scipy.special

from reference_impl import sigmoid
from scripts.prove.peers import PEERS, Function
from scripts.write import write

FIRST, LAST, EACH = -110, 30, 20_000


def profile(form: Function, each: int = EACH) -> list[float]:
    """The largest error in ULP over ``each`` float32 numbers drawn from each unit interval from -110 to 30."""
    rng = np.random.default_rng(0)
    worst = []
    for left in range(FIRST, LAST):
        x = rng.uniform(left, left + 1, each).astype(np.float32)
        exact = sigmoid(x.astype(np.float64))  # within 0.52 ULP of float64, 2⁻²⁸ of a unit here
        unit = np.spacing(sigmoid(x)).astype(np.float64)
        worst.append(float(f"{np.max(np.abs(form(x).astype(np.float64) - exact) / unit):.3g}"))
    return worst


def forms() -> dict[str, Function]:
    return {"reference_impl": sigmoid, **PEERS["sigmoid"]}


def main() -> None:
    found = {"from": FIRST, "errors": {name: profile(form) for name, form in forms().items()}}
    versions = {"numpy": np.__version__, "scipy": scipy.__version__}
    write(Path(__file__).with_suffix(".json"), json.dumps({**found, "versions": versions}, indent=1) + "\n")


if __name__ == "__main__":
    main()
