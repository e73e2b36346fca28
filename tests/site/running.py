"""Runs the code that a reader copies from pages: ``python -m tests.site.running < pages.json``, a fault a line.

Each page runs in a process of its own, forked after the heavy imports: seeds, default types and warning filters
of one page do not reach the next, and PyTorch is imported once.
"""

import contextlib
import io
import json
import os
import sys
import traceback
from typing import Any


def run(page: str, blocks: list[dict[str, Any]]) -> str | None:
    """What goes wrong when the blocks are pasted one after the other, None when nothing does."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, block in enumerate(blocks, 1):
        place = f"{page}: the {number}. copied block"
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                exec(compile(block["code"], place, "exec"), names)
        except Exception as error:
            if not block["raises"]:
                return f"{place} fails: {''.join(traceback.format_exception_only(error)).strip()}\n{block['code']}"
        else:
            if block["raises"]:
                return f"{place} is marked as raising, and does not\n{block['code']}"
    return None


def main() -> None:
    text = sys.stdin.read()
    pages: dict[str, list[dict[str, Any]]] = json.loads(text)
    for package in ("numpy", "torch"):
        if package in text:
            with contextlib.suppress(ImportError):
                __import__(package)
    for page, blocks in pages.items():
        child = os.fork()
        if not child:
            fault = run(page, blocks)
            if fault:
                print(json.dumps(fault), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps(f"{page}: Python itself ended with status {status}"), flush=True)


if __name__ == "__main__":
    main()
