"""Notebooks: a readable script, ``docs/examples/some_name.py``, becomes ``some-name.ipynb``, run by Jupyter."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from scripts import figures
from scripts.made import Made, Problem
from scripts.page import notebook as scripts_of
from scripts.page.bindings import BOUND, citation, rebind, strip_bindings
from scripts.page.parts import split
from scripts.truth import prose
from scripts.truth.kernel import run

# What a page can show as every page shows output, and what two runs give alike.
_SHOWN = {"text/plain"}


FILES = ("docs/examples/*.ipynb",)


def targets() -> list[Path]:
    return [scripts_of.notebook_of(source) for source in scripts_of.sources()]


def make(paths: list[Path]) -> Iterator[Made]:
    """Each script with its numbers, and its notebook."""
    for path in paths:
        source = scripts_of.source_of(path)
        script, notebook, problems = process(source)
        yield Made(source, script, [problem for problem in problems if problem.path == source])
        yield Made(path, notebook or None, [problem for problem in problems if problem.path == path])


def process(source: Path) -> tuple[str, str, list[Problem]]:
    """Run the script as a notebook; give its true text, the true notebook, and the problems of both files."""
    text, target = source.read_text(encoding="utf-8"), scripts_of.notebook_of(source)
    present = target.read_text(encoding="utf-8") if target.exists() else ""
    page, problems = scripts_of.prose(text), list(_lint(source, text))
    notebook, cells = jupytext.reads(text, fmt="py:percent"), scripts_of.cells(text)
    outcome = run(
        notebook, [m["expression"].strip() for m in BOUND.finditer(page) if not citation(m["expression"])]
    )
    if outcome.failed is not None:
        line = cells[outcome.failed].start + outcome.line
        return (
            text,
            present,
            [*problems, Problem(source, line, f"this cell raises {outcome.reason}", "fix the code")],
        )

    def report(offset: int, what: str, fixable: bool) -> None:
        fix = [] if fixable else ["correct the expression"]
        problems.append(Problem(source, prose.line_of(page, offset), what, *fix))

    page = rebind(page, outcome.evaluate, report)
    for number, (cell, place) in enumerate(zip(notebook.cells, cells, strict=True), 1):
        cell.id, cell.metadata = f"cell-{number}", {}
        if place.is_markdown:
            cell.source = strip_bindings("\n".join(page.splitlines()[place.start : place.end]))
        problems += [
            Problem(source, place.start + 1, *fault)
            for fault in map(_fault, cell.get("outputs", []))
            if fault
        ]
    _keep_stable(notebook, source)
    made = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
    return scripts_of.with_prose(text, page), made, [*problems, *_differences(target, present, made)]


def _lint(source: Path, text: str) -> Iterator[Problem]:
    page = scripts_of.prose(text)
    yield from prose.loose_code(source, page)
    yield from prose.loose_numbers(source, page)
    yield from prose.images(source, page, {f"{name}.svg" for name in figures.names()})
    for part in split(page):
        if part.language == "python":
            yield Problem(
                source, part.start + 1, "this Python block is not run", "make it a cell of its own: # %%"
            )


def _fault(output: NotebookNode) -> tuple[str, str] | None:
    """Why an output cannot be shown, or is not the same on every run, and what to do."""
    if output.get("name") == "stderr":
        return (
            f"this cell warns, and names files of this machine: {output['text'].strip()}",
            "fix the cause of the warning",
        )
    if foreign := output.get("data", {}).keys() - _SHOWN:
        return (
            f"this cell shows {', '.join(sorted(foreign))}, which the page cannot",
            "print text, or write a figure",
        )
    if " at 0x" in output.get("text", "") + output.get("data", {}).get("text/plain", ""):
        return "the output holds an address, which no run repeats", "print something else"
    return None


def _keep_stable(notebook: NotebookNode, source: Path) -> None:
    """Say where the notebook comes from, and nothing of the machine that ran it."""
    kept = {key: notebook.metadata[key] for key in ("description", "kernelspec") if key in notebook.metadata}
    made_by = f"python -m scripts, from {source.name}"
    notebook.metadata.clear()
    notebook.metadata.update(kept, language_info={"name": "python"}, generated_by=made_by)
    notebook.nbformat, notebook.nbformat_minor = 4, 5


def _differences(target: Path, present: str, made: str) -> Iterator[Problem]:
    if not present:
        yield Problem(target, 1, "this notebook was never made")
        return
    old, new = ([line.rstrip(",") for line in text.splitlines()] for text in (present, made))
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            has, gives = _telling(old[start:end]), _telling(new[new_start:new_end])
            yield Problem(target, start + 1, f"the notebook has {has}, running it gives {gives}")
            return
    if present != made:
        yield Problem(target, 1, "the notebook is not written as running it writes it")


def _telling(lines: list[str]) -> str:
    """The first line that holds more than brackets."""
    return next((line.strip() for line in lines if '"' in line), "nothing")
