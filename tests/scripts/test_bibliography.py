"""The bibliography is whole: each work is cited and found, each citation has its work, and the page lists them."""

import re
from collections import Counter

import pytest
from pybtex.database import BibliographyData, parse_file, parse_string

from scripts import DOCS, ROOT
from scripts.tables.bibliography import BIB, bibliography, cited
from scripts.truth.engine import process

DOI = re.compile(r"10\.\d{4,9}/[\w.()/:;%-]*\w\)?")
ARXIV = re.compile(r"\d{4}\.\d{4,5}")
WORKS = parse_file(BIB)


def faults(works: BibliographyData, keys: set[str]) -> list[str]:
    """What is wrong with the works, given the keys that pages cite."""
    found = [
        f"{key} is cited but has no entry: add it to {BIB.relative_to(ROOT)}"
        for key in keys - set(works.entries)
    ]
    dois = Counter(str(entry.fields.get("doi", "")).lower() for entry in works.entries.values())
    for key, entry in works.entries.items():
        doi, arxiv = entry.fields.get("doi"), entry.fields.get("eprint")
        if key not in keys:
            found.append(f"no page cites {key}: cite it, or delete its entry")
        if not any(entry.fields.get(field) for field in ("doi", "eprint", "url", "note")):
            found.append(f"{key} has neither doi nor eprint: add one, or a url, or say why in note")
        if doi is not None and not DOI.fullmatch(doi):
            found.append(f"{key} has the doi {doi!r}: write it without a prefix, as 10.1038/323533a0")
        if arxiv is not None and not ARXIV.fullmatch(arxiv):
            found.append(f"{key} has the eprint {arxiv!r}: write the arXiv number alone, as 1706.04599")
        if doi and dois[doi.lower()] > 1:
            found.append(f"{key} shares its doi {doi} with another entry: keep one")
        if not re.fullmatch(r"(1[6-9]|20)\d\d", entry.fields.get("year", "")):
            found.append(f"{key} has the year {entry.fields.get('year')!r}")
        elif not re.fullmatch(rf"[a-z]+{entry.fields['year']}[a-z]?", key):
            found.append(f"{key} is of {entry.fields['year']}: name keys by author and year")
    return sorted(found)


def test_every_citation_has_a_work_and_every_work_a_citation() -> None:
    found = faults(WORKS, set(cited()))
    assert not found, "\n".join(found)


def test_the_page_lists_what_is_cited() -> None:
    page = DOCS / "look-up" / "bibliography.md"
    text, problems = process(page)
    assert not problems, "\n".join(map(str, problems))
    assert text == page.read_text(encoding="utf-8")
    listed = re.findall(r"^- .*", text, re.MULTILINE)
    assert len(listed) == len(cited())


def test_works_are_shown_as_readers_expect() -> None:
    """No TeX is left over, and a DOI or an arXiv number leads to the work."""
    shown = bibliography()
    left = re.findall(r".*(?:[{}]|\\[a-zA-Z]|Cited in \.).*", shown)
    assert not left, "\n".join(left)
    for key in cited():
        doi, arxiv = (WORKS.entries[key].fields.get(field) for field in ("doi", "eprint"))
        assert doi is None or f"](https://doi.org/{doi})" in shown, key
        assert arxiv is None or f"](https://arxiv.org/abs/{arxiv})" in shown, key


GOOD = "@article{a2001, author={A. B.}, title={T}, journal={J}, year={2001}, doi={10.1000/ab(1)2-3}}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("a2001,", "c2001,"), "a2001 is cited but has no entry"),
        (("a2001,", "c2001,"), "no page cites c2001"),
        (("doi={10.1000/ab(1)2-3}", "volume={1}"), "has neither doi nor eprint"),
        (("10.1000/", "https://doi.org/10.1000/"), "write it without a prefix"),
        (("2-3}", "2-3.}"), "has the doi"),
        (("doi={10.1000/ab(1)2-3}", "eprint={arXiv:1706.04599}"), "write the arXiv number alone"),
        (("year={2001}", "year={2002}"), "name keys by author and year"),
        (("year={2001}", "year={in press}"), "has the year"),
        ((GOOD, GOOD + GOOD.replace("a2001", "b2001").replace("ab(", "AB(")), "shares its doi"),
    ],
)
def test_a_fault_is_named(change: tuple[str, str], said: str) -> None:
    assert faults(parse_string(GOOD, "bibtex"), {"a2001"}) == []
    found = faults(
        parse_string(GOOD.replace(*change), "bibtex"),
        {"a2001", "b2001"} if "b2001" in change[1] else {"a2001"},
    )
    assert any(said in fault for fault in found), found
