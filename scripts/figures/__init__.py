"""The site's figures: one module a figure, each with a ``draw()`` that returns it."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from scripts import DOCS
from scripts.made import Made, Problem, short

MODULES = Path(__file__).parent
FIGURES = DOCS / "figures"
FILES = ("docs/figures/*",)
ONE_WIDTH = {"sigmoid-curve": 540}  # the explorer on Home takes its place, and draws at this width


def names() -> list[str]:
    """Every figure that a module here draws; the module of ``soft-switch`` is ``soft_switch.py``."""
    modules = MODULES.glob("[!_]*.py")
    found = [m.stem for m in modules if "\ndef draw(" in m.read_text(encoding="utf-8")]
    return sorted(stem.replace("_", "-") for stem in found)


def narrow(figure: str) -> str:
    """The name of the same figure as a phone shows it."""
    return f"{figure}-narrow"


def targets() -> list[Path]:
    every = set(names())
    return [FIGURES / f"{name}.svg" for name in sorted(every | {narrow(n) for n in every - ONE_WIDTH.keys()})]


def make(paths: list[Path]) -> Iterator[Made]:
    """Each figure, or why it cannot be drawn."""
    for path in paths:
        try:
            yield Made(path, render(path.stem), [])
        except ValueError as error:
            yield Made(path, None, [Problem(_module(path.stem), 1, str(error), "move it, or shorten it")])


def render(name: str) -> bytes:
    """The figure as the bytes of its SVG; the same on every run."""
    from scripts.figures import style, svg

    module = importlib.import_module(f"scripts.figures.{_module(name).stem}")
    width = style.NARROW if name.endswith(narrow("")) else style.WIDE
    with style.drawn_at(ONE_WIDTH.get(name, width)):
        return svg.render(module.draw, short(_module(name)))


def _module(name: str) -> Path:
    return MODULES / f"{name.removesuffix(narrow('')).replace('-', '_')}.py"
