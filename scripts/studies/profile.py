"""Where on the axis the usual float32 sigmoids err: the largest error in each unit interval, in seconds."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.special

from reference_impl import sigmoid
from scripts.made import Made
from scripts.prove.peers import Function
from scripts.prove.subjects import SUBJECTS, WHO
from scripts.studies import result, rounded

FIRST, LAST, EACH = -110, 30, 20_000


def profile(form: Function, each: int = EACH) -> list[float]:
    """The largest error in ULP over ``each`` float32 numbers drawn from each unit interval from -110 to 30."""
    rng = np.random.default_rng(0)
    worst = []
    for left in range(FIRST, LAST):
        x = rng.uniform(left, left + 1, each).astype(np.float32)
        exact = sigmoid(x.astype(np.float64))  # within 0.52 ULP of float64, 2⁻²⁸ of a unit here
        unit = np.spacing(sigmoid(x)).astype(np.float64)
        worst.append(rounded(np.max(np.abs(form(x).astype(np.float64) - exact) / unit)))
    return worst


def forms() -> dict[str, Function]:
    return {WHO: sigmoid, **SUBJECTS["sigmoid"].peers}


def make(path: Path) -> Iterator[Made]:
    found = {"from": FIRST, "errors": {name: profile(form) for name, form in forms().items()}}
    versions = {"numpy": np.__version__, "scipy": scipy.__version__}
    yield result(path, {**found, "versions": versions})
