"""What ``make serve`` shows is what is tested: the same bytes come out again, and of the lock of the site alone."""

from pathlib import Path

from tests.site.reporting import report


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_second_build_is_the_same(site, site_again, docs_python, missing) -> None:
    first, second = files(site), files(site_again)
    report([name for name in sorted(first | second) if first.get(name) != second.get(name)])
    if not docs_python:
        missing("without network the lock of the site cannot be installed: that of the tests built twice")
