"""Tables that an expression gives: what stands between ``<!-- table: expression -->`` and ``<!-- /table -->``."""

import re
from collections.abc import Callable, Sequence

TABLE = re.compile(
    r"(?P<head>^(?P<indent>[ \t]*)<!-- table: (?P<expression>.+?) -->\n)(?P<body>.*?)(?P<foot>^[ \t]*<!-- /table -->)",
    re.DOTALL | re.MULTILINE,
)


def regenerate(text: str, evaluate: Callable[[str], object], report: Callable[[int, str, bool], None]) -> str:
    """Every generated table written anew; reports those that changed or failed."""

    def one(match: re.Match[str]) -> str:
        try:
            new = markdown(evaluate(match["expression"]), match["indent"])
        except Exception as error:
            report(match.start(), f"table {match['expression']!r}: {type(error).__name__}: {error}", False)
            return match[0]
        if new != match["body"]:
            report(match.start(), f"the table is not what {match['expression']} gives", True)
        return match["head"] + new + match["foot"]

    return TABLE.sub(one, text)


def markdown(value: object, indent: str = "") -> str:
    """A string as it is; rows of cells, the heading first, as a Markdown table."""
    if isinstance(value, str):
        lines = value.rstrip("\n").split("\n")
    else:
        head, *rows = (list(map(str, row)) for row in _rows(value))
        lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "".join(f"{indent}{line}\n" if line else "\n" for line in ("", *lines, ""))


def _rows(value: object) -> Sequence[Sequence[object]]:
    if not isinstance(value, Sequence) or not value:
        raise TypeError(f"gives {value!r}, which is neither text nor rows of cells")
    return value
