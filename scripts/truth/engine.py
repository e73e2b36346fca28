"""One page, executed: the text as it should stand, and everything that is wrong with the text as it stands."""

import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.made import REFRESH, Problem
from scripts.page import snippets, tools
from scripts.page.bindings import rebind
from scripts.page.parts import OUTPUT_INFO, Part, split
from scripts.page.tools import Outcome
from scripts.studies import elsewhere
from scripts.truth import prose
from scripts.truth.execute import run
from scripts.truth.tables import regenerate


def base_namespace() -> dict[str, Any]:
    """What expressions may use beside the page's own names; blocks of code start from nothing."""
    import mpmath
    import numpy as np

    import reference_impl
    from scripts import tables
    from scripts.studies import data

    return {name: getattr(reference_impl, name) for name in reference_impl.__all__} | {
        "np": np,
        "math": math,
        "mp": mpmath.mp,
        "data": data,
        "tables": tables,
    }


def process(path: Path) -> tuple[str, list[Problem]]:
    """Run the page in this process; give its true text and the problems of the present one."""
    text = path.read_text(encoding="utf-8")
    problems = list(snippets.check_page(path))
    if problems:
        return text, problems
    problems += [*prose.loose_code(path, text), *prose.loose_numbers(path, text)]
    parts, names = list(split(text)), {"__name__": "__main__"}
    true = [_executed(path, parts, i, names, problems) for i in range(len(parts))]
    names = base_namespace() | names
    lines: list[str] = []
    for part, new in zip(parts, true, strict=True):
        lines += _rebound(path, part, names, problems) if new is None else new
    return "\n".join(lines) + "\n", problems


def _executed(
    path: Path, parts: list[Part], i: int, names: dict[str, Any], problems: list[Problem]
) -> list[str] | None:
    """The true lines of a block and its output; nothing for an old output, None for prose."""
    part = parts[i]
    if part.is_output or (part.is_blank and any(p.is_output for p in parts[i + 1 : i + 2])):
        if part.is_output and not any(p.language in prose.RUN for p in parts[max(0, i - 2) : i]):
            problems.append(
                Problem(path, part.start + 1, "this output follows no block that runs", "delete it")
            )
        return []
    if part.info is None:
        return None
    if part.language not in prose.RUN:
        return list(part.lines)
    shown = next((p for p in parts[i + 1 : i + 3] if not p.is_blank), None)
    old, line = (shown.body, shown.start + 1) if shown and shown.is_output else ("", part.start + 1)
    outcome = _outcome(path, part, names)
    problems += _faults(path, part, outcome)
    # An accident is reported, and never becomes the page's output.
    true = outcome.output if outcome and outcome.raised == ("raises" in part.classes) else old
    if true != old:
        problems.append(Problem(path, line, _difference(old, true)))
    if not true:
        return list(part.lines)
    block = ["", f"```{OUTPUT_INFO}", *true.splitlines(), "```"]
    return [*part.lines, *(part.indent + line if line else "" for line in block)]


def _outcome(path: Path, part: Part, names: dict[str, Any]) -> Outcome | None:
    """What the block prints; None where its tool is missing, or where it was never run elsewhere."""
    code, language = snippets.expand(part.body), part.language
    if language == "python":
        return run(code, names, f"<{path.name}:{part.start + 1}>")
    if tool := tools.TOOLS.get(language):
        return tool.run(code) if tool.is_here() else None
    return elsewhere.printed(language, code)


def _faults(path: Path, part: Part, outcome: Outcome | None) -> Iterator[Problem]:
    line = part.start + 1
    if outcome is None:
        if part.language in elsewhere.TOOLS:
            what = "the study of what is run elsewhere does not know this block"
            yield Problem(path, line, what, ".venv/bin/python -m scripts elsewhere")
        return
    if outcome.raised and "raises" not in part.classes:
        what = f"this block raises {outcome.output.splitlines()[-1]}"
        yield Problem(path, line, what, "fix the code, or mark a wanted error: ```{.python .raises}")
    if "raises" in part.classes and not outcome.raised:
        yield Problem(path, line, "this block no longer raises", "fix the code, or fence it as ```python")
    if " at 0x" in outcome.output:
        yield Problem(path, line, "the output holds an address, which no run repeats", "print something else")


def _rebound(path: Path, part: Part, names: dict[str, Any], problems: list[Problem]) -> list[str]:
    text = "\n".join(part.lines)

    def evaluate(expression: str) -> object:
        return eval(expression.strip(), names)

    def report(offset: int, what: str, fixable: bool) -> None:
        fix = REFRESH if fixable else "correct the expression"
        problems.append(Problem(path, part.start + prose.line_of(text, offset), what, fix))

    return regenerate(rebind(text, evaluate, report), evaluate, report).split("\n")


def _difference(shown: str, computed: str) -> str:
    """The first line in which the output on the page differs from what the code prints."""
    nothing = "(nothing)"
    pairs = itertools.zip_longest(shown.splitlines(), computed.splitlines(), fillvalue=nothing)
    return next(f"the page shows {a!r}, the code prints {b!r}" for a, b in pairs if a != b)
