"""The site and the package in places where people keep them, and without what they may lack."""

import filecmp
import importlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import ROOT, node
from tests.site import building

# No locale, no home, no UTF-8 by default: what Windows and bare containers have.
BARE = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
BARE |= {"HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
# Linux alone can take the network and the right to write away from root, too.
ALONE = ["unshare", "--net", "--mount", "sh", "-c"]
READ_ONLY = 'mount --bind "$PWD" "$PWD" && mount -o remount,bind,ro "$PWD" && cd "$PWD" && exec "$@"'


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The project without ``.git``, in a folder whose path has spaces and letters beyond ASCII."""
    place = tmp_path_factory.mktemp("ein Haus für") / "σ und τ"
    made = {"site", "site-offline", "build"}

    def left(folder: str, names: list[str]) -> set[str]:
        top = (
            {name for name in names if name.startswith(".") or name in made}
            if Path(folder) == ROOT
            else set()
        )
        return top | {"__pycache__"}

    shutil.copytree(ROOT, place, ignore=left)
    return place


def test_it_builds_read_only_and_without_network_locale_or_home(copy, site, tmp_path) -> None:
    alone = ALONE if not subprocess.run([*ALONE, "true"], capture_output=True).returncode else None
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", str(tmp_path / "site")]
    if not alone:
        for path in [copy, *copy.rglob("*")]:
            path.chmod(path.stat().st_mode & ~0o222)
    command = [*alone, READ_ONLY, "sh", *build] if alone else build
    env = BARE | building.ENVIRONMENT
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in copy.glob(".*")) == []
    page = Path("understand/curve/index.html")
    assert filecmp.cmp(tmp_path / "site" / page, site / page, shallow=False)


def test_the_package_runs_without_locale_or_home(copy) -> None:
    code = "import sys, reference_impl; print(reference_impl.sigmoid(0.0), 'torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=copy, env=BARE, capture_output=True, text=True)
    assert done.stdout == "0.5 False\n", done.stderr


@pytest.mark.parametrize("extra", ["torch", "numba"])
def test_an_extra_without_its_library_names_itself(extra, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, extra, None)
    monkeypatch.delitem(sys.modules, f"reference_impl.{extra}", raising=False)
    with pytest.raises(ModuleNotFoundError, match=rf"pip install 'sigmoid-reference\[{extra}\]'") as caught:
        importlib.import_module(f"reference_impl.{extra}")
    assert caught.value.name == extra


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """A registry that takes questions and answers none."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{server.getsockname()[1]}/")
        monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
        yield server


@pytest.mark.parametrize("state", ["silent", "closed"])
def test_a_first_build_without_the_registry_says_so(state, registry, monkeypatch) -> None:
    assert node.ANSWER_WITHIN < 10
    monkeypatch.setattr(node, "ANSWER_WITHIN", 2)
    if state == "closed":
        registry.close()
    with pytest.raises(SystemExit, match="Connect to the network and run the command again"):
        node._ask_registry()


def test_a_reader_who_only_serves_installs_no_test_packages(tmp_path, monkeypatch, missing) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(node, "ROOT", tmp_path)
    monkeypatch.setattr(node, "MODULES", tmp_path / "node_modules")
    try:
        node.ensure_packages()
    except SystemExit as error:
        missing(str(error))
    assert {"katex", "esbuild"} <= {path.name for path in node.MODULES.iterdir()}
    assert not (node.MODULES / "axe-core").exists()
    node.ensure_packages(dev=True)
    assert (node.MODULES / "axe-core").exists()
