"""Formulas typeset while the site is built: KaTeX of the lock file, run in an embedded JavaScript engine."""

import functools
import json
import re
from pathlib import Path

import quickjs

from scripts.node import MODULES

DIST = MODULES / "katex" / "dist"


@functools.cache
def _engine() -> quickjs.Context:
    context = quickjs.Context()
    # KaTeX asks for a document only to warn about quirks mode.
    context.eval("var document = {compatMode: 'CSS1Compat'}")
    context.eval((DIST / "katex.min.js").read_text(encoding="utf-8"))
    return context


@functools.lru_cache(maxsize=4096)
def typeset(tex: str, display: bool) -> str:
    """HTML with MathML of one formula; a formula that KaTeX refuses raises ``ValueError``."""
    options = {"displayMode": display, "throwOnError": True, "strict": "error"}
    try:
        html = _engine().eval(
            f"JSON.stringify(katex.renderToString({json.dumps(tex)}, {json.dumps(options)}))"
        )
    except quickjs.JSException as error:
        raise ValueError(f"KaTeX refuses the formula {tex!r}: {error}") from error
    # A tag of its own, because Material's search skips by tag name and KaTeX nests spans in spans.
    # Wide displays scroll, and what scrolls takes the keyboard's focus.
    kind = ' class="display" tabindex="0" role="group" aria-label="Formula"' if display else ""
    return f"<ka-tex{kind} data-search-exclude>{json.loads(html)}</ka-tex>"


def assets() -> dict[str, str | bytes | Path]:
    """The style sheet, without the fonts that no current browser asks for, and the fonts it names."""
    css = (DIST / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)', "", css)
    css = css.replace("font-display:block", "font-display:swap")
    fonts: dict[str, str | bytes | Path] = {
        f"assets/katex/fonts/{font.name}": font for font in sorted(DIST.glob("fonts/*.woff2"))
    }
    return {"assets/katex/katex.css": css, **fonts}
