"""The search of the site, used as a reader does: typed into, and its first link taken."""

from typing import Any
from urllib.parse import urldefrag

FIELD, HIT = ".md-search__input", ".md-search-result__list > li"


def first_hit(page: Any, query: str) -> str | None:
    """The address of the first link that ``query`` brings up in an open page, None when there is none."""
    return next(iter(hits(page, query)), None)


def hits(page: Any, query: str, timeout: float = 10_000) -> list[str]:
    """The pages that ``query`` brings up in an open page, best first, at least the first ten of them.

    Cleared and asked again at each call, so one page serves any number of queries.
    """
    field = page.locator(FIELD)
    if not page.evaluate("document.getElementById('__search').checked"):
        page.evaluate("document.getElementById('__search').click()")
    # Whatever is shown belongs to an earlier query until the empty field is answered.
    for text, answered in [("", "Type to start"), (query, "matching document")]:
        field.fill(text)
        field.press("Shift")  # the search follows keys
        page.wait_for_function(
            "said => document.querySelector('.md-search-result__meta').textContent.includes(said)",
            arg=answered,
            timeout=timeout,
        )
    links = page.eval_on_selector_all(f"{HIT} > a", "links => links.map(a => a.href)")
    return list(dict.fromkeys(urldefrag(link).url.split("?")[0] for link in links))
