"""The error index, the threads that an entry cites, and the versions that all of it was run with."""

import re
import tomllib
from functools import cache
from typing import Any

import yaml

from scripts import DOCS
from scripts.page.versions import locked

ENTRIES = DOCS / "fix" / "errors"
THREADS = DOCS / "assets" / "includes" / "threads.toml"
TRIED = DOCS / "assets" / "includes" / "tried.toml"
FAMILIES = {
    "loss": "Losses and targets",
    "nan": "NaN, infinity, and losses that stick",
    "numpy": "NumPy, SciPy and scikit-learn",
    "metrics": "Metrics, thresholds and calibration",
    "torch": "Autograd, mixed precision and compilation",
    "convert": "Conversion, quantisation and other frameworks",
}


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Slug -> front matter of each entry, with its title."""
    found = {}
    for path in sorted(ENTRIES.glob("[!_]*.md")):
        _, meta, body = re.split(r"^---$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
        title = re.search(r"^# (.+)$", body, re.MULTILINE)
        if path.stem != "index":
            found[path.stem] = {**yaml.safe_load(meta), "title": title[1] if title else path.stem}
    return found


def threads(slug: str) -> str:
    """The threads that the entry rests on: what was said, where and when."""
    records = tomllib.loads(THREADS.read_text(encoding="utf-8"))["thread"]
    lines = [
        f"- [{r['repository']}#{r['number']}]({r['url']}), *{_plain(r['title'])}* ({r['date']}): {r['said']}"
        for r in records
        if slug in r["entries"]
    ]
    if not lines:
        raise ValueError(f"no thread in {THREADS.name} names the entry {slug!r}")
    return "\n".join(lines)


def errors(family: str) -> str:
    """One family of the index, as a list of terms: the page of each entry, and what is seen."""
    terms = []
    for slug, entry in entries().items():
        if entry["family"] == family:
            seen = [f"`` {m} ``" if "`" in m else f"`{m}`" for m in entry.get("messages", [])]
            seen += [entry["symptom"]] if "symptom" in entry else []
            terms.append(f"[{entry['title']}]({slug}.md)\n:   {'<br>'.join(seen)}")
    return "\n\n".join(terms)


def versions() -> list[list[str]]:
    """The versions that the index is held to, and the newest ones that it was tried with."""
    records = tomllib.loads(TRIED.read_text(encoding="utf-8"))["tried"]
    return [
        ["Package", "Pinned", "Newest tried", "What changed"],
        *(
            [r["package"], locked()[r["package"]], r["newest"], f"{r['date']}: {r['result']}"]
            for r in records
        ),
    ]


def _plain(title: str) -> str:
    return re.sub(r"([*_`\[\]<>|])", r"\\\1", title)
