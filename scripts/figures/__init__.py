"""The site's figures: one module a figure, each with a ``draw()`` that returns it."""

import importlib
from pathlib import Path

from scripts import DOCS

MODULES = Path(__file__).parent
FIGURES = DOCS / "figures"


def names() -> list[str]:
    """Every figure that a module here draws; the module of ``soft-switch`` is ``soft_switch.py``."""
    modules = MODULES.glob("[!_]*.py")
    found = [m.stem for m in modules if "\ndef draw(" in m.read_text(encoding="utf-8")]
    return sorted(stem.replace("_", "-") for stem in found)


def command(name: str) -> str:
    """What makes the figure anew."""
    return f".venv/bin/python -m scripts.figures {name}"


def render(name: str) -> bytes:
    """The figure as the bytes of its SVG; the same on every run."""
    if name not in names():
        raise ValueError(f"no figure is named {name!r}: there are {', '.join(names())}")
    from scripts.figures import svg

    module = importlib.import_module(f"scripts.figures.{name.replace('-', '_')}")
    return svg.render(module.draw, f"scripts/figures/{name.replace('-', '_')}.py")
