"""Correct rounding for any exp and log with an error below 2 ULP: the few inputs in danger are known, and checked.

A float32 kernel computes in float64 and rounds once. That is right unless the exact value lies so near to the
boundary between two float32 numbers that float64's own error crosses it. Of all 2³² inputs, those are the suspects.
On its first call a kernel is tried on them; those that this machine's exp gets wrong, if any, are put right ever after.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._elementwise import Array, Kernel
from reference_impl._half import ROWS
from reference_impl._suspects import SUSPECTS

Floats = npt.NDArray[np.float32]


# --8<-- [start:mended]
def mended(kernel: Kernel, name: str) -> Kernel:
    """Return a kernel that is right for the suspects too."""
    wrong: list[tuple[np.float32, np.float32]] | None = None

    def run(x: Array, *rest: Any) -> None:
        nonlocal wrong
        if wrong is None:
            wrong = misrounded(kernel, name)
        if not wrong:
            kernel(x, *rest)
            return
        found = [(x == suspect, result) for suspect, result in wrong]  # x may be overwritten
        kernel(x, *rest)
        *grad, out, _ = rest
        for here, result in found:
            if here.any():
                out[here] = result * grad[0][here] if grad else result

    return run


def suspects(name: str) -> tuple[Floats, Floats]:
    """Return the inputs of a function whose value lies near a rounding boundary, and the right results."""
    pairs = np.array(SUSPECTS[name], np.uint32).view(np.float32)
    x, result = pairs[:, 0], pairs[:, 1]
    if name == "sigmoid":  # besides, the ties near 0: their cubic term leans them toward ½
        k = np.arange(1, 4096, 2)
        ties = np.concatenate([k * 2.0**-23, -k * 2.0**-24])
        leaning = np.concatenate([0.5 + (k - 1) * 2.0**-25, 0.5 - (k - 1) * 2.0**-26])
        x, result = np.append(x, ties.astype(np.float32)), np.append(result, leaning.astype(np.float32))
    return x, result


def misrounded(kernel: Kernel, name: str) -> list[tuple[np.float32, np.float32]]:
    """Return those suspects, and their right results, that the kernel gets wrong with this machine's exp."""
    x, right = suspects(name)
    out = np.empty_like(x)
    grad = (np.ones_like(x),) if name == "sigmoid_backward" else ()
    kernel(x, *grad, out, np.empty((ROWS, x.size)))
    return [(x[i], right[i]) for i in np.flatnonzero(out != right)]


# --8<-- [end:mended]
