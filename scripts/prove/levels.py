"""The same functions with NumPy switched to each of its other SIMD levels: in processes of their own.

NumPy picks its loops when it is imported, by what ``NPY_DISABLE_CPU_FEATURES`` leaves of the processor. The C
library, whose exponential NumPy uses at the lower levels, picks its own by ``GLIBC_TUNABLES``.
"""

import os
import pickle
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from scripts import ROOT
from scripts.prove.subjects import SUBJECTS

SWITCH, LIBRARY = "NPY_DISABLE_CPU_FEATURES", "GLIBC_TUNABLES"
STEP = 32  # of the float32 numbers that are tried at the other levels


def ladder() -> list[str]:
    """The levels that this processor has and that are not switched off, from NumPy's least on."""
    config: Any = np.show_config(mode="dicts")
    extensions = config["SIMD Extensions"]
    return [*extensions["baseline"][-1:], *extensions.get("found", [])]


@cache
def others() -> dict[str, dict[str, str]]:
    """Return the levels below the present one, from the highest down, and what switches a process to each."""
    steps, off = ladder(), os.environ.get(SWITCH, "")
    result = {steps[k]: {SWITCH: f"{off} {' '.join(steps[k + 1 :])}"} for k in range(len(steps) - 2, -1, -1)}
    if result and platform.machine() == "x86_64" and platform.libc_ver()[0] == "glibc":
        without = {LIBRARY: "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX,-AVX2"}
        result[f"{steps[0]}, and the C library without FMA"] = result[steps[0]] | without
    return result


class Server:
    """A process at a level that computes what it is asked for; it ends when this one does."""

    def __init__(self, level: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.prove.levels"],
            cwd=ROOT,
            env={**os.environ, **others()[level]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.seconds = 0.0
        there, wanted = self.ask("level"), level.partition(",")[0]
        if there != wanted:
            raise RuntimeError(f"NumPy is at {there}, and not at {wanted}")

    def ask(self, name: str, *arrays: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        pickle.dump((name, arrays), self.process.stdin, protocol=5)
        self.process.stdin.flush()
        answer, self.seconds = pickle.load(self.process.stdout)
        return answer


server = cache(Server)


def seconds() -> float:
    """The time of a core that this process' servers have taken."""
    return sum(server(level).seconds for level in others()) if server.cache_info().currsize else 0.0


def everywhere(name: str) -> dict[str, Callable[..., Any]]:
    """One of our functions at each other level, by level."""
    return {level: partial(server(level).ask, name) for level in others()}


def serve() -> None:
    """Compute what another process asks for, by pickles through pipes."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            name, arrays = pickle.load(source)
        except EOFError:
            return
        answer = ladder()[-1] if name == "level" else SUBJECTS[name].ours(*arrays)
        pickle.dump((answer, time.process_time()), sink, protocol=5)
        sink.flush()


if __name__ == "__main__":
    serve()
