"""Lint of what is neither code nor output: numbers that nothing computes, code that nothing runs, images."""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.made import Problem
from scripts.page import tools
from scripts.page.bindings import BOUND, CITATION, NUMBER, citation
from scripts.page.parts import Part, split
from scripts.studies import elsewhere

RUN = {"python", *tools.TOOLS, *elsewhere.TOOLS}
LANGUAGES = RUN | {"text", "bash", "console", "toml", "yaml", "json", "bibtex"}
_GENERATED_TABLE = re.compile(r"<!-- table: .*?<!-- /table -->", re.DOTALL)
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n.*?^---$", re.DOTALL | re.MULTILINE)
_NOT_PROSE = [
    _GENERATED_TABLE,
    BOUND,
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"\$\$.+?\$\$", re.DOTALL),
    re.compile(r"(?<![\\\w$])\$(?! )[^$\n]+(?:\n[^$\n]+)*(?<! )\$(?!\w)"),
    re.compile(r"\]\([^)\s]*"),  # where a link leads
    re.compile(rf"\[\^[^\]]+\]:?|{CITATION.pattern}"),  # footnotes and citations
    re.compile(r"\{[ :][^}\n]*\}|\{[.#][^}\n]*\}"),  # attribute lists
    re.compile(r"<[a-zA-Z/][^<>]*>"),
    re.compile(r"^\s*--8<--.*$", re.MULTILINE),
    re.compile(r"^\s*\d+\. ", re.MULTILINE),  # list numbers
    re.compile(r"\bhttps?://\S+"),
]
# Names that hold a number, and numbers of a source that stands beside them.
NAMES = re.compile(
    r"\b[A-Za-z_]\w*[-‑]?\d[\w.]*|IEEE 754(?:-\d{4})?|AVX-512|\b(?:8|16|32|64|128)-bit|CC BY 4\.0|Python 3\.\d+"
    r"|#\d+|\barXiv:\d{4}\.\d{4,5}|§ ?[\d.]+\d|\bp{1,2}\. \d+(?:–\d+)?"
    r"|\b(?:Eq|Fig|Sec|Table|Theorem|Chapter)\.? ?\(?\d+(?:\.\d+)*\)?"
)
_YEAR = re.compile(r"1[6-9]\d\d|20\d\d")
IMAGE = re.compile(r"!\[(?P<alt>(?:<!--.*?-->|[^\]])*)\]\((?P<source>[^)\s]+)(?:\s+\"(?P<title>[^\"]*)\")?")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def mask_code(text: str) -> str:
    """The text without fenced blocks and inline code, every offset kept."""
    lines = text.split("\n")
    for part in split(text):
        if part.info is not None:
            lines[part.start : part.end] = [" " * len(line) for line in part.lines]
    return _INLINE_CODE.sub(_blank, "\n".join(lines))


def mask(text: str) -> str:
    """The text with everything that is not prose blanked out, every offset kept."""
    text = mask_code(text)
    # The lists of an error's front matter quote messages; the description and the symptom are prose.
    text = _FRONT_MATTER.sub(lambda matter: re.sub(r"^ +- .*$", _blank, matter[0], flags=re.MULTILINE), text)
    for pattern in (*_NOT_PROSE, NAMES):
        text = pattern.sub(_blank, text)
    return text


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def loose_numbers(path: Path, text: str) -> Iterator[Problem]:
    """Numbers in prose, tables, captions and text alternatives that nothing computes."""
    for match in re.finditer(NUMBER, mask(text)):
        number = match[0].lstrip("-−")
        if (number.isdigit() and int(number) <= 10) or _YEAR.fullmatch(number):
            continue
        yield Problem(
            path,
            line_of(text, match.start()),
            f"nothing computes the number {match[0]}",
            f"write {match[0]}<!-- expression -->, or {match[0]}<!-- @key --> for a number of a cited source",
        )
    for match in BOUND.finditer(text):
        key = citation(match["expression"])
        if key and not re.search(rf"\[[^\]]*@{re.escape(key)}\b[^\]]*\]", text):
            yield Problem(
                path,
                line_of(text, match.start()),
                f"{match['number']} is taken from {key}, which the page does not cite",
                f"cite it where the number stands: [@{key}]",
            )


def loose_code(path: Path, text: str) -> Iterator[Problem]:
    """Code blocks that look run but are not."""
    for part in split(text):
        if part.info is None:
            continue
        fault = _fault(part)
        if fault:
            yield Problem(path, part.start + 1, *fault)


def _fault(part: Part) -> tuple[str, str] | None:
    if part.language not in LANGUAGES:
        return (
            f"a block of language {part.language or 'none'!r} is not run",
            "write ```python, which is run; or ```text with a title that says why it cannot run",
        )
    if part.language == "text" and not part.is_output and not part.title:
        return "a text block does not say why it is text", 'write ```text title="the reason"'
    return None


def images(path: Path, text: str, figures: set[str]) -> Iterator[Problem]:
    """Images without a text alternative of their own, and figures that no script makes."""
    masked = mask_code(text)
    for match in IMAGE.finditer(masked):
        line, name = line_of(text, match.start()), Path(match["source"]).name
        alt, title = _words(match["alt"]), _words(match["title"] or "")
        if not alt or alt in (_words(name), _words(Path(name).stem)) or alt == title or len(alt.split()) < 5:
            yield Problem(
                path,
                line,
                f"the text alternative of {name} does not say what it shows: {match['alt']!r}",
                "say in a sentence what the figure concludes",
            )
        if "figures/" not in match["source"] or name not in figures:
            yield Problem(
                path,
                line,
                f"no script makes {match['source']}",
                f"add scripts/figures/{Path(name).stem.replace('-', '_')}.py",
            )
    for match in re.finditer(r"<img\b[^>]*>", masked):
        yield Problem(
            path,
            line_of(text, match.start()),
            "a raw <img> escapes the checks",
            'write ![alternative](figure.svg "caption")',
        )


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", BOUND.sub(lambda m: m["number"], text).lower()))
