"""What a kernel is, and how much it is given at a time.

A *kernel* is a function ``kernel(x, ..., out, work)`` of contiguous arrays of one shape. It reads its inputs for
the last time before it first writes ``out``, so that ``out`` may be an input. ``work`` holds float64 arrays of the
same shape to scribble on, and no kernel needs to mind warnings, strides or dtypes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Floats: TypeAlias = npt.NDArray[np.float64]
Kernel: TypeAlias = Callable[..., None]
# For the signatures of public functions: a result for a number, a number, anything array-like.
Scalar: TypeAlias = np.floating[Any]
Number: TypeAlias = float | np.number[Any] | np.bool
Data: TypeAlias = npt.ArrayLike
Factor: TypeAlias = npt.ArrayLike | None

# A block: enough elements that calling NumPy costs little, and few enough that the buffers stay in the cache.
BLOCK = 65_536
BLOCK_BYTES = 8 * BLOCK // 2  # half as many float64: with all of them, float64 is 5 % slower
# Work arrays in all: a kernel uses at most the first four; one that widens its operands takes the last ones.
ROWS = 10

# The ufunc that np.clip wraps costs 1.3 µs less a call, and on float64 blocks a quarter; it has no public name.
clip: Any = getattr(getattr(np, "_core", None), "umath", np).clip
# As 0-d arrays, constants cost a ufunc 0.2 µs less than as Python floats.
ZERO, HALF, ONE, TWO = np.array(0.0), np.array(0.5), np.array(1.0), np.array(2.0)
