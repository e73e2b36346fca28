"""Correct rounding with any exp and log that err by less than 2 ULP: the few inputs in danger are known, and checked.

A float32 kernel computes in float64 and rounds once. That is right unless the exact value lies so near to the
boundary between two float32 numbers that float64's own error crosses it: of all 2³² inputs, a few are so hard to
round. A kernel is tried on them at its first call; where this machine's exp makes it err, the result is replaced.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from reference_impl._core.kernel import ROWS, Array, Kernel
from reference_impl._kernels.hard_cases import HARD_CASES

Floats32 = npt.NDArray[np.float32]
MANY = 4096  # elements: to look for small ones is worth it from here on
LARGE = 2.0**-16  # the smallest argument that is not small: the sigmoid's cube is over half a unit of float64


def rounded_right(kernel: Kernel, name: str) -> Kernel:
    """Return a kernel that is right for the hard cases too."""
    wrong: dict[bool, list[tuple[np.float32, np.float32]]] = {}

    def run(x: Array, *rest: Any) -> None:
        many = x.size >= MANY
        if many not in wrong:
            wrong[many] = misrounded(kernel, name, many)
        if not wrong[many]:
            kernel(x, *rest)
            return
        *grad, out, _ = rest
        found = []
        for hard, result in wrong[many]:  # before the kernel runs: out may be x or the gradient
            here = np.flatnonzero(x == hard)
            if here.size:
                found.append((here, result * grad[0][here] if grad else result))
        kernel(x, *rest)
        for here, right in found:
            out[here] = right

    return run


def hard_cases(name: str) -> tuple[Floats32, Floats32]:
    """Return the inputs of a function whose value lies near a rounding boundary, and the right results."""
    pairs = np.array(HARD_CASES[name], np.uint32).view(np.float32)
    x, result = pairs[:, 0], pairs[:, 1]
    if name == "sigmoid":  # besides, the ties near 0: their cubic term leans them toward ½
        k = np.arange(1, 4096, 2)
        ties = np.concatenate([k * 2.0**-23, -k * 2.0**-24])
        leaning = np.concatenate([0.5 + (k - 1) * 2.0**-25, 0.5 - (k - 1) * 2.0**-26])
        x, result = np.append(x, ties.astype(np.float32)), np.append(result, leaning.astype(np.float32))
    return x, result


def misrounded(kernel: Kernel, name: str, many: bool) -> list[tuple[np.float32, np.float32]]:
    """Return those hard cases, and their right results, that the kernel gets wrong with this machine's exp."""
    x, right = hard_cases(name)
    wrong = np.zeros(x.shape, np.bool_)
    every, large = np.arange(x.size), np.flatnonzero(np.abs(x) >= LARGE)
    # Among many elements, none of them small, a kernel may take a shorter way.
    for chosen in (every, np.resize(large, MANY + large.size)) if many else (every,):
        tried = x[chosen]
        out = np.empty_like(tried)
        grad = (np.ones_like(tried),) if name == "sigmoid_backward" else ()
        kernel(tried, *grad, out, np.empty((ROWS, tried.size)))
        wrong[chosen[out != right[chosen]]] = True
    return [(x[i], right[i]) for i in np.flatnonzero(wrong)]
