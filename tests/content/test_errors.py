"""Each entry of the error index shows its messages as the pinned versions print them, and says what to do."""

import re
from typing import Any

import pytest
from packaging.version import Version

from scripts.page.parts import split
from scripts.page.versions import executed_with, locked
from scripts.tables.errors import ENTRIES, FAMILIES, entries, threads, versions

SECTIONS = ["Fix", "Why", "Similar errors", "Threads"]


def page(slug: str) -> str:
    return (ENTRIES / f"{slug}.md").read_text(encoding="utf-8")


def outputs(text: str) -> str:
    """What the code of the page printed: every page is run again by the tests of the truth engine."""
    return "\n".join(part.body for part in split(text) if part.is_output)


def faults(meta: dict[str, Any], text: str) -> list[str]:
    """What an entry lacks."""
    printed = outputs(text)
    found = [
        f"the pinned versions print nothing that begins with {m!r}"
        for m in meta.get("messages", [])
        if not re.search(rf"^\s*(?:[\w.]+: )?{re.escape(m)}", printed, re.MULTILINE)
    ]
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    found += [] if sections == SECTIONS else [f"its sections are {sections}, not {SECTIONS}"]
    found += [] if meta.get("messages") or meta.get("symptom") else ["neither messages nor a symptom"]
    found += (
        []
        if meta.get("family") in FAMILIES
        else [f"the family {meta.get('family')!r} is none of {list(FAMILIES)}"]
    )
    found += [
        f"does not show the older spelling {m!r}"
        for m in meta.get("older", [])
        if " ".join(m.split()) not in " ".join(text.split("---", 2)[2].split())
    ]
    code = [part for part in split(text) if part.language == "python"]
    found += [] if len(code) >= 2 else ["the failing code and the fixed code are two blocks that run"]
    return found


@pytest.mark.parametrize("slug", entries())
def test_an_entry_shows_its_message_and_its_fix(slug: str) -> None:
    assert not faults(entries()[slug], page(slug)), f"docs/fix/errors/{slug}.md"


@pytest.mark.parametrize("slug", entries())
def test_an_entry_rests_on_a_thread(slug: str) -> None:
    assert threads(slug)
    assert f'<!-- table: tables.threads("{slug}") -->' in page(slug)


def test_there_are_forty_entries() -> None:
    assert len(entries()) >= 40


def test_every_family_is_indexed() -> None:
    index = (ENTRIES / "index.md").read_text(encoding="utf-8")
    assert [name for name in FAMILIES if f'tables.errors("{name}")' not in index] == []


def test_a_changed_message_and_a_missing_part_are_seen() -> None:
    text = (
        "---\nfamily: loss\n---\n# T\n\n```{.python .raises}\nf()\n```\n\n```{.text .output .no-copy}\nE: a b\n```\n\n"
        "```python\ng()\n```\n\n## Fix\n\n## Why\n\n## Similar errors\n\n## Threads\n"
    )
    meta = {"family": "loss", "messages": ["a b"]}
    assert faults(meta, text) == []
    for wrong in ("a c", "b"):
        said = f"the pinned versions print nothing that begins with {wrong!r}"
        assert faults({**meta, "messages": [wrong]}, text) == [said]
    for shown in ("## Fix\n\n", "## Why\n\n## Fix\n\n"):
        (fault,) = faults(meta, text.replace("## Fix\n\n## Why\n\n", shown))
        assert fault.startswith("its sections are")
    assert faults({"family": "loss"}, text) == ["neither messages nor a symptom"]
    assert len(faults({**meta, "family": "x"}, text)) == 1
    assert faults({**meta, "older": ["old"]}, text) == ["does not show the older spelling 'old'"]


def tried(table: str) -> list[list[str]]:
    """The rows of the table of versions: package, pinned version, newest tried, and more."""
    rows = re.findall(r"^\| (.+) \|$", table, re.MULTILINE)
    return [row.split(" | ") for row in rows[2:]]


def version_faults(rows: list[list[str]], lock: dict[str, str], used: set[str]) -> list[str]:
    """What is wrong with the versions tried. That newer ones exist is no fault: the list may lag behind them."""
    found = [f"{name} was never tried" for name in sorted(used - {row[0] for row in rows})]
    for name, pinned, newest, result in rows:
        if pinned != lock.get(name):
            found.append(
                f"{name} is shown as pinned to {pinned}, and locked at {lock.get(name)}: make refresh"
            )
        if Version(newest) < Version(pinned):
            found.append(
                f"{name} {newest} was tried last, older than the pinned {pinned}: try it in tried.toml"
            )
        if not re.match(r"20\d\d-\d\d-\d\d: \S", result):
            found.append(f"{name} {newest}: say when it was tried, and what came of it")
    return found


def test_the_newest_versions_tried_are_on_record() -> None:
    section = page("index").split("<!-- table: tables.versions() -->")[1].split("<!-- /table -->")[0]
    used = {name.split()[0] for slug in entries() for name in executed_with(page(slug))}
    assert version_faults(tried(section), locked(), used) == []
    assert tried(section) == versions()[1:]


def test_a_wrong_version_on_record_is_seen() -> None:
    row, lock = ["numpy", "2.4.6", "2.10.0", "2026-11-21: the same."], {"numpy": "2.4.6"}
    assert version_faults([row], lock, {"numpy"}) == []
    assert version_faults([row], {"numpy": "2.4.7"}, set()) == [
        "numpy is shown as pinned to 2.4.6, and locked at 2.4.7: make refresh"
    ]
    assert "older" in version_faults([[*row[:2], "2.4.5", *row[3:]]], lock, set())[0]
    assert "say when" in version_faults([[*row[:3], "soon: the same."]], lock, set())[0]
    assert version_faults([row], lock, {"numpy", "torch"}) == ["torch was never tried"]


def test_no_thread_no_entry() -> None:
    with pytest.raises(ValueError, match="no thread"):
        threads("no-such-entry")
