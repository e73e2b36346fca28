"""One style sheet for the site, where the theme, its plugins and we name a dozen, and a phone waits for each."""

import posixpath
import re
import subprocess
from pathlib import Path

from scripts.node import command
from scripts.site import kept

SHEET = "site.css"
_LINK = re.compile(r'\s*<link rel="stylesheet" href="(?P<root>[^"]*?)assets/(?P<name>[^"]+\.css)">')
_URL = re.compile(r"url\(([\"']?)(?!data:|#)([^\"')]+)")
_named: dict[str, None] = {}


def one(html: str) -> str:
    """The page with one link to all style sheets in the place of the first; those that it named are kept for it."""
    links = list(_LINK.finditer(html))
    for link in reversed(links):
        ours = f'\n<link rel="stylesheet" href="{link["root"]}assets/{SHEET}">' if link is links[0] else ""
        html = html[: link.start()] + ours + html[link.end() :]
    _named.update(dict.fromkeys(link["name"] for link in links))
    return html


def write(assets: Path) -> None:
    """All style sheets in the order of the pages, minified, in the place of their files."""
    sheets = [(name, (assets / name).read_text(encoding="utf-8")) for name in _named]
    css = "\n".join(_moved(text, posixpath.dirname(name)) for name, text in sheets)
    (assets / SHEET).write_bytes(kept.once("styles", lambda: _minified(css), lambda: css))
    for name in _named:
        (assets / name).unlink()
    _named.clear()


def _moved(css: str, folder: str) -> str:
    return _URL.sub(lambda m: f"url({m[1]}{posixpath.normpath(posixpath.join(folder, m[2]))}", css)


def _minified(css: str) -> bytes:
    esbuild = command("esbuild", "--loader=css", "--minify", "--log-level=error")
    return subprocess.run(esbuild, input=css.encode(), check=True, stdout=subprocess.PIPE).stdout
