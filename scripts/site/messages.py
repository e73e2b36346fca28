"""The messages of an entry of the error index, as headings: what readers paste is found by headings first."""

from collections.abc import Mapping
from typing import Any


def with_messages(markdown: str, meta: Mapping[str, Any]) -> str:
    """The page, and at its end every message that it explains, where it explains more than its title says."""
    messages = meta.get("messages", [])
    if not messages:
        return markdown
    listed = "".join(f"\n### `` {message} ``\n" for message in messages)
    return f"{markdown}\n\n## All messages of this page\n{listed}"
