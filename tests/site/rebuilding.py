"""Builds the site in the current folder again and again in one process, as ``mkdocs serve`` does.

``python rebuilding.py < steps.json``: a step is ``{"edits": {path: text, or null to delete}, "site": folder}``; a line
comes back for each, with the pages that were rendered, the warnings, and whether the build failed.
"""

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, os.getcwd())  # the copy's own scripts, not those of the checkout

from mkdocs.__main__ import State
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page

RENDER = Page.render


class Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def take(step: dict[str, Any]) -> dict[str, Any]:
    rendered: list[str] = []

    def render(page: Page, *arguments: Any) -> None:
        rendered.append(page.file.src_uri)
        RENDER(page, *arguments)

    for path, text in step["edits"].items():
        Path(path).unlink() if text is None else Path(path).write_text(text, encoding="utf-8")
    said, failed = Warnings(), False
    logging.getLogger("mkdocs").addHandler(said)
    Page.render = render  # type: ignore[method-assign]
    try:
        build(load_config(site_dir=step["site"]))
    except (Exception, SystemExit):  # a strict build that warned exits
        failed = True
    logging.getLogger("mkdocs").removeHandler(said)
    return {"rendered": rendered, "warnings": said.messages, "failed": failed}


if __name__ == "__main__":
    State()  # its log, as from the command line
    load_config().plugins.on_startup(command="serve", dirty=False)
    for step in json.load(sys.stdin):
        print(json.dumps(take(step)), flush=True)
