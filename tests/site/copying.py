"""What the copy buttons of a page copy, and what happens to whoever pastes and runs it in order."""

import json
import os
import subprocess
import sys

from scripts import ROOT
from tests.site import running

# Blocks of code with a button, and the classes of each.
FIND = """() => {
  window.buttons = [...document.querySelectorAll("article [data-clipboard-target], article [data-clipboard-text]")]
    .filter(b => b.closest(".language-python:not(.doc-signature), .language-pycon"))
  return buttons.map(b => [...b.closest(".highlight").classList])
}"""
# Whose button is behind a tab or in a folded part is pressed after opening that, as a reader would.
REACH = """async at => {
  const button = buttons[at]
  for (let e = button; (e = e.parentElement); ) {
    if (e.matches("details")) e.open = true
    if (e.matches(".tabbed-block")) {
      const set = e.closest(".tabbed-set"), at = [...e.parentElement.children].indexOf(e)
      set.querySelectorAll(":scope > .tabbed-labels > label")[at].click()
    }
  }
  await navigator.clipboard.writeText("nothing was copied")
  button.focus()
  return document.activeElement === button
}"""
WITHOUT_BUTTON = """() => [...document.querySelectorAll("article .highlight")]
  .filter(e => e.matches(".language-python:not(.doc-signature), .language-pycon"))
  .filter(e => !e.querySelector("[data-clipboard-target], [data-clipboard-text]"))
  .map(e => e.textContent.trim().slice(0, 60))"""


def copied(window) -> list[dict]:
    """Every Python block of the open page as the clipboard has it after a press, in the order of the page."""
    blocks = []
    for number, classes in enumerate(window.page.evaluate(FIND)):
        assert window.page.evaluate(REACH, number), (
            f"{window.page.url}: the copy button {number} takes no focus"
        )
        window.page.keyboard.press("Enter")
        blocks.append(
            {"code": window.page.evaluate("navigator.clipboard.readText()"), "raises": "raises" in classes}
        )
    return blocks


def faults_of(pages: dict[str, list[dict]]) -> list[str]:
    """Prompts among what was copied, and what a fresh interpreter says to it."""
    prompts = [
        f"{name}: a prompt is copied: {block['code'][:80]!r}"
        for name, blocks in pages.items()
        for block in blocks
        if any(line.startswith((">>>", "In [")) for line in block["code"].splitlines())
    ]
    done = subprocess.run(
        [sys.executable, "-m", running.__name__],
        input=json.dumps(pages),
        cwd=ROOT,
        env=os.environ | {"MPLBACKEND": "agg", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    faults = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('"')]
    return prompts + faults + ([done.stderr] if done.returncode else [])
