"""Every thread that an entry of the error index cites is on record, and every entry cites one."""

import datetime
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs/fix/errors"
RECORDS = tomllib.loads((ROOT / "docs/assets/includes/threads.toml").read_text("utf-8"))["thread"]

FIELDS = {
    "repository": r"[\w.-]+/[\w.-]+",
    "number": r"[1-9]\d*",
    "title": r"\S.*",
    "date": r"20\d\d-\d\d-\d\d",
    "url": r"https://github\.com/([\w.-]+/[\w.-]+)/(issues|pull)/(\d+)",
    "said": r"\S.{19,}[.?)]",
}


def record_problems(record: dict) -> list[str]:
    """What is wrong with one record, each named by its field."""
    name = f"{record.get('repository')}#{record.get('number')}"
    found = [
        f"{name}: {field} is {record.get(field)!r}"
        for field, pattern in FIELDS.items()
        if not re.fullmatch(pattern, str(record.get(field, "")))
    ]
    if not isinstance(record.get("date"), datetime.date):
        found.append(f"{name}: date is {record.get('date')!r}; write it bare, as 2024-01-31")
    if not str(record.get("url", "")).endswith(f"/{record.get('number')}") or (
        f"/{record.get('repository')}/" not in str(record.get("url", ""))
    ):
        found.append(f"{name}: url is {record.get('url')!r}, another thread's")
    entries = record.get("entries") or []
    if not entries or any(not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(slug)) for slug in entries):
        found.append(f"{name}: entries is {entries!r}; name the pages that cite it")
    if set(record) - FIELDS.keys() - {"entries"}:
        found.append(f"{name}: unknown {sorted(set(record) - FIELDS.keys() - {'entries'})}")
    return found


def duplicates(records: list[dict]) -> list[str]:
    """Threads that are on record twice."""
    names = [f"{record.get('repository')}#{record.get('number')}".lower() for record in records]
    return sorted({name for name in names if names.count(name) > 1})


def uncited(pages: dict[str, str], records: list[dict]) -> list[str]:
    """Entries, text by slug, that cite no thread which is on record for them."""
    return [
        slug
        for slug, text in pages.items()
        if not any(
            slug in record["entries"] and re.search(re.escape(record["url"]) + r"(?!\d)", text)
            for record in records
        )
    ]


def test_every_record_is_complete() -> None:
    assert [problem for record in RECORDS for problem in record_problems(record)] == []


def test_no_thread_is_on_record_twice() -> None:
    assert duplicates(RECORDS) == []


def test_every_entry_cites_a_thread_on_record() -> None:
    pages = {page.stem: page.read_text("utf-8") for page in sorted(PAGES.glob("*.md"))}
    pages.pop("index", None)
    if not pages:
        pytest.skip("no entries yet")
    assert uncited(pages, RECORDS) == [], "link one of their threads in docs/assets/includes/threads.toml"


@pytest.mark.parametrize("field", [*FIELDS, "entries"])
@pytest.mark.parametrize("broken", [None, ""])
def test_a_record_without_a_field_is_refused(field: str, broken: str | None) -> None:
    record = dict(RECORDS[0])
    if broken is None:
        del record[field]
    else:
        record[field] = broken
    assert record_problems(RECORDS[0]) == []
    assert any(field in problem for problem in record_problems(record))


@pytest.mark.parametrize(
    ("field", "broken"),
    [
        ("date", "2017-02-24"),
        ("date", datetime.date(1017, 2, 24)),
        ("number", 843),
        ("repository", "pytorch/vision"),
        ("url", "https://example.org/pytorch/pytorch/issues/842"),
        ("said", "It is so"),
        ("entries", ["Not a slug"]),
        ("author", "someone"),
    ],
)
def test_a_wrong_field_is_refused(field: str, broken: object) -> None:
    assert record_problems({**RECORDS[0], field: broken})


def test_a_second_record_of_a_thread_is_refused() -> None:
    assert duplicates([*RECORDS, RECORDS[0]]) == [f"{RECORDS[0]['repository']}#{RECORDS[0]['number']}"]


def test_an_entry_without_its_thread_is_named() -> None:
    record, other = RECORDS[0], next(r for r in RECORDS if RECORDS[0]["entries"][0] not in r["entries"])
    slug = record["entries"][0]
    assert uncited({slug: f"see [the thread]({record['url']})"}, RECORDS) == []
    for text in ("no link", f"see {other['url']}", f"see {record['url']}0"):
        assert uncited({slug: text}, RECORDS) == [slug]
