"""From a matplotlib figure to an SVG that serves both themes, in the page's own type, byte for byte the same."""

import io
import re
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from scripts.figures import layout, tokens
from scripts.figures.style import TEXT

# Text is measured in matplotlib's own DejaVu Sans, which is on every machine and wider than the fonts of
# the page: what fits in it fits in them.
_SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "svg.fonttype": "none",
    "svg.hashsalt": "sigmoid",
    "axes.unicode_minus": True,
}
_NUMBER = re.compile(r"-?\d+\.\d+")
_PATH = re.compile(r'(?<= d=")[^"]+|(?<= points=")[^"]+')
_COORDINATE = re.compile(r'(?<= )(x|y|x1|y1|x2|y2|width|height)="(-?\d+\.\d+)"')


def render(draw: Callable[[], Figure], source: str) -> bytes:
    """Draw with our settings and none of the machine's, and translate."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)  # type: ignore[arg-type]
        file = io.StringIO()
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure = draw()
        if wrong := list(layout.faults(figure)):
            raise ValueError("; ".join(wrong))
        figure.savefig(file, format="svg", dpi=72, transparent=True, metadata=metadata)
    return translate(file.getvalue(), source).encode()


def translate(svg: str, source: str) -> str:
    """matplotlib's SVG as ours: no preamble, two decimals, CSS pixels, real text, colours of either theme."""
    svg = svg[svg.index("<svg ") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\n(?=[A-Zz] )|\n(?=[z\"])", " ", svg).replace(' "', '"')
    svg = re.sub(r'(width|height)="([\d.]+)pt"', r'\1="\2"', svg, count=2)
    # A hundredth of a pixel: what the last bits of another processor cannot move.
    svg = _PATH.sub(lambda path: _NUMBER.sub(lambda n: _short(n[0]), path[0]), svg)
    svg = _COORDINATE.sub(lambda m: f'{m[1]}="{_short(m[2])}"', svg)
    svg = re.sub(r' transform="rotate\(-?0 [^"]*\)"', "", svg)
    svg = re.sub(
        r"\(-?[\d.]+ -?[\d.]+(?: -?[\d.]+)*\)", lambda m: _NUMBER.sub(lambda n: _short(n[0]), m[0]), svg
    )
    svg = re.sub(r" ?font-family: [^;\"]*;?", "", svg)
    svg = svg.replace(f"font-size: {TEXT}px; ", "").replace(f"font-size: {TEXT}px", "")
    svg = re.sub(r"(<text [^>]*>)(.*?)(</text>)", lambda m: m[1] + _italics(m[2]) + m[3], svg)
    svg, style = _themes(svg)
    head = f"<!-- Made by {source}; do not edit. -->\n"
    return head + re.sub(
        r"<style [^>]*>.*?</style>", f"<style>\n{style}</style>", svg, count=1, flags=re.DOTALL
    )


def _short(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _italics(text: str) -> str:
    """``*x*`` in a label is a variable."""
    return re.sub(r"\*([^*]+)\*", r'<tspan font-style="italic">\1</tspan>', text)


def _themes(svg: str) -> tuple[str, str]:
    """Replace each colour by the token that it is, and define the tokens for either theme."""
    known = {light: token for token, (light, _) in tokens.colours().items()}
    used = set(re.findall(r"#[0-9a-fA-F]{6}\b", svg))
    if used - known.keys():
        raise ValueError(
            f"{', '.join(sorted(used - known.keys()))}: no token of {tokens.STYLE_SHEET.name} has this colour; "
            'use scripts.figures.style.colour("accent")'
        )
    svg = re.sub(r"#[0-9a-fA-F]{6}\b", lambda m: f"var(--{known[m[0]]})", svg)
    shown = sorted(known[colour] for colour in used)
    light, dark = (" ".join(f"--{t}: {tokens.colours()[t][i]};" for t in shown) for i in (0, 1))
    style = (
        f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"* {{ stroke-linejoin: round; stroke-linecap: butt; }}\n"
        f"text {{ font: {TEXT}px {tokens.value('sans')} }}\n"
    )
    return svg, style
