"""``python -m scripts.pytorch`` ends with a PyTorch that imports, or says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import ROOT, pytorch
from tests.install import index
from tests.site.building import python_of

WORKS = {"torch/__init__.py": "__version__ = '{version}'\n"}
NEEDS_CUDA = {"torch/__init__.py": "import nvidia_stand_in\n__version__ = '{version}'\n"}
CUDA = {"nvidia_stand_in/__init__.py": ""}


@pytest.fixture
def install(tmp_path):
    """``install(offered, cpu)`` runs the command in a new environment, with what pip finds where."""

    def run(offered: dict[str, dict[str, str]], cpu: dict[str, dict[str, str]]):
        for place, builds in (("index", offered), ("cpu", cpu)):
            (tmp_path / place).mkdir()
            for version, files in builds.items():
                needs = "Requires-Dist: nvidia-stand-in\n" if "nvidia" in str(files) else ""
                text = {path: code.format(version=version) for path, code in files.items()}
                index.add(tmp_path / place, "torch", version, needs, text)
        if any("+" not in version for version in offered):
            index.add(tmp_path / "index", "nvidia-stand-in", "1.0", "", CUDA)
        subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
        python = python_of(tmp_path / "venv")
        env = index.environment(tmp_path / "index") | {"TORCH_INDEX": (tmp_path / "cpu").as_uri()}
        done = subprocess.run(
            [python, "-m", "scripts.pytorch"], cwd=ROOT, env=env, capture_output=True, text=True
        )
        ask = "import torch; print(torch.__version__)"
        found = subprocess.run([python, "-c", ask], capture_output=True, text=True).stdout.strip()
        return done, found

    return run


PINNED = pytorch.version()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the locked build is the only one")
@pytest.mark.parametrize(
    ("offered", "cpu", "found"),
    [
        ({PINNED: NEEDS_CUDA, f"{PINNED}+cpu": WORKS, "99.0": WORKS}, {}, f"{PINNED}+cpu"),
        ({PINNED: NEEDS_CUDA}, {f"{PINNED}+cpu": WORKS, "99.0+cpu": WORKS}, f"{PINNED}+cpu"),
        ({PINNED: NEEDS_CUDA}, {}, PINNED),
    ],
    ids=["cpu-build-at-hand", "cpu-build-in-an-index", "cuda-with-its-libraries"],
)
def test_it_ends_with_a_pytorch_that_imports(install, offered, cpu, found) -> None:
    done, version = install(offered, cpu)
    assert (done.returncode, version) == (0, found), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the locked build is the only one")
def test_a_pytorch_that_does_not_import_is_refused(install) -> None:
    broken = {"torch/__init__.py": "import a_library_that_is_nowhere\n"}
    done, version = install({PINNED: broken}, {})
    assert (done.returncode, version) == (1, "")
    assert "a_library_that_is_nowhere" in done.stderr
    assert "make test TORCH_INDEX=" in done.stderr


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_outside_linux_the_lock_has_the_hashes(platform: str) -> None:
    (arguments,) = pytorch.ways(platform).values()
    assert arguments[:2] == ["--no-deps", "--require-hashes"]
    assert Path(arguments[-1]).read_text().count("--hash=sha256:") >= 8
