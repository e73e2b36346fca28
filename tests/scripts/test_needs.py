"""A block needs what binds its names and what changes their values, and nothing else."""

import pytest

from scripts.page import needs
from scripts.page.parts import Part

# What stands above; the block; the lines that it needs.
CASES = {
    "a name": (["x = 1", "y = 2"], "print(x)", ["x = 1"]),
    "an import": (["import numpy as np\nx = 1"], "np.ones(3)", ["import numpy as np"]),
    "what a needed statement needs": (["a = 1\nb = a", "c = 3"], "b", ["a = 1\nb = a"]),
    "the last value": (["x = 1", "x = 2"], "x", ["x = 2"]),
    "its own value": (["x = 1"], "x = 2\nx", []),
    "a loop's own name": (["name = 1"], "for name in 'ab':\n    print(name)", []),
    "what perhaps stays": (["x = 1", "if y:\n    x = 2"], "x", ["x = 1", "if y:\n    x = 2"]),
    "a sum": (["x = 1", "x += 1"], "x", ["x = 1", "x += 1"]),
    "an element": (["x = [0]", "x[0] = 1"], "x", ["x = [0]", "x[0] = 1"]),
    "an attribute": (["x = f()", "x.a.b = 1"], "x", ["x = f()", "x.a.b = 1"]),
    "a method": (["m = Net()", "m.train()\nm"], "m", ["m = Net()", "m.train()"]),
    "a look": (["m = Net()", "m.summary()"], "m", ["m = Net()"]),
    "an out": (["x = f()", "g(2, out=x)"], "x", ["x = f()", "g(2, out=x)"]),
    "a view": (["x = f()\ny = x[1:]", "x[0] = 1"], "y", ["x = f()\ny = x[1:]", "x[0] = 1"]),
    "a seed": (
        ["import torch\nfrom torch import nn", "torch.manual_seed(0)\n1"],
        "nn.Linear(2, 1)",
        ["import torch\nfrom torch import nn", "torch.manual_seed(0)"],
    ),
    "an optimizer": (
        ["m = Net()\no = SGD(m.parameters())", "o.step()\n1"],
        "m",
        ["m = Net()\no = SGD(m.parameters())", "o.step()"],
    ),
    "a training that leaves the data as they are": (
        ["import torch\nx = torch.ones(3)\nm = Net()", "m(x).backward()\n1"],
        "x",
        ["import torch\nx = torch.ones(3)"],
    ),
    "a function that trains": (
        ["def fit(m):\n    m.step()\n    return 1", "m = Net()\nprint(fit(m))"],
        "m",
        ["def fit(m):\n    m.step()\n    return 1", "m = Net()\nprint(fit(m))"],
    ),
    "a draw": (["rng = default_rng(0)", "x = rng.normal()"], "rng", ["rng = default_rng(0)", "x = rng.normal()"]),
    "what a function reads when called": (
        ["def f():\n    return x", "x = 1"],
        "f()",
        ["def f():\n    return x", "x = 1"],
    ),
    "a comprehension": (["x = 1", "i = 2"], "[i * x for i in range(3)]", ["x = 1"]),
}  # fmt: skip


def block(code: str, info: str = "python") -> Part:
    lines = (f"```{info}", *code.splitlines(), "```")
    return Part(0, len(lines), lines, info)


@pytest.mark.parametrize("name", CASES)
def test_a_block_needs(name: str) -> None:
    above, code, wanted = CASES[name]
    *_, found = needs.of_blocks([*map(block, above), block(code)])
    assert ["\n".join(above[at].splitlines()[first - 1 : last]) for at, first, last in found.lines] == wanted


def test_nothing_comes_of_a_statement_that_raises() -> None:
    *_, found = needs.of_blocks(
        [block("x = 1"), block("y = 2\nx = 1 / 0", "{.python .raises}"), block("print(x, y)")]
    )
    assert found.lines == [(0, 1, 1), (1, 1, 1)]


def test_a_reader_is_told_what_comes_from_where() -> None:
    *_, found = needs.of_blocks([block("import math\na = 1"), block("b = a"), block("math.exp(a + b)")])
    assert found.names == {0: {"math", "a"}, 1: {"b"}}
