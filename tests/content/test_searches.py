"""Where a page says that nothing was found, a record says where and how it was looked for, and it is not old."""

import datetime as dt
import re
import tomllib
from typing import Any

from scripts import DOCS
from scripts.page.parts import pages
from scripts.tables.searches import SEARCHES

RECORDS = tomllib.loads(SEARCHES.read_text(encoding="utf-8"))["search"]
TEXTS = {
    path.relative_to(DOCS).with_suffix("").as_posix(): path.read_text(encoding="utf-8") for path in pages()
}
DAYS = 180


def faults(records: list[dict[str, Any]], texts: dict[str, str], today: dt.date) -> list[str]:
    recorded = {record["page"] for record in records}
    found = [
        f"{name}: 'none' without a record in searches.toml"
        for name, text in texts.items()
        if re.search(r"\b(?:found|know of) none\b", text) and name not in recorded
    ]
    for record in records:
        page, date = record["page"], record["date"]
        text = re.sub(r"<!--.*?-->", "", texts.get(page, ""))
        if record["claim"] not in text or f"{date.day} {date:%B %Y}" not in text:
            found.append(f"{page}: does not say '{record['claim']}' with the date of the search")
        if not (record["places"] and record["words"] and record["found"]):
            found.append(f"{page}: say where was searched, with which words, and what came nearest")
        if not dt.timedelta(0) <= today - date <= dt.timedelta(DAYS):
            found.append(f"{page}: searched on {date}, more than {DAYS} days ago: search again")
    return found


def test_each_search_is_on_record_and_recent() -> None:
    assert faults(RECORDS, TEXTS, dt.datetime.now(tz=dt.UTC).date()) == []


def test_an_old_search_and_a_claim_without_one_are_seen() -> None:
    date = dt.date(2026, 1, 2)
    record = {
        "page": "a",
        "claim": "We found none",
        "date": date,
        "places": ["x"],
        "words": ["y"],
        "found": ["z"],
    }
    texts = {"a": "On 2<!-- day --> January 2026: We found none."}
    assert faults([record], texts, date + dt.timedelta(DAYS)) == []
    assert "search again" in faults([record], texts, date + dt.timedelta(DAYS + 1))[0]
    assert "with the date" in faults([record], {"a": "We found none."}, date)[0]
    assert "where" in faults([{**record, "places": []}], texts, date)[0]
    assert faults([], texts, date) == ["a: 'none' without a record in searches.toml"]
