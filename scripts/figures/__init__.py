"""The site's figures: one module a figure, each with a ``draw()`` that returns it."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from scripts import DOCS
from scripts.made import Made, Problem, short

MODULES = Path(__file__).parent
FIGURES = DOCS / "figures"
FILES = ("docs/figures/*",)


def names() -> list[str]:
    """Every figure that a module here draws; the module of ``soft-switch`` is ``soft_switch.py``."""
    modules = MODULES.glob("[!_]*.py")
    found = [m.stem for m in modules if "\ndef draw(" in m.read_text(encoding="utf-8")]
    return sorted(stem.replace("_", "-") for stem in found)


def targets() -> list[Path]:
    return [FIGURES / f"{name}.svg" for name in names()]


def make(paths: list[Path]) -> Iterator[Made]:
    """Each figure, or why it cannot be drawn."""
    for path in paths:
        try:
            yield Made(path, render(path.stem), [])
        except ValueError as error:
            yield Made(path, None, [Problem(_module(path.stem), 1, str(error), "move it, or shorten it")])


def render(name: str) -> bytes:
    """The figure as the bytes of its SVG; the same on every run."""
    from scripts.figures import svg

    module = importlib.import_module(f"scripts.figures.{_module(name).stem}")
    return svg.render(module.draw, short(_module(name)))


def _module(name: str) -> Path:
    return MODULES / f"{name.replace('-', '_')}.py"
