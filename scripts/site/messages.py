"""The messages of an entry of the error index, as headings: what readers paste is found by headings first."""

from collections.abc import Mapping
from typing import Any


def with_messages(markdown: str, meta: Mapping[str, Any]) -> str:
    """The page, and at its end every message that it explains, in the spellings of other versions too."""
    listed = [(message, "") for message in meta.get("messages", [])]
    listed += [(message, "\nAs other versions or libraries print it.\n") for message in meta.get("older", [])]
    if not listed:
        return markdown
    headings = "".join(
        f"\n### `` {message} `` {{: #message-{number} }}\n{note}"
        for number, (message, note) in enumerate(listed, start=1)
    )
    return f"{markdown}\n\n## All messages of this page\n{headings}"
