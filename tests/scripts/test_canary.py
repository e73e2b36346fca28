"""A number that nothing computes is reported, in whatever line of a page it stands."""

import re
from itertools import count

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from mkdocs.config import load_config

from scripts import ROOT
from scripts.page.bindings import CITATION, strip_bindings
from scripts.page.parts import pages, split
from scripts.truth import prose
from scripts.truth.tables import TABLE

PLACES = 6
_FORMULA = re.compile(r"^[ \t]*\$\$$.*?\$\$$", re.DOTALL | re.MULTILINE)
_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_SAID = ("title", "description", "symptom")
_TOKEN = re.compile(r"\S+")


@pytest.fixture(scope="module")
def reader() -> markdown.Markdown:
    """The site's Markdown without what is ours: an independent judge of what is text."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    ours = {"pymdownx.snippets"}  # what is included is code
    return markdown.Markdown(
        extensions=[
            name for name in config["markdown_extensions"] if isinstance(name, str) and name not in ours
        ],
        extension_configs=config["mdx_configs"],
    )


def planted(text: str, place: int) -> tuple[str, dict[str, int]]:
    """The text with a number of its own in each line, after about ``place`` sixths of its words; number -> line."""
    lines, numbers, fresh = text.split("\n"), {}, count(40_001)
    # Code is run, and tables that an expression gives are made anew; a word among dollars would end a formula.
    left = {line for part in split(text) if part.info is not None for line in range(part.start, part.end)}
    for span in [*TABLE.finditer(text), *_FORMULA.finditer(text)]:
        left |= set(range(text.count("\n", 0, span.start()), text.count("\n", 0, span.end()) + 1))
    matter = _MATTER.match(text)
    front = matter[0].count("\n") if matter else 0
    left |= {at for at in range(front) if not lines[at].startswith(_SAID)}
    for at, line in enumerate(lines):
        words = list(_TOKEN.finditer(line))
        words = words[1:-1] if at < front else words  # within the quotation marks of a value
        if at in left or not words:
            continue
        end = words[place * (len(words) - 1) // (PLACES - 1)].end()
        end -= line[end - 1] == '"'  # a title, a label or a caption goes on
        if any(cited.start() < end < cited.end() for cited in CITATION.finditer(line)):
            continue
        number = str(next(fresh))
        lines[at] = f"{line[:end]} or {number}{line[end:]}"
        numbers[number] = at + 1
    return "\n".join(lines), numbers


def visible(reader: markdown.Markdown, text: str) -> str:
    """What a reader sees or hears of a page, its description included, without code and formulas."""
    matter = _MATTER.match(text)
    about = yaml.safe_load(matter[1]) if matter else {}
    body = "\n\n".join([*(about.get(name, "") for name in _SAID), text[matter.end() if matter else 0 :]])
    page = BeautifulSoup(reader.reset().convert(strip_bindings(body)), "html.parser")
    for hidden in page.select("code, pre, .arithmatex, script, style"):
        hidden.decompose()
    said = [tag.get(name, "") for tag in page.select("[alt], [title]") for name in ("alt", "title")]
    return "\n".join([page.get_text(), *said])


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *pages()], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_number_is_seen_in_every_line(path, reader) -> None:
    text = path.read_text(encoding="utf-8")
    for place in range(PLACES):
        changed, numbers = planted(text, place)
        reported = {problem.what.split()[-1] for problem in prose.loose_numbers(path, changed)}
        seen = visible(reader, changed)
        silent = {
            number: line for number, line in numbers.items() if number in seen and number not in reported
        }
        assert not silent, f"{path}: not looked at: lines {sorted(silent.values())}"


def test_a_number_is_seen_in_the_navigation() -> None:
    config = ROOT / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    titles = re.findall(r"^ +- ([A-Z][\w ]+):", text, re.MULTILINE)
    assert titles
    for title in titles:
        changed = text.replace(f"- {title}:", f"- {title} 40001:", 1)
        assert [p.what for p in prose.loose_numbers(config, changed)] == ["nothing computes the number 40001"]
