"""Runs a notebook in a Jupyter kernel of its own, so that the same bytes come out on every run."""

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from scripts import ONE_THREAD, ROOT

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_VALUES = "import json, scripts.truth.values\nprint(json.dumps(scripts.truth.values.values({!r}, globals())))"


@dataclass
class Run:
    """What came of it: the index of the cell that failed, the line in it and why, or the asked-for values."""

    failed: int | None = None
    line: int = 1
    reason: str = ""
    values: dict[str, dict[str, Any]] = field(default_factory=dict)

    def evaluate(self, expression: str) -> object:
        """The value that the expression had at the notebook's end, or the error that it raised there."""
        found = self.values[expression]
        if "error" in found:
            error: Callable[[str], Exception] = type(found["error"], (Exception,), {})
            raise error(found["message"])
        return found["value"]


def run(notebook: NotebookNode, expressions: Iterable[str]) -> Run:
    """Execute every cell in place, then the expressions."""
    ask = new_code_cell(_VALUES.format(sorted(set(expressions))))  # type: ignore[no-untyped-call]
    notebook.cells.append(ask)
    with tempfile.TemporaryDirectory() as home:
        # No settings of the person who runs it.
        environment = {
            **os.environ,
            **ONE_THREAD,
            "IPYTHONDIR": home,
            "JUPYTER_CONFIG_DIR": home,
            "JUPYTER_PREFER_ENV_PATH": "1",
            "PYTHONPATH": str(ROOT),
        }
        client = NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,  # a busy machine sends what a cell prints in several pieces
            resources={"metadata": {"path": ROOT}},
        )
        client.create_kernel_manager()
        assert client.km is not None
        assert client.km.kernel_spec is not None
        client.km.kernel_spec.argv[0] = sys.executable
        if os.name == "posix":
            client.km.transport = (
                "ipc"  # sockets of this user's alone, and no warning that others could listen
            )
        try:
            client.execute(env=environment)
        except CellExecutionError:
            return _failure(notebook)
        finally:
            notebook.cells.remove(ask)
    return Run(values=json.loads(ask.outputs[0]["text"]))


def _failure(notebook: NotebookNode) -> Run:
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                trace = _COLOUR.sub("", "\n".join(output["traceback"]))
                line = re.search(rf"Cell In\s?\[{cell['execution_count']}\], line (\d+)", trace)
                return Run(index, int(line[1]) if line else 1, f"{output['ename']}: {output['evalue']}")
    raise RuntimeError("Jupyter reports a failing cell, but no cell holds an error")
