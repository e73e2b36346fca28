"""Quotation marks are set in prose, and left alone where they are code, formulas or messages."""

import markdown
import pytest

from scripts.site.markdown import SiteExtension

EXTENSIONS = ["md_in_html", "tables", "footnotes", "pymdownx.arithmatex"]


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ('He says "yes".', "He says “yes”."),
        ("It doesn't: the models' loss", "It doesn’t: the models’ loss"),
        ('"*All* of it" (and "more")', "“<em>All</em> of it” (and “more”)"),
        ('the option `"mean"`, and "`x`"', 'the option <code>"mean"</code>, and “<code>x</code>”'),
        ("a 'word' in a [link's text](x.md)", 'a ‘word’ in a <a href="x.md">link’s text</a>'),
        ('| "a" |\n| --- |\n| it\'s |', "<td>it’s</td>"),
    ],
)
def test_prose(source: str, result: str) -> None:
    assert result in markdown.markdown(source, extensions=[*EXTENSIONS, SiteExtension()])


@pytest.mark.parametrize("source", ["# \"log_cpu\" not implemented for 'Half'", '    x = "it\'s"'])
def test_what_is_typed_stays(source: str) -> None:
    html = markdown.markdown(source, extensions=[*EXTENSIONS, SiteExtension()])
    assert not set("“”‘’") & set(html), html
