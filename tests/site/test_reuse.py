"""What a build takes over from an earlier one: all that did not change, and nothing that did."""

import filecmp
import itertools
import json
import logging
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config

from scripts import ROOT
from scripts.node import ensure_packages
from scripts.site import kept

COPIED = ("docs", "overrides", "reference_impl", "requirements", "scripts")
COPIED_FILES = ("mkdocs.yml", "pyproject.toml", "package.json", "package-lock.json", "README.md", "LICENSE")


def edited(path: str, before: str, after: str) -> dict[str, str | None]:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert before in text
    return {path: text.replace(before, after)}


ALL = {"all"}
# What an author saves, one on top of the other; the pages to render again; a page, and what then stands on it.
SAVES: dict[str, tuple[dict[str, str | None], set[str], str, str]] = {
    "at first": ({}, ALL, "index.html", "Sigmoid"),
    "nothing": ({}, set(), "index.html", "Sigmoid"),
    "a page": (
        edited(
            "docs/understand/curve.md", "\n\n## ", "\n\nNew words for [it][reference_impl.sigmoid].\n\n## "
        ),
        {"understand/curve.md"},
        "understand/curve/index.html",
        "New words for",
    ),
    "code that pages show": (
        edited("reference_impl/_sigmoid.py", "[start:kernel]", "[start:kernel]\n# New code."),
        {"understand/floating-point.md", "look-up/api.md"},
        "understand/floating-point/index.html",
        "# New code.",
    ),
    "the bibliography": (
        edited("docs/assets/includes/references.bib", "Pierre-François", "Peter"),
        {"understand/curve.md", "understand/history.md"},
        "understand/history/index.html",
        "Peter",
    ),
    "an abbreviation": (
        edited("docs/assets/includes/abbreviations.md", "*[", "*[GRU]: New meaning.\n*["),
        ALL,
        "understand/gates/index.html",
        "New meaning.",
    ),
    "a template": (
        edited("overrides/partials/way.html", '"Previous"', '"Back"'),
        set(),
        "look-up/api/index.html",
        "<span>Back</span>",
    ),
    "the settings": (
        edited("mkdocs.yml", "Link to this section", "New title"),
        ALL,
        "look-up/api/index.html",
        "New title",
    ),
}
# What an author breaks and fixes again; the pages whose warnings must come every time.
FAULTS: dict[str, tuple[dict[str, str | None], set[str]]] = {
    "a link of its own": (edited("docs/index.md", "\n\n## ", "\n\n[No](no.md)\n\n## "), {"index.md"}),
    "a heading that others link to": (
        edited("docs/look-up/accuracy.md", "## Speed\n", "## Haste\n"),
        {"understand/floating-point.md"},
    ),
    "an include": (edited("docs/index.md", "\n\n## ", '\n\n--8<-- "no.py"\n\n## '), {"index.md"}),
    "a page that others link to": (
        {"docs/understand/gates.md": None},
        {"understand/alternatives.md", "understand/history.md", "learn/lstm-gate.md"},
    ),
}


def rebuild(tree: Path, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "site" / "rebuilding.py")],
        cwd=tree,
        env=os.environ | {"SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1"},
        input=json.dumps(steps),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def story(folder: Path) -> dict[str, Any]:
    """A copy of the site is saved, broken and fixed in one process, then built warm, and from nothing."""
    ensure_packages()
    tree = folder / "tree"
    for name in COPIED:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in COPIED_FILES:
        shutil.copy2(ROOT / name, tree)
    (tree / "node_modules").symlink_to(ROOT / "node_modules")

    def step(site: str, edits: dict[str, str | None]) -> dict[str, Any]:
        return {"site": str(folder / site), "edits": edits}

    saves = rebuild(tree, [step("saved", edits) for edits, *_ in SAVES.values()])
    warm = rebuild(tree, [step("warm", {})])
    shutil.rmtree(tree / ".cache" / "site")
    clean = rebuild(tree, [step("clean", {})])
    steps = []
    for edits, _ in FAULTS.values():
        fixed: dict[str, str | None] = {path: (tree / path).read_text("utf-8") for path in edits}
        steps += [step("broken", edits), step("broken", {}), step("broken", fixed)]
    return {
        "folder": str(folder),
        "saves": saves,
        "warm": warm,
        "clean": clean,
        "faults": rebuild(tree, steps),
    }


