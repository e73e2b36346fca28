"""A page in the Markdown that every reader of it knows: no tabs, folds, attributes or elements of our own."""

import re
import textwrap
from collections.abc import Iterator

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,}) *(?P<info>.*)$")
_TITLE = re.compile(r'title="([^"]*)"')
_TAB = re.compile(r'^(?P<indent> *)===!? "(?P<title>.*)"$')
_NOTE = re.compile(r'^(?P<indent> *)(?:!!!|\?\?\?\+?) (?P<kind>[\w-]+)[^"]*(?:"(?P<title>.*)")?$')
# Elements that hold Markdown, and all with a name that no browser has of its own; not in code.
_ELEMENT = re.compile(
    r"`[^`\n]*`|</?(?:\w+-[\w-]*|div|section|figure)\b[^>\n]*>|<(\w+) [^>\n]*\bmarkdown\b[^>\n]*>"
)
_ATTRIBUTES = re.compile(r"`[^`\n]*`| *\{:?(?: *[.#][\w:-]+| *[\w-]+=(?:\"[^\"]*\"|[\w-]+))+ *\}")


def plain(markdown: str) -> str:
    return "\n".join(_blocks(markdown.split("\n"))).strip() + "\n"


def _blocks(lines: list[str]) -> Iterator[str]:
    while lines:
        line = lines[0]
        if fence := _FENCE.match(line):
            count = next(
                (i for i, end in enumerate(lines[1:], 2) if end.strip() == fence["ticks"]), len(lines)
            )
            yield from _fenced(fence, lines[1:count])
            lines = lines[count:]
        elif found := _TAB.match(line) or _NOTE.match(line):
            body, lines = _indented(lines[1:], found["indent"] + "    ")
            title = found["title"] or found["kind"].capitalize()
            inner = [f"**{title}**", "", *_blocks(body)]
            before = found["indent"] + ("" if _TAB.match(line) else "> ")
            yield from ((before + each).rstrip() for each in inner)
            yield ""
        else:
            line = _ELEMENT.sub(lambda m: m[0] if m[0].startswith("`") else "", line)
            yield _ATTRIBUTES.sub(lambda m: m[0] if m[0].startswith("`") else "", line)
            lines = lines[1:]


def _fenced(fence: re.Match[str], body: list[str]) -> Iterator[str]:
    """A block of code with its language alone; why it does not run stands before it."""
    info, indent = fence["info"], fence["indent"]
    if title := _TITLE.search(info):
        yield from (f"{indent}{title[1]}:", "")
    words = re.findall(r"[\w+-]+", _TITLE.sub("", info))
    yield f"{indent}{fence['ticks']}{words[0] if words else ''}"
    yield from body


def _indented(lines: list[str], indent: str) -> tuple[list[str], list[str]]:
    """The lines that belong to a tab or a note, without their indentation, and the rest."""
    count = next(
        (i for i, line in enumerate(lines) if line.strip() and not line.startswith(indent)), len(lines)
    )
    return textwrap.dedent("\n".join(lines[:count])).strip("\n").split("\n"), lines[count:]
