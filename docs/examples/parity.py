"""Compare two models on random inputs: how far apart they are, where, and which usual fault would explain it.

Each model is a function that takes NumPy arrays and returns one array, or a dict of arrays in the order in
which they are computed. NumPy is all that this needs.
"""

# --8<-- [start:types]
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Model = Callable[..., Array | Mapping[str, Array]]
Draw = Callable[[np.random.Generator], tuple[Array, ...]]
# --8<-- [end:types]


# --8<-- [start:ulps]
def ulps(a: Array, b: Array) -> NDArray[np.float64]:
    """How many units in the last place, of the coarser dtype, a and b are apart."""
    for name, values in (("first", a), ("second", b)):
        if not np.issubdtype(values.dtype, np.floating):
            raise TypeError(f"the {name} gave {values.dtype}: compare probabilities or logits")
    coarser = min(a.dtype, b.dtype, key=lambda dtype: np.finfo(dtype).precision)
    with np.errstate(all="ignore"):  # infinities and NaN are settled below
        a, b = a.astype(coarser), b.astype(coarser)
        unit = np.spacing(np.maximum(np.abs(a), np.abs(b)))
        apart = np.abs(a.astype(np.float64) - b) / unit
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    return np.where(same, 0, np.where(np.isnan(apart), np.inf, apart))


# --8<-- [end:ulps]


# --8<-- [start:parity]
@dataclass
class Difference:
    """The largest difference of one output: in ULP, and where; and in absolute terms."""

    units: float = -1.0
    where: str = ""
    absolute: float = 0.0

    def __str__(self) -> str:
        return f"{self.units:.2g} ULP, {self.absolute:.2g} absolute; {self.where}"

    def include(self, a: Array, b: Array, trial: int) -> None:
        units, gap = ulps(a, b), np.abs(a.astype(np.float64) - b)
        self.absolute = max(self.absolute, float(np.nanmax(gap, initial=0.0)))
        at = np.unravel_index(units.argmax(), units.shape)
        if units[at] > self.units:
            place = ", ".join(str(int(i)) for i in at)
            self.units = float(units[at])
            self.where = f"trial {trial}, [{place}]: {a[at]:.4g} and {b[at]:.4g}"


def parity(
    first: Model, second: Model, draw: Draw, *, trials: int = 100, seed: int = 0
) -> dict[str, Difference]:
    """Return the largest difference of each output over random inputs, by name."""
    rng = np.random.default_rng(seed)
    found: dict[str, Difference] = {}
    for trial in range(trials):
        inputs = draw(rng)
        ours, theirs = _named(first(*inputs)), _named(second(*inputs))
        if ours.keys() != theirs.keys():
            raise ValueError(f"outputs are {list(ours)} and {list(theirs)}: name them alike")
        for name, a in ours.items():
            b = theirs[name]
            if a.shape != b.shape or a.size == 0:
                raise ValueError(f"{name} is {a.shape} and {b.shape}: must be equal, not empty")
            found.setdefault(name, Difference()).include(a, b, trial)
    return found


def _named(output: Array | Mapping[str, Array]) -> dict[str, Array]:
    named = output if isinstance(output, Mapping) else {"output": output}
    return {name: np.asarray(values) for name, values in named.items()}


# --8<-- [end:parity]


# --8<-- [start:guess]
def guess(a: Array, b: Array, *, close: float = 1e-3) -> str:
    """Name the usual fault that turns a, what the original puts out, into b."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if a.shape != b.shape or a.size < 8:
        raise ValueError(f"the shapes are {a.shape} and {b.shape}: give equal ones, 8 values or more")
    if np.allclose(a, b, rtol=0, atol=close):
        return f"they agree within {close:g}"
    if np.allclose(a, _sigmoid(b), rtol=0, atol=close):
        return "the second lacks the sigmoid"
    if np.allclose(_sigmoid(a), b, rtol=0, atol=close):
        return "the second has one sigmoid more"
    inside = (a > 0) & (a < 1) & (b > 0) & (b < 1)
    if inside.all():
        x, y = _logit(a), _logit(b)
        if np.ptp(y - x) < 10 * close:
            return f"the logits differ by {(y - x).mean():.3g}: a bias, or a prior"
        factor = (x * y).sum() / (x * x).sum()
        if np.allclose(y, factor * x, rtol=10 * close, atol=10 * close):
            return f"the logit is {factor:.3g} times as large: temperature, or softmax"
    off = np.abs(a - 0.5) > 0.05
    if (inside & off).sum() >= 8:
        slopes = ((b - 0.5) / np.where(off, a - 0.5, 1))[inside & off]
        if np.ptp(slopes) < 10 * close:
            return f"the ramp is {slopes.mean():.3g} times as steep: 1.2 is 0.2 for 1/6"
    if a.shape[-1] % 4 == 0:
        blocks = np.split(a, 4, axis=-1)
        for order in permutations(range(4)):
            if np.allclose(np.concatenate([blocks[i] for i in order], axis=-1), b, rtol=0, atol=close):
                return f"the four blocks of columns are in the order {order}"
    return "none of the usual faults"


def _sigmoid(x: Array) -> Array:
    return np.exp(-np.logaddexp(0, -x))


def _logit(p: Array) -> Array:
    return np.log(p) - np.log1p(-p)


# --8<-- [end:guess]
