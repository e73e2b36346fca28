"""What the project says of itself to indexes, archives and citing readers: one version, one date, one address."""

import json
import re
import tomllib
from typing import Any

import yaml

from scripts import ROOT


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT: dict[str, Any] = tomllib.loads(text("pyproject.toml"))["project"]
CITATION: dict[str, Any] = yaml.safe_load(text("CITATION.cff"))
ZENODO: dict[str, Any] = json.loads(text(".zenodo.json"))
SOURCE: str = PROJECT["urls"]["Source"]
SITE: str = PROJECT["urls"]["Documentation"]


def test_version_and_date_are_those_of_the_newest_release() -> None:
    headings = re.findall(r"^## (.+)$", text("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    version, date = str(CITATION["version"]), str(CITATION["date-released"])
    assert headings[1] == f"[{version}] - {date}"
    assert PROJECT["version"] == ZENODO["version"] == version
    assert ZENODO["publication_date"] == date


def test_the_changelog_links_each_release() -> None:
    changelog = text("CHANGELOG.md")
    releases = re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert re.findall(rf"^\[(.+?)\]: {SOURCE}/", changelog, re.MULTILINE) == releases
    assert f"compare/v{releases[1]}...HEAD" in changelog


def test_title_authors_and_keywords_agree() -> None:
    names = [author["name"] for author in CITATION["authors"]]
    assert [author["name"] for author in PROJECT["authors"]] == names
    assert [creator["name"] for creator in ZENODO["creators"]] == names
    assert PROJECT["keywords"] == ZENODO["keywords"] == CITATION["keywords"]
    assert (ZENODO["title"], ZENODO["description"]) == (CITATION["title"], CITATION["abstract"])
    assert ZENODO["license"] == PROJECT["license"] == CITATION["license"][0]


def test_addresses_agree() -> None:
    owner, name = SOURCE.split("/")[-2:]
    assert f"https://{owner}.github.io/{name}/" == SITE
    assert f'repo_url: !ENV [REPO_URL, "{SOURCE}"]' in text("mkdocs.yml")
    assert (CITATION["repository-code"], CITATION["url"]) == (SOURCE, SITE)
    assert {related["identifier"] for related in ZENODO["related_identifiers"]} == {SOURCE, SITE}
    assert all(url.startswith((SOURCE, SITE)) for url in PROJECT["urls"].values())


def test_the_pythons_are_those_that_are_tested() -> None:
    named = [c.rpartition(" ")[2] for c in PROJECT["classifiers"] if "Python :: 3." in c]
    assert PROJECT["requires-python"] == f">={named[0]}"
    for workflow, job in (("package", "test"), ("watch", "newest")):
        jobs = yaml.safe_load(text(f".github/workflows/{workflow}.yml"))["jobs"]
        assert jobs[job]["strategy"]["matrix"]["python"] == named, workflow


def test_the_readme_renders_on_a_package_index() -> None:
    """No link is relative, because an index does not have our files; and what ours lead to exists."""
    from readme_renderer import markdown

    html = markdown.render(text("README.md"))
    assert html is not None
    links = re.findall(r'(?:href|src)="([^"]+)"', html)
    assert len(links) > 8
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    ours = re.findall(rf"{SOURCE}/(?:blob|tree|raw)/main/([^\"#]+)", html)
    assert len(ours) > 8
    assert [path for path in ours if not (ROOT / path).exists()] == []


def test_links_between_our_documents_lead_to_files() -> None:
    for name in ("SECURITY.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md"):
        for form in re.findall(r"issues/new\?template=([\w.]+)", text(name)):
            assert (ROOT / ".github" / "ISSUE_TEMPLATE" / form).is_file(), f"{name}: {form}"
        assert set(re.findall(r"https://github\.com/\w+/\w+", text(name))) <= {SOURCE}
