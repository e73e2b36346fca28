"""Tabs stand in one order on every page, so that a reader finds a library where it was before."""

import re

from scripts.page.parts import pages

ORDER = ["NumPy", "SciPy", "PyTorch"]


def test_tabs_stand_in_one_order() -> None:
    for page in pages():
        text = page.read_text(encoding="utf-8")
        # A line of prose ends a set of tabs.
        for tabs in re.findall(r'(?:^=== ".*"\n(?:\n|    .*\n)*)+', text, re.MULTILINE):
            names = [name for name in re.findall(r'^=== "(.*)"', tabs, re.MULTILINE) if name in ORDER]
            assert names == sorted(names, key=ORDER.index), page
