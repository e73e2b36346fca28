"""The locks are closed: pip installs them as they stand, whatever has been released since and however old it is."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import ROOT
from tests.install import index, locks
from tests.site.building import python_of

LOCKS = ["docs", "test"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
INSTALL = re.findall(r"^INSTALL = \$\(BIN\)/python -m pip install (.+)$", MAKEFILE, re.MULTILINE)[0].split()


@pytest.mark.parametrize("name", [path.stem for path in (ROOT / "requirements").glob("*.txt")])
def test_every_pin_is_hashed(name: str) -> None:
    entries = re.split(r"^(?=[\w.-]+==)", locks.text(name), flags=re.MULTILINE)[1:]
    assert len(entries) == len(locks.pins(locks.text(name))) >= 1
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_site_is_built_with_what_it_is_tested_with() -> None:
    docs, test = (set(locks.pins(locks.text(name))) for name in LOCKS)
    assert docs < test


@pytest.mark.parametrize("place", locks.PLACES, ids=lambda p: f"{p['sys_platform']}-{p['python_version']}")
@pytest.mark.parametrize("name", LOCKS)
def test_no_pin_asks_for_what_the_lock_lacks(name: str, place: dict[str, str]) -> None:
    assert list(locks.gaps(locks.text(name), place)) == []


def test_a_gap_behind_an_extra_is_seen() -> None:
    open_lock = re.sub(r"^tinycss2==(?:.*\\\n)+.*\n", "", locks.text("docs"), flags=re.MULTILINE)
    assert [gap.split(" asks for ")[0] for gap in locks.gaps(open_lock, locks.PLACES[0])] == ["bleach[css]"]


def test_every_documented_install_takes_the_locks_as_they_stand() -> None:
    files = ["README.md", "Makefile", "scripts/pytorch.py", *(ROOT / ".github").rglob("*.yml")]
    commands = [
        line
        for file in files
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
        if re.search(r"\binstall\b.*(-r|--requirement)\b", line)
    ]
    assert len(commands) >= 3
    assert [line for line in commands if "--no-deps" not in line or "--require-hashes" not in line] == []


@pytest.fixture(scope="module")
def cut(tmp_path_factory) -> tuple[Path, Path]:
    """A lock of every pin that asks for an extra and of all that it needs, and an index with newer releases too."""
    lock, place = locks.text("test"), locks.PLACES[0]
    pins = {pin.name: pin for pin in locks.pins(lock) if pin.holds(place)}
    extras = ["", *sorted({extra for pin in pins.values() for r in _asked(pin, "") for extra in r.extras})]
    wanted = {name: [r for extra in extras for r in _asked(pin, extra)] for name, pin in pins.items()}
    reached = [name for name, requirements in wanted.items() if any(r.extras for r in requirements)]
    for name in reached:
        reached += {r.name for r in wanted[name]} & pins.keys() - set(reached)
    folder = tmp_path_factory.mktemp("cut")
    lines = []
    for name in reached:
        of = locks.installed(pins[name])
        assert of
        fields = [f"Requires-Dist: {line}" for line in of.requires or []]
        fields += [f"Provides-Extra: {extra}" for extra in of.metadata.get_all("Provides-Extra", [])]
        metadata = "".join(f"{field}\n" for field in fields)
        digest = index.add(folder / "index", name, pins[name].version, metadata)
        newer = f"{int(pins[name].version.split('.')[0]) + 1}.0"
        index.add(folder / "index", name, newer, metadata)
        lines.append(f"{name}=={pins[name].version} --hash=sha256:{digest}\n")
    (folder / "cut.txt").write_text("".join(lines))
    assert {"pytest-cov", "coverage", "bleach", "nbconvert"} <= set(reached)
    return folder / "cut.txt", folder / "index"


def _asked(pin: locks.Pin, extra: str):
    of = locks.installed(pin)
    return list(locks.asked(of, extra, locks.PLACES[0])) if of else []


@pytest.fixture(params=["oldest", "newest"])
def pip(request, once, missing) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``pip(folder, *arguments, env=...)`` runs the pinned pip on a new environment in the folder."""
    if request.param == "oldest" and sys.version_info >= (3, 12):
        pytest.skip("the pip that Python 3.11.0 brings does not run on this Python")

    def fetch(folder: Path) -> str | None:
        lock = ROOT / "requirements" / f"pip-{request.param}.txt"
        get = ["download", "--quiet", "--no-deps", "--require-hashes", "-r", str(lock), "-d", str(folder)]
        done = subprocess.run([sys.executable, "-m", "pip", *get], capture_output=True, text=True)
        return None if done.returncode else str(next(folder.glob("pip-*.whl")))

    wheel = once(f"pip-{request.param}", fetch) or missing("without network the pinned pip cannot be fetched")

    def run(folder: Path, *arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        return subprocess.run(
            [python_of(folder), f"{wheel}/pip", *arguments], env=env, capture_output=True, text=True
        )

    return run


def test_no_pip_looks_past_the_lock(pip, cut, tmp_path) -> None:
    lock, offered = cut
    done = pip(tmp_path / "venv", "install", *INSTALL, str(lock), env=index.environment(offered))
    assert done.returncode == 0, done.stderr
    found = {path.name for path in tmp_path.glob("venv/**/*.dist-info")}
    pins = (line.split()[0].replace("-", "_").replace("==", "-") for line in lock.read_text().splitlines())
    assert found == {f"{pin}.dist-info" for pin in pins}


@pytest.mark.parametrize("pip", ["oldest"], indirect=True)
def test_an_old_pip_looks_past_a_lock_that_it_may_resolve(pip, cut, tmp_path) -> None:
    """Why the locks are installed with ``--no-deps``: this is how a fresh clone failed."""
    lock, offered = cut
    resolving = [option for option in INSTALL if option != "--no-deps"]
    done = pip(tmp_path / "venv", "install", *resolving, str(lock), env=index.environment(offered))
    assert done.returncode
    assert "must have their versions pinned with ==" in done.stderr
