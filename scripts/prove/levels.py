"""The same checks, fewer of them, with NumPy switched to each of its other SIMD levels: in processes of their own.

NumPy picks its loops when it is imported, by what ``NPY_DISABLE_CPU_FEATURES`` leaves of the processor. The C
library, whose exponential NumPy uses at the lower levels, picks its own by ``GLIBC_TUNABLES``.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from typing import Any

import numpy as np

from reference_impl._mend import suspects
from scripts import ROOT
from scripts.prove import doubles, halves, losses
from scripts.prove.exhaustive import scan
from scripts.prove.hard import EACH
from scripts.prove.measure import exact_values, measure, total
from scripts.prove.ours import OURS, WHO
from scripts.prove.pieces import slices

STEP = 32  # of the float32 numbers
LOSSES = "losses"
BOUNDARY = "float32, near a boundary"
PARTS = 2  # of the eight of the hard float64 points
SWITCH, LIBRARY = "NPY_DISABLE_CPU_FEATURES", "GLIBC_TUNABLES"


def found() -> list[str]:
    """The levels above NumPy's least that this processor has and that are not switched off."""
    config: Any = np.show_config(mode="dicts")
    return list(config["SIMD Extensions"].get("found", []))


def native() -> str:
    config: Any = np.show_config(mode="dicts")
    return str([*config["SIMD Extensions"]["baseline"], *found()][-1])


def others() -> dict[str, dict[str, str]]:
    """Return the levels below the present one, from the highest down, and what switches a process to each."""
    config: Any = np.show_config(mode="dicts")
    ladder = [*config["SIMD Extensions"]["baseline"][-1:], *found()]
    off = os.environ.get(SWITCH, "")
    result = {
        ladder[k]: {SWITCH: f"{off} {' '.join(ladder[k + 1 :])}"} for k in range(len(ladder) - 2, -1, -1)
    }
    if result and platform.machine() == "x86_64" and platform.libc_ver()[0] == "glibc":
        without = {LIBRARY: "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX,-AVX2"}
        result[f"{ladder[0]}, and the C library without FMA"] = result[ladder[0]] | without
    return result


def run_at(level: str, name: str, thin: int = 1) -> dict[str, Any]:
    """Check one function at a level, in a process of its own."""
    call = [sys.executable, "-m", "scripts.prove.levels", level.partition(",")[0], name, str(thin)]
    done = subprocess.run(
        call, cwd=ROOT, env={**os.environ, **others()[level]}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the checks of {name} at {level} failed:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def check(name: str, thin: int) -> dict[str, dict[str, dict[str, list[float]]]]:
    """Check a function, or the losses, at the level of this process; return records by format and function."""
    if name == LOSSES:
        return {
            form: {
                what: record
                for kind in losses.KINDS
                for what, record in losses.points_of(kind, form, 0, 800 // thin, peers=False).items()
            }
            for form in ("float32", "float64")
        }
    half = {
        form: {name: halves.every_half(name, form, 0, thin, peers=False)} for form in ("float16", "bfloat16")
    }
    hard = [doubles.hard_points(name, i, EACH // thin, peers=False)[WHO] for i in range(PARTS)]
    return {
        BOUNDARY: {name: near_a_boundary(name)},
        "float32": {name: stride(name, thin)},
        **half,
        "float64": {name: {WHO: total(hard)}},
    }


def near_a_boundary(name: str) -> dict[str, list[float]]:
    """All inputs that the package lists, whose right results this takes from mpmath and not from the list."""
    x, _ = suspects(name)
    return measure("float32", exact_values(name, x), {WHO: OURS[name](x)})


def stride(name: str, thin: int) -> dict[str, list[float]]:
    pieces = [piece for part in slices(name) for piece in part][::thin]
    return {WHO: scan(name, pieces, {WHO: OURS[name]}, step=STEP)[0][WHO].numbers()}


if __name__ == "__main__":
    level, function, thin = sys.argv[1:]
    if native() != level:
        raise SystemExit(f"NumPy is at {native()}, not at {level}")
    print(json.dumps({"errors": check(function, int(thin)), "seconds": time.process_time()}))