@pytest.fixture(scope="module")
def told(once) -> dict[str, Any]:
    return once("reuse", story)


def differences(left: Path, right: Path) -> list[str]:
    files = [
        {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()} for site in (left, right)
    ]
    same, *others = filecmp.cmpfiles(left, right, files[0] | files[1], shallow=False)
    assert same
    return sorted(itertools.chain(*others))


@pytest.mark.parametrize("name", SAVES)
def test_a_save_renders_what_it_changes(name, told):
    _, pages, _, _ = SAVES[name]
    result = told["saves"][list(SAVES).index(name)]
    assert not result["failed"], result["warnings"]
    assert sorted(result["rendered"]) == sorted(told["saves"][0]["rendered"] if pages == ALL else pages)
    assert pages != ALL or len(result["rendered"]) > len(list((ROOT / "docs").rglob("*.md"))) - 2


@pytest.mark.parametrize("site", ["saved", "warm"])
def test_the_site_is_the_same_as_from_nothing(site, told):
    folder = Path(told["folder"])
    assert told["warm"][0]["rendered"] == []
    assert len(told["clean"][0]["rendered"]) == len(told["saves"][0]["rendered"])
    assert differences(folder / site, folder / "clean") == []
    for _, _, page, text in SAVES.values():
        assert text in (folder / site / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_fails_every_build_until_it_is_mended(name, told):
    at = 3 * list(FAULTS).index(name)
    broken, again, fixed = told["faults"][at : at + 3]
    assert [result["failed"] for result in (broken, again, fixed)] == [True, True, False]
    assert sorted(broken["warnings"]) == sorted(again["warnings"])
    assert all(any(f"'{page}'" in warning for warning in again["warnings"]) for page in FAULTS[name][1])


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(kept, "store", kept.Store("world"))
    return tmp_path / "kept"


def test_results_are_found_again(folder):
    made: list[str] = []

    def make() -> list[str]:
        made.append("again")
        return list(made)

    for _ in range(2):
        assert kept.once("name", make, lambda: "source") == ["again"]
    kept.store.save()
    assert kept.Store("world").old
    assert not kept.Store("elsewhere").old
    assert kept.once("name", make, lambda: "changed") == ["again", "again"]


def test_what_changed_while_it_was_read_is_not_kept(folder):
    texts = iter(("before", "after"))
    assert kept.once("name", lambda: 1, lambda: next(texts)) == 1
    assert kept.once("name", lambda: None, lambda: "") is None
    assert not kept.store.new


def test_a_store_that_cannot_be_used_does_no_harm(folder):
    folder.write_text("a file where the folder should be")
    kept.store.save()
    folder.unlink()
    folder.mkdir()
    for damage in (b"", b"no pickle", pickle.dumps({"key": b"1"})[:-3]):
        (folder / "world").write_bytes(damage)
        assert kept.Store("world").old == {}


def test_old_worlds_are_cleared_away(folder):
    for number in range(kept.WORLDS + 3):
        kept.Store(str(number)).save()
        os.utime(folder / str(number), (number, number))
    assert len(list(folder.iterdir())) == kept.WORLDS
    assert (folder / str(number)).exists()


def test_a_world_is_its_settings_code_and_strictness(monkeypatch):
    worlds = [kept._world(load_config(str(ROOT / "mkdocs.yml")))]
    monkeypatch.setenv("OFFLINE", "true")
    worlds.append(kept._world(load_config(str(ROOT / "mkdocs.yml"))))
    monkeypatch.setattr(kept, "_CODE", "edited since this process began")
    worlds.append(kept._world(load_config(str(ROOT / "mkdocs.yml"))))
    monkeypatch.setattr(logging.getLogger("mkdocs"), "level", logging.CRITICAL)
    worlds.append(kept._world(load_config(str(ROOT / "mkdocs.yml"))))
    assert len(set(worlds)) == len(worlds)
