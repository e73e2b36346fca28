"""Install the pinned PyTorch, the build for the CPU where there is one, and see that it imports.

``python -m scripts.pytorch`` needs nothing but the Python and pip of the environment that it installs into.
On macOS and Windows pip's usual PyTorch is the CPU build, and it is locked with hashes. On Linux the usual one
cannot be imported without gigabytes of CUDA libraries: it is the last resort, and then comes with them.
"""

import os
import re
import subprocess
import sys

from scripts import ROOT

LOCK = ROOT / "requirements" / "torch.txt"
INDEX = os.environ.get("TORCH_INDEX") or "https://download.pytorch.org/whl/cpu"


def version() -> str:
    return str(re.findall(r"^torch==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)[0])


def ways(platform: str) -> dict[str, list[str]]:
    """What to try, in this order: how it is called -> the arguments of ``pip install``."""
    if platform != "linux":
        return {"the locked build": ["--no-deps", "--require-hashes", "--requirement", str(LOCK)]}
    cpu = ["--no-deps", f"torch=={version()}+cpu"]
    return {
        "the CPU build, where pip usually looks": cpu,
        f"the CPU build, from {INDEX}": [*cpu, "--index-url", INDEX],
        "the usual build, with several gigabytes of CUDA libraries": [f"torch=={version()}"],
    }


def fault() -> str:
    """Why the pinned PyTorch cannot be used here; nothing where it can."""
    code = "import torch; print(torch.__version__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip()
    found = done.stdout.strip()
    return "" if found.split("+")[0] == version() else f"PyTorch {found} is here, {version()} is pinned"


def main() -> int:
    why = fault()
    for name, arguments in ways(sys.platform).items():
        if not why:
            return 0
        print(f"PyTorch {version()}: trying {name} ...", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", *arguments]
        done = subprocess.run(pip, capture_output=True, text=True)
        why = done.stderr.strip() if done.returncode else fault()
    if why:
        print(why, file=sys.stderr)
        print(
            f"\nNo PyTorch {version()} that imports could be installed: the last reason stands above. Name an"
            "\nindex with a build for this machine (make test TORCH_INDEX=ADDRESS), or install PyTorch into this"
            "\nenvironment yourself, and run the command again. The site and the NumPy part need no PyTorch.",
            file=sys.stderr,
        )
    return int(bool(why))


if __name__ == "__main__":
    sys.exit(main())
