"""The design tokens of the style sheet, for whatever draws outside of it."""

import functools
import re

from scripts import DOCS

STYLE_SHEET = DOCS / "assets" / "style.css"
_COLOUR = re.compile(r"--sg-([\w-]+):\s*(#[0-9a-fA-F]{6})\s*;")


def _block(css: str, opening: str) -> str:
    """What stands in the first rule whose selector ends with the opening."""
    found = re.search(re.escape(opening) + r"\s*\{([^}]*)\}", css)
    if not found:
        raise ValueError(
            f"{STYLE_SHEET.name} has no rule for {opening}: the figures take their colours from it"
        )
    return found[1]


@functools.cache
def colours() -> dict[str, tuple[str, str]]:
    """Token, without its ``--sg-`` -> its colour in the light and in the dark theme."""
    css = STYLE_SHEET.read_text(encoding="utf-8")
    light, dark = (
        {token: value.lower() for token, value in _COLOUR.findall(_block(css, opening))}
        for opening in ('[data-md-color-scheme="default"]', '[data-md-color-scheme="slate"]')
    )
    if light.keys() != dark.keys():
        raise ValueError(f"tokens with one theme only: {', '.join(sorted(light.keys() ^ dark.keys()))}")
    return {token: (light[token], dark[token]) for token in light}


def value(token: str) -> str:
    """A token that is no colour, such as ``sans`` or ``figure-line``."""
    found = re.search(rf"--sg-{token}:\s*([^;]+);", STYLE_SHEET.read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{STYLE_SHEET.name} does not define --sg-{token}")
    return found[1].strip()
