"""What ``make bench`` found, as a table: how many times faster than each peer."""

import re
from typing import Any

from scripts.studies import data


def speed(function: str) -> list[list[str]]:
    """One function: the input, our time for an element, and the ratio to each peer; above 1 we are faster."""
    found: dict[str, dict[str, Any]] = data("speed")["speed"][function]
    peers = list(
        dict.fromkeys(who for row in found.values() for who, value in row.items() if isinstance(value, dict))
    )
    rows = [["input", "ns for an element", *(f"times as fast as `{who}`" for who in peers)]]
    for key, row in sorted(found.items(), key=lambda item: (item[0].split(",")[0], item[1]["elements"])):
        ratios = [f"{row[who]['ratio']:.2f}" if who in row else "" for who in peers]
        name = re.sub(r"\d{4,}", lambda digits: f"{int(digits[0]):,}", key)
        rows.append([name, f"{row['ns_per_element']:,.5g}", *ratios])
    return rows
