"""The notebooks are what running them gives; and a notebook that lies is told where, and what fixes it."""

import re
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from scripts.made import settle
from scripts.page.notebook import EXAMPLES, notebook_of, prose, sources, with_prose
from scripts.truth.notebook import make, process

SMALL = """# ---
# jupyter:
#   description: A small notebook.
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A notebook
#
# At 1 the sigmoid is 0.73<!-- value -->.

# %%
from reference_impl import sigmoid

value = sigmoid(1.0)
print(f"{value:.4f}")

# %%
round(value, 2)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    source = tmp_path_factory.mktemp("made") / "small_one.py"
    source.write_text(SMALL, encoding="utf-8")
    return process(source)[1]


@pytest.fixture
def small(tmp_path: Path, made: str) -> Path:
    """A true notebook, and its script."""
    source = tmp_path / "small_one.py"
    source.write_text(SMALL, encoding="utf-8")
    notebook_of(source).write_text(made, encoding="utf-8")
    return source


def test_the_command_writes_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "small_one.py"
    source.write_text(SMALL.replace("0.73", "0.37"), encoding="utf-8")
    for said in (["small_one.py", "small-one.ipynb"], []):
        assert not list(settle(make([notebook_of(source)]), check=False))
        assert [line.rpartition("/")[2] for line in capsys.readouterr().out.splitlines()] == said
    assert source.read_text(encoding="utf-8") == SMALL
    notebook = notebook_of(source).read_text(encoding="utf-8")
    assert '"At 1 the sigmoid is 0.73."' in notebook
    assert '"0.7311\\n"' in notebook


# What is changed in the script, or in the notebook; and what is said of it.
CHANGES = {
    "edited notebook": (
        ".ipynb",
        [("0.7311", "0.7312")],
        ['has "0.7312\\n", running it gives "0.7311\\n"\n    fix: make refresh'],
    ),
    "edited numbers": (
        ".py",
        [
            ("# At 1 ", "# ![It rises.](../figures/nothing.svg)\n# At 42 "),
            ("0.73<!-- value -->.", "0.74<!-- value --> or 0.73<!-- 1 - value --> or 7<!-- valve -->."),
            ("# %%\nround", "# %% [markdown]\n# ```python\n# sigmoid(1.0)\n# ```\n\n# %%\nround"),
        ],
        [
            ":13: no script makes ../figures/nothing.svg\n    fix: add scripts/figures/nothing.py",
            ":14: nothing computes the number 42\n    fix: write 42<!-- expression -->",
            ":14: shows 0.74, but value gives 0.73\n    fix: make refresh",
            ":14: shows 0.73, but 1 - value gives 0.27\n    fix: make refresh",
            ":14: 7 is bound to 'valve': NameError: name 'valve' is not defined\n    fix: correct",
            ":23: this Python block is not run\n    fix: make it a cell of its own",
        ],
    ),
    "edited code": (
        ".py",
        [("{value:.4f}", "{value:.3f}")],
        ['has "0.7311\\n", running it gives "0.731\\n"\n    fix: make refresh'],
    ),
    "failing cell": (
        ".py",
        [("round(", "2 / 0\nround(")],
        [":22: this cell raises ZeroDivisionError: division by zero\n    fix: fix the code"],
    ),
    "failing function": (
        ".py",
        [("round(", "f = lambda: [][1]\n\nf()\nround(")],
        [":24: this cell raises IndexError: list index out of range\n    fix: fix the code"],
    ),
    "no Python": (".py", [("round(", "value\nround((")], [":23: this cell raises SyntaxError"]),
    "output that no run repeats": (
        ".py",
        [("print(", "import warnings\n\nwarnings.warn('careful')\nprint("), ("round(value, 2)", "object()")],
        [
            ":16: this cell warns, and names files of this machine",
            ":25: the output holds an address, which no run repeats\n    fix: print something else",
        ],
    ),
    "output that no page shows": (
        ".py",
        [("round(value, 2)", "from IPython.display import HTML; HTML('x')")],
        [":22: this cell shows text/html, which the page cannot\n    fix: print text, or write a figure"],
    ),
}


@pytest.mark.parametrize(("kind", "changes", "told"), CHANGES.values(), ids=CHANGES)
def test_a_lie_is_told_with_file_line_and_command(
    small: Path, kind: str, changes: list[tuple[str, str]], told: list[str]
) -> None:
    path = small if kind == ".py" else notebook_of(small)
    text = path.read_text(encoding="utf-8")
    for true, false in changes:
        assert text.count(true) == 1
        text = text.replace(true, false)
    path.write_text(text, encoding="utf-8")
    said = [str(problem) for problem in process(small)[2]]
    for what in told:
        assert any(what in each for each in said), said
    files = re.escape(str(small)), re.escape(str(notebook_of(small)))
    assert all(re.match(rf"({'|'.join(files)}):\d+: .*\n    fix: ", each, re.DOTALL) for each in said), said


def test_what_a_cell_prints_in_pieces_is_one_output(small: Path) -> None:
    slow = "import time\n\nprint(0)\ntime.sleep(0.5)\nprint("
    small.write_text(SMALL.replace("print(", slow), encoding="utf-8")
    assert '"0\\n",\n      "0.7311\\n"' in process(small)[1]


def test_a_true_notebook_has_no_problem(small: Path) -> None:
    text = small.read_text(encoding="utf-8")
    assert process(small) == (text, notebook_of(small).read_text(encoding="utf-8"), [])


def test_a_notebook_that_was_never_made_is_missed(small: Path) -> None:
    notebook_of(small).unlink()
    assert [problem.what for problem in process(small)[2]] == ["this notebook was never made"]


def test_prose_keeps_its_lines() -> None:
    for source in sources():
        text = source.read_text(encoding="utf-8")
        assert with_prose(text, prose(text)) == text
        assert len(prose(text).splitlines()) == len(text.splitlines())


@pytest.fixture(scope="module")
def regression() -> dict[str, Any]:
    """The names of the example at its end, run as a plain script."""
    # One thread: on a busy machine, many small sums in several threads wait for each other for minutes.
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with threadpool_limits(1):
        found = runpy.run_path(str(EXAMPLES / "logistic_regression.py"))
    torch.set_num_threads(before)
    return found


def test_numpy_and_pytorch_train_to_the_same_numbers(regression: dict[str, Any]) -> None:
    by_hand = [*regression["weights"], regression["bias"], *regression["losses"]]
    model = regression["model"]
    in_torch = [*model.weight.detach().numpy()[0], model.bias.item(), *regression["torch_losses"]]
    np.testing.assert_allclose(in_torch, by_hand, rtol=1e-12, atol=0)


def test_they_train_to_the_minimum(regression: dict[str, Any]) -> None:
    """Newton's method, which knows nothing of gradient descent, ends at the same weights."""
    x, y, penalty = regression["x_train"], regression["y_train"], regression["penalty"]
    design = np.column_stack([x, np.ones(len(x))])
    ridge = np.diag([penalty] * x.shape[1] + [0.0])
    found = np.zeros(design.shape[1])
    for _ in range(20):
        p = 1 / (1 + np.exp(-design @ found))
        gradient = design.T @ (p - y) / len(y) + ridge @ found
        hessian = (design * (p * (1 - p))[:, None]).T @ design / len(y) + ridge
        found -= np.linalg.solve(hessian, gradient)
    np.testing.assert_allclose([*regression["weights"], regression["bias"]], found, rtol=1e-8)
