"""What an index or a reader installs: a wheel and an sdist that are well formed and hold what they should."""

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from flit_core.buildapi import build_sdist, build_wheel
from packaging.metadata import Metadata

from scripts import ROOT
from scripts.page import install
from scripts.site import assets

SITE = "https://sigmoid.github.io/sigmoid/"
WHEEL = Path(install.wheel()).name
STEM = "-".join(WHEEL.split("-")[:2])
TYPES, LICENSE = "reference_impl/py.typed", (ROOT / "LICENSE").read_bytes()


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with both, as a release makes them."""
    folder = tmp_path_factory.mktemp("dist")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert [build_wheel(str(folder)), build_sdist(str(folder))] == [WHEEL, f"{STEM}.tar.gz"]
    return folder


def faults(metadata: bytes) -> list[str]:
    """What an index refuses: fields that are wrong, or a description that it cannot show."""
    from readme_renderer import markdown

    try:
        checked = Metadata.from_email(metadata, validate=True)
    except ExceptionGroup as group:
        return [str(error) for error in group.exceptions]
    shown = markdown.render(checked.description or "")
    return [] if shown and "<h1" in shown else ["the description does not render"]


def test_the_wheel(built) -> None:
    with zipfile.ZipFile(built / WHEEL) as wheel:
        names, info = wheel.namelist(), f"{STEM}.dist-info"
        assert faults(wheel.read(f"{info}/METADATA")) == []
        assert wheel.read(f"{info}/licenses/LICENSE") == LICENSE
        assert wheel.testzip() is None
    sources = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("reference_impl/**/*.py")}
    assert {name for name in names if not name.startswith(info)} == {*sources, TYPES}


def test_the_sdist_brings_tests_that_run(built, tmp_path) -> None:
    with tarfile.open(built / f"{STEM}.tar.gz") as sdist:
        sdist.extractall(tmp_path, filter="data")
    folder = tmp_path / STEM
    assert faults((folder / "PKG-INFO").read_bytes()) == []
    assert (folder / "LICENSE").read_bytes() == LICENSE
    assert (folder / TYPES).is_file()
    assert not list(folder.rglob("__pycache__"))
    run = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/reference_impl/test_lstm.py"]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        (b"Name: sigmoid-reference", b"Name: sigmoid reference"),
        (b"License-Expression: MIT", b"License-Expression: mine"),
        (b"# Sigmoid", b"Sigmoid"),
    ],
)
def test_a_fault_is_seen(field: bytes, wrong: bytes, built) -> None:
    with zipfile.ZipFile(built / WHEEL) as wheel:
        metadata = wheel.read(f"{STEM}.dist-info/METADATA")
    assert faults(metadata.replace(field, wrong, 1))


def test_the_site_serves_the_same_files(built, site) -> None:
    served = (site / install.wheel()).read_bytes()
    assert served == assets.package(), "the same files give the same bytes"
    (built / "served.whl").write_bytes(served)
    with zipfile.ZipFile(built / WHEEL) as one, zipfile.ZipFile(built / "served.whl") as other:
        assert [(i.filename, i.CRC) for i in one.infolist()] == [
            (i.filename, i.CRC) for i in other.infolist()
        ]


def test_the_readme_installs_it_with_the_same_line() -> None:
    lines = re.findall(
        r"^pip install http.*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert lines == [install.line(["sigmoid-reference"], SITE)]
