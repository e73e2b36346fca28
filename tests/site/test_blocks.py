"""Every block runs where its reader is: pasted alone into an environment that has what the page's line names."""

import importlib.util
from collections import defaultdict

import pytest

from tests.site import environments, pasting
from tests.site.reporting import report


@pytest.fixture(scope="module")
def by_line(site) -> dict[str, dict[str, list[dict]]]:
    """Line -> page -> blocks."""
    found = defaultdict(dict)
    for path in sorted(site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        if blocks := "language-py" in html and pasting.blocks_of(html):
            found[pasting.line_of(html)][path.relative_to(site).as_posix()] = blocks
    return dict(found)


@pytest.mark.parametrize("part", range(2))
def test_every_block(part, by_line, site, tmp_path, missing) -> None:
    faults: list[str] = []
    lines = sorted(by_line, key=lambda line: -len(by_line[line]))
    for number, line in enumerate(lines[part::2]):
        if "torch" in line and not importlib.util.find_spec("torch"):
            missing(f"PyTorch is not installed, and {', '.join(by_line[line])} run it")
        environment = environments.make(tmp_path / str(number), line, site)
        faults += pasting.faults_of(by_line[line], environment, tmp_path)
    report(faults)
