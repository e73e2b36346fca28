"""One page, executed: the text as it should stand, and everything that is wrong with the text as it stands."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts import ROOT
from scripts.truth import prose, snippets
from scripts.truth.bindings import rebind
from scripts.truth.execute import run
from scripts.truth.page import OUTPUT_INFO, Part, split
from scripts.truth.problem import Problem
from scripts.truth.tables import regenerate


def base_namespace() -> dict[str, Any]:
    """What expressions may use beside the page's own names; blocks of code start from nothing."""
    import mpmath
    import numpy as np

    import reference_impl
    from scripts import tables

    return {name: getattr(reference_impl, name) for name in reference_impl.__all__} | {
        "np": np, "math": math, "mp": mpmath.mp, "data": data, "tables": tables}


def data(name: str) -> Any:
    """The committed results of a long study, ``scripts/studies/NAME.json``."""
    return json.loads((ROOT / "scripts" / "studies" / f"{name}.json").read_text(encoding="utf-8"))


def process(path: Path) -> tuple[str, list[Problem]]:
    """Run the page in this process; give its true text and the problems of the present one."""
    text = path.read_text(encoding="utf-8")
    problems: list[Problem] = [*snippets.check_page(path)]
    if problems:
        return text, problems
    problems += [*prose.loose_code(path, text), *prose.loose_numbers(path, text)]
    parts, namespace = list(split(text)), {"__name__": "__main__"}
    outputs = _outputs(path, parts, namespace, problems)
    names = base_namespace() | namespace
    evaluate: Callable[[str], object] = lambda expression: eval(expression, names)  # noqa: E731
    lines: list[str] = []
    for index, part in enumerate(parts):
        if index in outputs or part.is_output or (part.info is None and not any(map(str.strip, part.lines))
                                                  and index + 1 < len(parts) and parts[index + 1].is_output):
            lines += outputs.get(index, [])
            continue
        lines += part.lines if part.info is not None else _prose(path, part, evaluate, problems)
    return "\n".join(lines) + "\n", problems


def _outputs(path: Path, parts: list[Part], namespace: dict[str, Any], problems: list[Problem]) -> dict[int, list[str]]:
    """Part index -> its lines: each Python block followed by the output that running it gives."""
    outputs = {}
    for index, part in enumerate(parts):
        if part.language != "python":
            if part.is_output and not _follows_code(parts, index):
                problems.append(Problem(path, part.start + 1, "this output follows no Python block", "delete it"))
            continue
        place = f"<{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{part.start + 1}>"
        outcome = run(snippets.expand(part.body), namespace, place)
        expected = "raises" in part.classes
        if bool(outcome.raised) != expected:
            what = f"this block raises {outcome.output.splitlines()[-1]}" if outcome.raised else "this block no longer raises"
            problems.append(Problem(path, part.start + 1, what, "mend the code, or mark a wanted error: ```{.python .raises}"))
        if " at 0x" in outcome.output:
            problems.append(Problem(path, part.start + 1, "the output holds an address, which no run repeats", "print something else"))
        shown = _shown(parts, index)
        if outcome.output != (shown.body if shown else ""):
            line = (shown or part).start + 1
            problems.append(Problem(path, line, _difference(shown.body if shown else "", outcome.output)))
        block = [f"{part.indent}```{OUTPUT_INFO}", *(part.indent + line if line else "" for line in outcome.output.splitlines()),
                 f"{part.indent}```"]
        outputs[index] = [*part.lines, *(["", *block] if outcome.output else [])]
    return outputs


def _shown(parts: list[Part], index: int) -> Part | None:
    """The output block that follows the code block at ``index``, if one does."""
    for part in parts[index + 1 : index + 3]:
        if part.is_output:
            return part
        if part.info is not None or any(map(str.strip, part.lines)):
            return None
    return None


def _follows_code(parts: list[Part], index: int) -> bool:
    return any(parts[i].language == "python" and _shown(parts, i) is parts[index] for i in range(max(0, index - 2), index))


def _prose(path: Path, part: Part, evaluate: Callable[[str], object], problems: list[Problem]) -> list[str]:
    text = "\n".join(part.lines)

    def report(offset: int, what: str, mendable: bool) -> None:
        line = part.start + prose.line_of(text, offset)
        problems.append(Problem(path, line, what, *([] if mendable else ["correct the expression"])))

    return regenerate(rebind(text, evaluate, report), evaluate, report).split("\n")


def _difference(shown: str, computed: str) -> str:
    for a, b in zip((*shown.splitlines(), "(nothing)"), (*computed.splitlines(), "(nothing)"), strict=False):
        if a != b:
            return f"the page shows {a!r}, the code prints {b!r}"
    return f"the page shows {len(shown.splitlines())} lines of output, the code prints {len(computed.splitlines())}"
