"""Each entry of the error index shows its messages as the pinned versions print them, and says what to do."""

import re
from typing import Any

import pytest

from scripts.tables.errors import ENTRIES, FAMILIES, entries, threads
from scripts.truth.page import split

SECTIONS = ("Why", "The cure", "Look-alikes", "Threads")


def page(slug: str) -> str:
    return (ENTRIES / f"{slug}.md").read_text(encoding="utf-8")


def outputs(text: str) -> str:
    """What the code of the page printed: every page is run again by the tests of the truth engine."""
    return "\n".join(part.body for part in split(text) if part.is_output)


def faults(meta: dict[str, Any], text: str) -> list[str]:
    """What an entry lacks."""
    printed = outputs(text)
    found = [f"the pinned versions do not print {m!r}" for m in meta.get("messages", []) if m not in printed]
    found += [
        f"no section {name!r}" for name in SECTIONS if not re.search(rf"^## {name}$", text, re.MULTILINE)
    ]
    found += [] if meta.get("messages") or meta.get("symptom") else ["neither messages nor a symptom"]
    found += (
        []
        if meta.get("family") in FAMILIES
        else [f"the family {meta.get('family')!r} is none of {list(FAMILIES)}"]
    )
    found += [
        f"does not show the older spelling {m!r}"
        for m in meta.get("older", [])
        if m not in text.split("---", 2)[2]
    ]
    code = [part for part in split(text) if part.language == "python"]
    found += [] if len(code) >= 2 else ["the failing code and the mended code are two blocks that run"]
    return found


@pytest.mark.parametrize("slug", entries())
def test_an_entry_shows_its_message_and_its_cure(slug: str) -> None:
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
        "```python\ng()\n```\n\n## Why\n\n## The cure\n\n## Look-alikes\n\n## Threads\n"
    )
    meta = {"family": "loss", "messages": ["a b"]}
    assert faults(meta, text) == []
    assert faults({**meta, "messages": ["a c"]}, text) == ["the pinned versions do not print 'a c'"]
    assert faults(meta, text.replace("## Why", "")) == ["no section 'Why'"]
    assert faults({"family": "loss"}, text) == ["neither messages nor a symptom"]
    assert len(faults({**meta, "family": "x"}, text)) == 1
    assert faults({**meta, "older": ["old"]}, text) == ["does not show the older spelling 'old'"]


def test_no_thread_no_entry() -> None:
    with pytest.raises(ValueError, match="no thread"):
        threads("no-such-entry")
