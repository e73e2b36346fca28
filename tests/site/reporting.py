"""How a test says what is wrong with many pages at once."""

import pytest

MOST = 80


def report(faults: list[str]) -> None:
    """Fail with one line a fault, and without the test's own code, which would drown them."""
    if faults:
        more = f"\n... and {len(faults) - MOST} more" if len(faults) > MOST else ""
        pytest.fail(f"{len(faults)} faults:\n" + "\n".join(faults[:MOST]) + more, pytrace=False)
