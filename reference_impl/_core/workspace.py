"""Run a kernel silently, and lend it work arrays."""

from __future__ import annotations

from contextvars import Context

import numpy as np

from reference_impl._core.kernel import BLOCK, ROWS, Array, Floats, Kernel


def run(kernel: Kernel, *arrays: Array) -> None:
    """Run a kernel on contiguous arrays of one shape, silently, and lend it work arrays."""
    try:
        silence, work = _idle.pop()  # a call within a call, or in another thread, takes or makes another
    except IndexError:
        silence, work = _workspace()
    if arrays[0].ndim != 1:  # contiguous, so that these are views; one more dimension than 64 there cannot be
        arrays = tuple(array.reshape(-1) for array in arrays)
    silence.run(kernel, *arrays, work[:, : arrays[0].size])
    _idle.append((silence, work))


def _workspace() -> tuple[Context, Floats]:
    """Return a context without warnings, which costs 0.8 µs less than np.errstate, and work arrays.

    They are kept, since allocating 128 KiB anew costs more than filling it.
    """
    silence = Context()
    silence.run(np.seterr, all="ignore")
    # Rows a multiple of 4 KiB apart would compete for the same lines of the cache: 1.5 times slower. Rows that
    # begin where a line does save 5 %.
    length = BLOCK + 136
    work = np.empty(ROWS * length + 8)
    start = -work.ctypes.data % 64 // 8
    return silence, work[start : start + ROWS * length].reshape(ROWS, length)


_idle: list[tuple[Context, Floats]] = []
