"""Imports of the package point one way: _core, _kernels, the topics, the twins for PyTorch."""

from __future__ import annotations

import re
from pathlib import Path

import reference_impl

PACKAGE = Path(reference_impl.__file__).parent
LAYERS = ("_core", "_kernels", "", "torch")


def layer(parts: list[str]) -> int:
    """Return the layer of a path or of a dotted name within the package."""
    return LAYERS.index(parts[0] if len(parts) > 1 and parts[0] in LAYERS else "")


def test_imports_point_one_way() -> None:
    upward = []
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        for name in re.findall(r"^\s*(?:from|import) reference_impl\.(\S+)", path.read_text("utf-8"), re.M):
            target = [*name.split("."), ""] if name in LAYERS else name.split(".")
            if layer(target) > layer(list(inside.parts)):
                upward.append(f"{inside} imports {name}")
    assert not upward
