"""Resolve ``requirements/*.in`` into hashed lock files for every platform and Python from 3.11: ``make lock``."""

import subprocess

from scripts import ROOT

COMPILE = (
    "uv pip compile --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 --generate-hashes "
    "--no-header --no-annotate --no-emit-package torch"
).split()

if __name__ == "__main__":
    # What the site is built with is a part of what it is tested with.
    for name, constraint in (("test", []), ("docs", ["--constraints", "requirements/test.txt"])):
        command = [*COMPILE, *constraint, f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        subprocess.run(command, cwd=ROOT, check=True)
