"""The cheat sheet keeps its promise: one sheet of paper."""

import re

import pytest


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_one_sheet(paper, reader, origin):
    page = reader().page
    page.goto(f"{origin}look-up/cheat-sheet/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1
