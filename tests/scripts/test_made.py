"""All that is generated is what its script makes, also on another machine; and the one command says what is not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts import ROOT, __main__, made
from scripts.made import REFRESH, Made, Problem, orphans, settle

KINDS = [kind for kind in __main__.GENERATORS if kind != "studies"]
NARROW = "X86_V4 AVX512_ICL AVX512_SPR AVX512_SKX AVX512F AVX512CD AVX512_CLX AVX512_CNL"
ANOTHER_MACHINE = {
    # The last digits of NumPy's exp differ between processors: what pages and notebooks show must not.
    "without wide vectors": (
        ["pages", "notebooks"],
        {**os.environ, "NPY_DISABLE_CPU_FEATURES": NARROW, "PYTHONWARNINGS": "ignore"},
    ),
    "other hashes, locale and settings": (
        ["figures", "card"],
        {
            "PYTHONHASHSEED": "7",
            "LC_ALL": "C",
            "MATPLOTLIBRC": str(ROOT / "tests" / "scripts" / "odd.mplstyle"),
        },
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_stale(kind: str) -> None:
    if kind in ("pages", "notebooks"):
        pytest.importorskip("torch")
    generator = __main__.GENERATORS[kind]
    wrong = [str(problem) for problem in settle(generator.make(generator.targets()), check=True)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ANOTHER_MACHINE)
def test_another_machine_makes_the_same(name: str) -> None:
    kinds, environment = ANOTHER_MACHINE[name]
    if "pages" in kinds:
        pytest.importorskip("torch")
    command = [sys.executable, "-m", "scripts", "--check", *kinds]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_generated_file_has_its_script() -> None:
    wrong = [str(problem) for problem in orphans(__main__.GENERATORS.values())]
    assert not wrong, "\n".join(wrong)


# A generator of two files, one of which lacks something that only its author can fix.


@pytest.fixture
def toys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def make(paths: list[Path]) -> Iterator[Made]:
        for path in paths:
            wrong = [Problem(path, 3, "is odd", REFRESH if path.stem == "one-toy" else "fix it")]
            yield Made(path, path.stem, wrong if path.exists() and path.read_text() != path.stem else [])

    files = [tmp_path / "one-toy.txt", tmp_path / "two.txt"]
    generator = SimpleNamespace(FILES=("*.txt",), targets=lambda: files, make=make)
    monkeypatch.setattr(made, "ROOT", tmp_path)
    monkeypatch.setattr(
        __main__, "GENERATORS", {"toys": generator, "studies": SimpleNamespace(FILES=(), targets=list)}
    )
    for path in files:
        path.write_text(path.stem)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = __main__.main(arguments)
    lines = capsys.readouterr().out.splitlines()
    return status, "\n".join(line for line in lines if not line.endswith(" s"))


def test_what_is_true_is_left_alone(toys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = [path.stat().st_mtime_ns for path in toys.iterdir()]
    assert run(capsys) == (0, "")
    assert run(capsys, "--check", "--studies") == (0, "")
    assert [path.stat().st_mtime_ns for path in toys.iterdir()] == before


def test_what_is_stale_is_said_and_written_once(toys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (toys / "one-toy.txt").write_text("1")
    said = "one-toy.txt:3: is odd\n    fix: make refresh"
    assert run(capsys, "--check", "toys") == (1, said)
    assert (toys / "one-toy.txt").read_text() == "1"
    assert run(capsys, "toys") == (0, "changed one-toy.txt")
    assert run(capsys, "toys") == (0, "")


def test_what_is_missing_is_made(toys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (toys / "two.txt").unlink()
    said = "two.txt:1: was never made\n    fix: .venv/bin/python -m scripts two.txt"
    assert run(capsys, "--check", "toys") == (1, said)
    assert not (toys / "two.txt").exists()
    assert run(capsys, "toys") == (0, "changed two.txt")


def test_what_only_its_author_can_mend_fails(toys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (toys / "two.txt").write_text("2")
    stale = "two.txt:1: is not what its script makes\n    fix: .venv/bin/python -m scripts two.txt"
    assert run(capsys, "--check", "toys") == (1, f"two.txt:3: is odd\n    fix: fix it\n{stale}")
    (toys / "two.txt").write_text("2")
    assert run(capsys, "toys") == (1, "changed two.txt\ntwo.txt:3: is odd\n    fix: fix it")


def test_an_orphan_is_said_and_kept(toys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (toys / "lost.txt").write_text("")
    said = (1, "lost.txt:1: no script makes this file\n    fix: git rm lost.txt")
    assert run(capsys, "two") == run(capsys, "--check") == said
    assert (toys / "lost.txt").exists()


@pytest.mark.parametrize("name", ["toys", "one-toy", "one_toy", "one-toy.txt", "one_toy.py"])
def test_a_file_is_named_in_several_ways(
    toys: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(toys)
    (toys / "one-toy.txt").unlink()
    assert run(capsys, name) == (0, "changed one-toy.txt")


def test_the_studies_run_on_request(toys: Path) -> None:
    assert list(__main__.chosen([])) == ["toys"]
    assert list(__main__.chosen([], with_studies=True)) == ["toys", "studies"]


def test_a_page_is_named_with_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name, folder in {"accuracy": "scripts/studies", "docs/look-up/accuracy.md": "docs/look-up"}.items():
        (path,) = (path for paths in __main__.chosen([name]).values() for path in paths)
        assert path.parent == ROOT / folder


def test_an_unknown_name_is_refused(toys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        __main__.main(["toy"])
    assert "'toy' is no file that a script makes, nor one of toys, studies" in capsys.readouterr().err
