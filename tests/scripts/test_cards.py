"""Which tables a phone shows row by row."""

import pytest
from markdown import Markdown

from scripts.site.cards import Cards

HEAD = "| case | first | second | third |\n| --- | --- | --- | --- |\n"


@pytest.mark.parametrize(
    ("table", "cards"),
    [
        (HEAD + "| a | `float` | words | 2 |", True),
        (HEAD + "| a | 0.5 | 2.1 | words |", False),
        ("| case | words |\n| --- | --- |\n| a | few |", False),
        (f"| case | words |\n| --- | --- |\n| a | {'many ' * 30} |", True),
    ],
)
def test_tables_of_words_that_are_wide(table, cards):
    markdown = Markdown(extensions=["tables"])
    markdown.treeprocessors.register(Cards(markdown), "cards", 6)
    html = markdown.convert(table)
    assert ("<table data-cards" in html) == cards
    assert ('<td data-head="first">' in html) == (cards and "first" in table)
