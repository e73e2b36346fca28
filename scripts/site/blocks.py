"""What a reader needs to run the code of a page: a line that installs, and of each block, what it builds on."""

import re

from scripts.page import install, needs
from scripts.page.parts import Part, split
from scripts.page.snippets import expand
from scripts.page.versions import imported
from scripts.site import kept

# On the site a script puts in the address at which the reader is.
_LINE = '{.text .install data-search-exclude=""}'
_OPENS = re.compile(r"\{?\.?python ?(?P<more>[^}]*)\}?$")


def with_install(markdown: str, site_url: str, info: str = "console") -> str:
    """The page with one line before its first Python block, or before the tabs that hold it."""
    packages, lines = imported(markdown), markdown.split("\n")
    first = next((part.start for part in _python(markdown)), None)
    if first is None or not packages:
        return markdown
    at = next(i for i in range(first, -1, -1) if lines[i][:1].strip())
    lines[at:at] = ["", f"```{info}", install.line(packages, site_url), "```", ""]
    return "\n".join(lines)


def with_needs(markdown: str, site_url: str) -> str:
    """The page with that line, and with what each block needs: a sentence for readers, line numbers for the script."""
    made: str = kept.once(
        "blocks", lambda: _with_needs(markdown, site_url), lambda: (expand(markdown), site_url)
    )
    return made


def _with_needs(markdown: str, site_url: str) -> str:
    markdown = with_install(markdown, site_url, _LINE)
    blocks, lines = _python(markdown), markdown.split("\n")
    found = needs.of_blocks(blocks)
    wanted = {block for each in found for block, _, _ in each.lines}
    for number, (part, each) in reversed([*enumerate(zip(blocks, found, strict=True))]):
        attributes = [f"#block-{number + 1}"] if number in wanted else []
        attributes += [f'data-sg-needs="{_ranges(each)}"'] if each.lines else []
        if attributes:
            lines[part.start] = _opening(part, attributes)
        if each.lines:
            note = [_sentence(number, each), '{: .sg-uses data-search-exclude="" }']
            lines[part.start : part.start] = ["", *(part.indent + line for line in note), ""]
    return "\n".join(lines)


def _opening(part: Part, attributes: list[str]) -> str:
    info = part.info or ""
    found = _OPENS.match(info)
    if not found:
        raise ValueError(f"a Python block that opens in another way: {info}")
    ticks = part.lines[0].strip().removesuffix(info).strip()
    return f"{part.indent}{ticks} {{{' '.join(filter(None, ['.python', found['more'], *attributes]))}}}"


def _python(markdown: str) -> list[Part]:
    return [part for part in split(markdown) if part.language == "python"]


def _ranges(each: needs.Needs) -> str:
    return " ".join(f"{block + 1}:{first}-{last}" for block, first, last in each.lines)


def _sentence(number: int, each: needs.Needs) -> str:
    parts = []
    for block, names in sorted(each.names.items(), reverse=True):
        where = "the block above" if block == number - 1 else "an earlier block"
        listed = ", ".join(f"`{name}`" for name in sorted(names, key=str.lower))
        # MkDocs looks for the anchors of its own links in prose alone.
        parts.append(f'{listed} from <a href="#block-{block + 1}">{where}</a>')
    return f"Uses {', '.join(parts)}."
