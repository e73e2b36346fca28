"""Regenerate everything, in the order of what depends on what, and say what changed: ``make refresh``.

``python -m scripts.refresh --studies`` also runs the long studies again, which takes minutes.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from scripts import ROOT

STUDIES = sorted((ROOT / "scripts" / "studies").glob("[!_]*.py"))
STEPS = ["scripts.vectors", "scripts.figures", "scripts.social_card", "scripts.notebooks", "scripts.truth"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.refresh", description=__doc__)
    parser.add_argument("--studies", action="store_true", help="run the long studies again, too")
    studies = [_module(path) for path in STUDIES] if parser.parse_args().studies else []
    before, failed = _state(), []
    for module in [*studies, *STEPS]:
        print(f"{module} ...", flush=True)
        start = time.monotonic()
        if subprocess.run([sys.executable, "-m", module], cwd=ROOT).returncode:
            failed.append(module)
        print(f"    {time.monotonic() - start:.1f} s")
    changed = sorted(path for path, content in _state().items() if before.get(path) != content)
    print("Changed:", *(changed or ["nothing"]), sep="\n    ")
    if failed:
        print("Failed, as said above:", *failed, sep="\n    ")
    return int(bool(failed))


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _state() -> dict[str, bytes]:
    """Everything that a generator may write."""
    files = [*(ROOT / "docs").rglob("*"), *(ROOT / "scripts" / "studies").glob("*.json"), ROOT / "README.md"]
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in files if path.is_file()}


if __name__ == "__main__":
    sys.exit(main())
