"""The Markdown copy of a page holds what the page says, and nothing that only our build understands."""

import pytest

from scripts.site.plain import plain


@pytest.mark.parametrize(
    ("source", "copy"),
    [
        (
            '=== "NumPy"\n\n    ```{.python .raises}\n    x = 1\n\n\n    y = 2\n    ```\n\nAfter.',
            "**NumPy**\n\n```python\nx = 1\n\n\ny = 2\n```\n\nAfter.\n",
        ),
        ('!!! warning "Careful"\n    Not twice.\n', "> **Careful**\n>\n> Not twice.\n"),
        ("1. Why?\n\n    ??? success\n\n        So.\n", "1. Why?\n\n    > **Success**\n    >\n    > So.\n"),
        ("<our-curve markdown>\n\n![It rises.](a.svg)\n\n</our-curve>", "![It rises.](a.svg)\n"),
        ("# Title {#id .class}\n\nA `{#id}` and $x_{i}$.{: #b }", "# Title\n\nA `{#id}` and $x_{i}$.\n"),
        ('```text title="it needs a GPU"\nrun\n```', "it needs a GPU:\n\n```text\nrun\n```\n"),
        ("```python\nx = {: .a}\n```", "```python\nx = {: .a}\n```\n"),
    ],
)
def test_plain(source, copy):
    assert plain(source) == copy
