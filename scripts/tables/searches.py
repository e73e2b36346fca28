"""When a page's search that found nothing was made."""

import datetime as dt
import tomllib

from scripts import DOCS

SEARCHES = DOCS / "assets" / "includes" / "searches.toml"


def searched(page: str) -> dt.date:
    records = tomllib.loads(SEARCHES.read_text(encoding="utf-8"))["search"]
    date: dt.date = next(record["date"] for record in records if record["page"] == page)
    return date
