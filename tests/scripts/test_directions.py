"""Imports point one way: a room imports the rooms that its row names, and no other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import ROOT

# Room -> the rooms that it may import, beside itself. A file belongs to the longest name that fits.
MAY_IMPORT = {
    "reference_impl.definitions": (),
    "reference_impl._core": (),
    "reference_impl._kernels": ("reference_impl._core",),
    "reference_impl.torch.definitions": (),
    "reference_impl.torch": ("reference_impl", "reference_impl._core", "reference_impl._kernels"),
    "reference_impl.numba": ("reference_impl", "reference_impl._core", "reference_impl._kernels"),
    "reference_impl": ("reference_impl._core", "reference_impl._kernels"),
    "scripts.page": ("scripts",),
    "scripts.prove": ("scripts",),
    "scripts.studies": ("scripts", "scripts.page", "scripts.prove"),
    "scripts.figures": ("scripts", "scripts.page", "scripts.studies"),
    "scripts.tables": ("scripts", "scripts.page", "scripts.prove", "scripts.studies"),
    "scripts.truth": ("scripts", "scripts.page", "scripts.studies", "scripts.figures", "scripts.tables"),
    "scripts.site": ("scripts", "scripts.page"),
    "scripts": (),
}
# They import the package that they measure and show; the package imports none of them.
SCRIPTS_MAY_IMPORT = ("reference_impl", "reference_impl.definitions", "reference_impl._kernels")
# The commands know all that generates.
EXCEPT = ("scripts/__main__.py", "scripts/check.py", "scripts/new.py")


def room(module: str) -> str | None:
    """The room of a module of ours."""
    return next((name for name in MAY_IMPORT if f"{module}.".startswith(f"{name}.")), None)


def imported(text: str) -> Iterator[tuple[int, str]]:
    """The line and the module of each import, also of those within functions."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def faults(path: str, text: str) -> list[str]:
    """The imports of a file that point the wrong way."""
    here = room(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    assert here, path
    allowed = {here, *MAY_IMPORT[here], *(SCRIPTS_MAY_IMPORT if here.startswith("scripts") else ())}
    there = ((line, module, room(module)) for line, module in imported(text))
    return [
        f"{path}:{line}: {here} must not import {module}: it may import {', '.join(sorted(allowed))}"
        for line, module, name in there
        if name and name not in allowed
    ]


def test_imports_point_one_way() -> None:
    files = [path for folder in ("scripts", "reference_impl") for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 100
    wrong = []
    for path in sorted(files):
        name = path.relative_to(ROOT).as_posix()
        wrong += faults(name, path.read_text(encoding="utf-8")) if name not in EXCEPT else []
    assert not wrong, "\n".join(wrong)


def test_no_room_imports_one_that_imports_it() -> None:
    for name in MAY_IMPORT:
        seen, left = set(), list(MAY_IMPORT[name])
        while left:
            seen.add(left[-1])
            left += (other for other in MAY_IMPORT[left.pop()] if other not in seen)
        assert name not in seen, name


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("scripts/tables/errors.py", "from scripts.truth.engine import process"),
        ("scripts/figures/style.py", "    from scripts import truth"),
        ("scripts/site/llms.py", "import scripts.truth.prose as prose"),
        ("scripts/page/parts.py", "from scripts.site.katex import typeset"),
        ("scripts/made.py", "from scripts.page.parts import split"),
        ("reference_impl/_core/half.py", "from reference_impl._kernels.longdouble import two_product"),
        ("reference_impl/_kernels/sigmoid64.py", "from reference_impl import sigmoid"),
        ("reference_impl/_sigmoid.py", "from reference_impl.torch import sigmoid"),
        ("reference_impl/__init__.py", "from scripts import ROOT"),
        ("reference_impl/definitions.py", "from reference_impl._core.half import ROWS"),
    ],
)
def test_a_wrong_direction_is_seen(path: str, line: str) -> None:
    text = (ROOT / Path(path)).read_text(encoding="utf-8")
    assert not faults(path, text)
    code = f"{text}\n\ndef late() -> None:\n{line}\n" if line.startswith(" ") else f"{line}\n{text}"
    (fault,) = faults(path, code.replace("from __future__ import annotations", ""))
    assert fault.startswith(f"{path}:")
