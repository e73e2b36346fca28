"""What a measurement depends on: versions, the processor and what NumPy uses of it."""

import platform
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np


def describe() -> dict[str, Any]:
    versions = {"python": platform.python_version()}
    for name in ("numpy", "scipy", "torch", "mpmath", "ml_dtypes"):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "not installed"
    with suppress(metadata.PackageNotFoundError):  # no requirement of ours: named where it is
        versions["jax"] = metadata.version("jax")
    config: Any = np.show_config(mode="dicts")
    return {
        "versions": versions,
        "machine": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "simd": config["SIMD Extensions"].get("found", []),
        "longdouble_bits": int(np.finfo(np.longdouble).nmant) + 1,
    }


def processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"
