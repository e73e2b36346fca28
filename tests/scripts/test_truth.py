"""Each part of the truth engine, shown a lie, says where it stands and what fixes it."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from scripts import ROOT
from scripts.__main__ import main
from scripts.page.bindings import shown, strip_bindings
from scripts.truth import pages, repository
from scripts.truth.engine import base_namespace, process
from scripts.truth.execute import run
from scripts.write import write

TRUE = """# A page

At the middle the slope is 0.25<!-- sigmoid_backward(0.0, 1.0) -->.

```python
from reference_impl import sigmoid

print(sigmoid(0.0))
```

```{.text .output .no-copy}
0.5
```
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    return [str(problem).replace(str(tmp_path), "") for problem in process(page)[1]]


def test_a_true_page_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, TRUE) == []


LIES = {
    "edited output": (
        ("\n0.5\n", "\n0.6\n"),
        "page.md:11: the page shows '0.6', the code prints '0.5'",
        "make refresh",
    ),
    "missing output": (
        (TRUE[TRUE.index("```{") :], ""),
        "page.md:5: the page shows '(nothing)'",
        "make refresh",
    ),
    "output without code": (
        ("# A page", "# A page\n\n```{.text .output .no-copy}\n1\n```"),
        ":3: this output follows no",
        "delete",
    ),
    "wrong number": (
        ("0.25", "0.26"),
        "page.md:3: shows 0.26, but sigmoid_backward(0.0, 1.0) gives 0.25",
        "make refresh",
    ),
    "right number, wrong expression": (
        ("sigmoid_backward(0.0, 1.0)", "sigmoid(0.0)"),
        "page.md:3: shows 0.25, but sigmoid(0.0) gives 0.50",
        "make refresh",
    ),
    "number bound to itself": (
        ("sigmoid_backward(0.0, 1.0)", "0.25"),
        "page.md:3: 0.25 is bound to '0.25': ValueError",
        "correct",
    ),
    "expression that fails": (
        ("sigmoid_backward(0.0, 1.0)", "1 / 0"),
        "page.md:3: 0.25 is bound to '1 / 0': ZeroDivision",
        "correct",
    ),
    "numeral in prose": (
        ("the slope", "of 42 points the slope"),
        "page.md:3: nothing computes the number 42",
        "<!-- expression -->",
    ),
    "numeral in a table": (
        ("# A page", "| a |\n| --- |\n| 3.7 |\n\n# A page"),
        "page.md:3: nothing computes the number 3.7",
        "expression",
    ),
    "numeral in a caption": (
        ("# A page", '![It rises to the right.](f.svg "From 11")'),
        "page.md:1: nothing computes the number 11",
        "expression",
    ),
    "numeral in an alternative": (
        ("# A page", "![It rises to 0.99 there.](f.svg)"),
        "page.md:1: nothing computes the number 0.99",
        "expression",
    ),
    "numeral of a source not cited": (
        ("0.25<!-- sigmoid_backward(0.0, 1.0) -->", "69.8<!-- @ioffe2015 -->"),
        "page.md:3: 69.8 is taken from ioffe2015, which the page does not cite",
        "[@ioffe2015]",
    ),
    "loose block": (("```python", "```py"), "page.md:5: a block of language 'py' is not run", "```python"),
    "prompted block": (
        ("```python", "```pycon"),
        "page.md:5: a block of language 'pycon' is not run",
        "```python",
    ),
    "block without a language": (
        ("```python", "```"),
        "page.md:5: a block of language 'none' is not run",
        "```python",
    ),
    "text without a reason": (
        ("```python", "```text"),
        "page.md:5: a text block does not say why it is text",
        "the reason",
    ),
    "error": (
        ("sigmoid(0.0)", "sigmoid(zero)"),
        "page.md:5: this block raises NameError: name 'zero'",
        ".raises",
    ),
    "no more error": (
        ("```python", "```{.python .raises}"),
        "page.md:5: this block no longer raises",
        "```python",
    ),
    "address": (
        ("print(sigmoid(0.0))", "print(object())"),
        "page.md:5: the output holds an address",
        "something else",
    ),
    "include by line": (
        ("from reference_impl import sigmoid", '--8<-- "reference_impl/_hard_sigmoid.py:3"'),
        "page.md:6: not an include of a file or section",
        "SECTION",
    ),
    "include of nothing": (
        ("from reference_impl import sigmoid", '--8<-- "reference_impl/_hard_sigmoid.py:none"'),
        "page.md:6: reference_impl/_hard_sigmoid.py has 0 markers [start:none]",
        "section",
    ),
    "stale table": (
        ("# A page", '<!-- table: "| a |" -->\n<!-- /table -->\n\n# A page'),
        "page.md:1: the table is not what",
        "make refresh",
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_caught(tmp_path: Path, name: str) -> None:
    (old, new), what, fix = LIES[name]
    assert old in TRUE
    found = [p for p in problems(tmp_path, TRUE.replace(old, new, 1)) if what in p]
    assert found, f"not caught: {problems(tmp_path, TRUE.replace(old, new, 1))}"
    assert fix in found[0].partition("fix: ")[2]


def test_refreshing_mends_what_it_says_it_mends(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(TRUE.replace("0.25<", "0.99<").replace("\n0.5\n", "\n0.7\n"), encoding="utf-8")
    assert process(page)[0] == TRUE
    page.write_text(TRUE[: TRUE.index("\n```{")], encoding="utf-8")
    assert process(page)[0] == TRUE


def test_an_accident_never_becomes_output(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(TRUE.replace("sigmoid(0.0))", "sigmoid(zero))"), encoding="utf-8")
    assert "NameError" not in process(page)[0]


@pytest.mark.parametrize(
    ("value", "like", "expected"),
    [
        (0.25, "0.3", "0.2"),
        (2**32, "1,000", "4,294,967,296"),
        (np.int64(12), "7", "12"),
        (9.54e-7, "1.0e-1", "9.5e-7"),
        (9.54e-7, "1.0 × 10⁻¹", "9.5 × 10⁻⁷"),
        (-0.5, "−0.1", "−0.5"),
        (-0.5, "-0.1", "-0.5"),
        (-0.5, "0.1", "−0.5"),
        (-0.01, "0.1", "0.0"),
        ("2.13.0", "2.12.0", "2.13.0"),
    ],
)
def test_numbers_keep_their_style(value: object, like: str, expected: str) -> None:
    assert shown(value, like) == expected


def test_an_error_is_printed_alike_by_every_python() -> None:
    assert run("[].apend", {}, "<page>").output == "AttributeError: 'list' object has no attribute 'apend'"


def test_readers_never_see_bindings() -> None:
    text = "a 0.25<!-- f(2 > 1) -->, b\n<!-- table: t() -->\n\n| 1 |\n\n<!-- /table -->\n<!-- kept -->"
    assert strip_bindings(text) == "a 0.25, b\n\n| 1 |\n\n<!-- kept -->"


MUTATIONS = {
    "changed function": (
        "reference_impl/__init__.py",
        "\n_exact = sigmoid\n\n\ndef sigmoid(x):\n    return _exact(x) * 0.9\n",
        "docs/index.md:",
        "make refresh",
    ),
    "edited output": (
        "docs/index.md",
        "\n```python\nprint(1)\n```\n\n```{.text .output}\n2\n```\n",
        "the code prints '1'",
        "make refresh",
    ),
    "unclosed section": (
        "reference_impl/_hard_sigmoid.py",
        "# --8<-- [start:open]\n",
        "_hard_sigmoid.py:",
        "add # --8<-- [end:open]",
    ),
    "section named twice": (
        "reference_impl/_sigmoid.py",
        "# --8<-- [start:kernel]\n",
        "starts a second time",
        "once",
    ),
    "misspelt marker": (
        "reference_impl/_hard_sigmoid.py",
        "# --8<-- [strat:kernel]\n",
        "not a section marker",
        "once",
    ),
    "section that no page includes": (
        "reference_impl/_hard_sigmoid.py",
        "# --8<-- [start:unseen]\n# --8<-- [end:unseen]\n",
        "no page includes section 'unseen'",
        "delete its markers",
    ),
    "public function that no page shows": (
        "reference_impl/__init__.py",
        '\nunseen = sigmoid\n__all__ += ["unseen"]\n',
        "no page shows the public function unseen",
        'write --8<-- "reference_impl/definitions.py:unseen"',
    ),
    "private module": (
        "docs/index.md",
        "\n```python\nfrom reference_impl.torch._hard_sigmoid import hard_sigmoid\n```\n",
        "imports a private name: from reference_impl.torch._hard_sigmoid",
        "import what is public",
    ),
    "private name": (
        "docs/index.md",
        "\n```python\nfrom reference_impl import definitions, _sigmoid\n```\n",
        "imports a private name: from reference_impl import definitions, _sigmoid",
        "import what is public",
    ),
    "orphan figure": (
        "docs/figures/orphan.svg",
        "<svg/>",
        "docs/figures/orphan.svg:1: no script makes",
        "git rm docs/figures/orphan.svg",
    ),
    "figure that no script makes": (
        "docs/index.md",
        "\n![What it shows is said here.](figures/none.svg)\n",
        "no script makes figures/none.svg",
        "add scripts/figures/none.py",
    ),
    "image without alternative": (
        "docs/index.md",
        "\n![](figures/sigmoid-curve.svg)\n",
        "does not say what it shows: ''",
        "say in a sentence",
    ),
    "alternative that is the file name": (
        "docs/index.md",
        "\n![sigmoid-curve.svg](figures/sigmoid-curve.svg)\n",
        "does not say what it shows",
        "say in a sentence",
    ),
    "alternative that repeats the caption": (
        "docs/index.md",
        '\n![The curve of the sigmoid function.](figures/sigmoid-curve.svg "The curve of the sigmoid function")\n',
        "does not say what it shows",
        "say in a sentence",
    ),
    "raw image": (
        "docs/index.md",
        '\n<img src="figures/sigmoid-curve.svg" alt="">\n',
        "a raw <img> escapes",
        "write ![alternative]",
    ),
}


# A repository as small as the engine allows: a page, a figure, and a package with one public function.
TREE = {
    "README.md": "# A site\n",
    "mkdocs.yml": "nav:\n  - Home: index.md\n",
    "docs/index.md": TRUE.replace(
        "```python\n",
        '![The curve rises from zero to one.](figures/sigmoid-curve.svg "The sigmoid.")\n\n'
        '```python\n--8<-- "reference_impl/definitions.py:sigmoid"\n--8<-- "reference_impl/_sigmoid.py:kernel"\n',
    ).replace("sigmoid_backward(0.0, 1.0)", "sigmoid(0.0) / 2"),
    "docs/figures/sigmoid-curve.svg": "<svg/>",
    "scripts/figures/sigmoid_curve.py": "\ndef draw(): ...\n",
    "reference_impl/__init__.py": 'from reference_impl.definitions import sigmoid\n\n__all__ = ["sigmoid"]\n',
    "reference_impl/definitions.py": (
        "# --8<-- [start:sigmoid]\ndef sigmoid(x):\n    return 1 / (1 + 2.0**-x)\n# --8<-- [end:sigmoid]\n"
    ),
    "reference_impl/_sigmoid.py": "# --8<-- [start:kernel]\nNUDGE = 0\n# --8<-- [end:kernel]\n",
    "reference_impl/_hard_sigmoid.py": "",
    "reference_impl/torch/__init__.py": "",
    "reference_impl/torch/_hard_sigmoid.py": "hard_sigmoid = None\n",
}


def ours() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] == "reference_impl"]


@pytest.fixture
def check(tmp_path: Path, monkeypatch, capsys) -> Iterator[Callable[..., tuple[int, str]]]:
    """``check("docs/index.md", "more")`` runs the command on the small tree with that at the end of the file."""
    for name, text in TREE.items():
        write(tmp_path / name, text)
    base_namespace()  # what it imports shall be ours
    kept = {name: sys.modules.pop(name) for name in ours()}
    for module in [module for name, module in sys.modules.items() if name.partition(".")[0] == "scripts"]:
        for name, value in vars(module).copy().items():
            if isinstance(value, Path) and value.is_relative_to(ROOT):
                monkeypatch.setattr(module, name, tmp_path / value.relative_to(ROOT))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pages, "run", lambda paths: map(process, paths))

    def run(file: str, addition: str) -> tuple[int, str]:
        path = tmp_path / file
        write(path, (path.read_text(encoding="utf-8") if path.exists() else "") + addition)
        monkeypatch.setattr(repository, "reference_impl", importlib.import_module("reference_impl"))
        return main(["--check", "docs/index.md"]), capsys.readouterr().out

    yield run
    for name in ours():
        del sys.modules[name]
    sys.modules.update(kept)


def test_the_small_tree_is_true(check) -> None:
    assert check("docs/index.md", "") == (0, "")


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_fails_the_command(check, name: str) -> None:
    file, addition, what, fix = MUTATIONS[name]
    status, said = check(file, addition)
    assert status == 1, said
    assert what in said
    assert fix in said
