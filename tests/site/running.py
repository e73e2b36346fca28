"""Runs blocks that a reader copies: ``python -SsP running.py FOLDER < pages.json``, a fault a line.

All packages come from FOLDER. Each block runs in a process of its own, forked after the heavy imports.
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

HEAVY = (
    "numpy",
    "scipy.special",
    "sklearn.linear_model",
    "sklearn.datasets",
    "torch",
    "reference_impl.torch",
)
ROOT = str(Path(__file__).parents[2])


def fault(place: str, block: dict[str, Any], run: Any) -> str | None:
    """What goes wrong when the block is pasted into a new interpreter, None when nothing does."""
    if any(line.startswith((">>>", "In [")) for line in block["code"].splitlines()):
        return f"{place} has a prompt\n{block['code']}"
    outcome = run(block["code"], {"__name__": "__main__"}, place)
    if bool(outcome.raised) != block["raises"]:
        does = f"fails: {outcome.output[-300:]}" if outcome.raised else "is marked as raising, and does not"
        return f"{place} {does}\n{block['code']}"
    # What it takes along may print, too.
    if not outcome.output.expandtabs(4).endswith(block["output"]):
        return f"{place} prints {outcome.output!r}, on the page {block['output']!r}\n{block['code']}"
    return None


def main() -> None:
    sys.path.append(ROOT)
    from scripts.truth import execute

    sys.path[-1] = sys.argv[1]
    for package in HEAVY:
        with contextlib.suppress(ModuleNotFoundError):
            __import__(package)
    for page, blocks in json.load(sys.stdin).items():
        for number, block in enumerate(blocks, 1):
            child = os.fork()
            if not child:
                if said := fault(f"{page}: block {number}", block, execute.run):
                    print(json.dumps(said), flush=True)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if status:
                print(
                    json.dumps(f"{page}: Python itself ends block {number} with status {status}"), flush=True
                )


if __name__ == "__main__":
    main()
