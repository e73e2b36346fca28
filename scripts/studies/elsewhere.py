"""What blocks print whose tools are rarely at hand (Keras, R, a spreadsheet, a server): those that are here are run."""

import datetime
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.made import Made, Problem
from scripts.page.parts import Part, pages, split
from scripts.page.tools import Outcome, call
from scripts.studies import data, result

FRAMEWORKS = ["tensorflow-cpu", "keras", "jax", "optax", "duckdb"]
INPUTS = (-800, -2, 0, 2, 800)  # cells A1 to A5


# As the site's own Python shows them: without the names of files.
WARNINGS = (
    "import warnings\nwarnings.showwarning = lambda said, kind, *_: print(f'{kind.__name__}: {said}')\n"
)


def _frameworks(code: str) -> Outcome:
    packages = [word for name in FRAMEWORKS for word in ("--with", name)]
    uv = [sys.executable, "-m", "uv", "run", "--quiet", "--isolated", "--no-project", *packages]
    cpu = {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "3"}
    return call(*uv, "python", "-", code=WARNINGS + code, settings=cpu)


def _r(code: str) -> Outcome:
    return call("Rscript", "-e", code)


def _postgresql(code: str) -> Outcome:
    """Asks the server that psql's own environment variables name."""
    options = "--no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --set VERBOSITY=terse"
    return call("psql", *options.split(), "--command", code)


def _spreadsheet(formula: str) -> Outcome:
    """The inputs and the value of the formula beside each, as LibreOffice shows them."""
    with tempfile.TemporaryDirectory() as folder:
        sheet, out = Path(folder) / "sheet.csv", Path(folder) / "out"
        cells = (f'{x},"{formula.replace("A1", f"A{row}")}"' for row, x in enumerate(INPUTS, 1))
        sheet.write_text("\n".join(cells))
        own = f"-env:UserInstallation=file://{folder}/settings"
        call("soffice", own, "--headless", "--convert-to", "csv", "--outdir", str(out), str(sheet))
        return Outcome((out / sheet.name).read_text().strip().replace(",", "  "))


class Tool(NamedTuple):
    name: str
    run: Callable[[str], Outcome]
    program: str
    version: Callable[[], Outcome]  # raises where the tool cannot be used


_ASK = f"from importlib.metadata import version\nfor name in {FRAMEWORKS}: print(name, version(name))"
TOOLS = {
    "elsewhere": Tool("Python", _frameworks, sys.executable, lambda: _frameworks(_ASK)),
    "r": Tool("R", _r, "Rscript", lambda: _r("cat('R', format(getRversion()))")),
    "excel": Tool("LibreOffice", _spreadsheet, "soffice", lambda: call("soffice", "--version")),
    "postgresql": Tool(
        "PostgreSQL",
        _postgresql,
        "psql",
        lambda: _postgresql("SELECT 'PostgreSQL', split_part(current_setting('server_version'), ' ', 1)"),
    ),
}


def blocks() -> Iterator[tuple[Path, Part]]:
    """The blocks that this study runs, of all pages."""
    for page in pages():
        yield from ((page, p) for p in split(page.read_text(encoding="utf-8")) if p.language in TOOLS)


def printed(language: str, code: str) -> Outcome | None:
    """What the block printed when it was last run; None if never."""
    for entry in data("elsewhere")["printed"]:
        if (entry["language"], entry["code"]) == (language, code):
            return Outcome(entry["output"], entry["raised"])
    return None


def make(path: Path) -> Iterator[Made]:
    """Run what can be run here; of the rest keep what was kept, unless the block has changed."""
    here = {language: version for language, tool in TOOLS.items() if (version := _version(tool))}
    found, problems = [], []
    for page, part in blocks():
        language, code = part.language, part.body
        outcome = TOOLS[language].run(code) if language in here else printed(language, code)
        if outcome:
            found.append({"language": language, "code": code, **outcome._asdict()})
        else:
            what, fix = "nothing here runs this block", f"install {TOOLS[language].name}"
            problems.append(Problem(page, part.start + 1, what, fix))
    today = datetime.date.today().isoformat()
    run = data("elsewhere")["run"] | {TOOLS[name].name: {"with": here[name], "on": today} for name in here}
    yield result(path, {"run": run, "printed": found}, problems=problems)


def _version(tool: Tool) -> str:
    """Names and versions, such as ``R 4.2.2``; nothing where the tool cannot be used."""
    if not shutil.which(tool.program) or (said := tool.version()).raised:
        return ""
    return ", ".join(
        " ".join(pair) for pair in re.findall(r"([A-Za-z][\w-]*)[ |](\d+(?:\.\d+)+)", said.output)
    )
