"""Notebooks as pages of this site, and as files to download.

mkdocs-jupyter makes pages of the ``.ipynb`` files. Its HTML brings 600 KB of style sheets, scripts from a CDN,
formulas for the browser to typeset and faults of its own: so a notebook goes through the site's Markdown instead.
"""

import json
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from scripts.page.bindings import strip_bindings
from scripts.page.notebook import source_of
from scripts.page.parts import OUTPUT_INFO

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:)(?P<path>[^)\s#]*)(?P<anchor>#[^)\s]*)?")
_ADMONITION = re.compile(
    r"^!!! (?P<kind>\w+)(?: \"(?P<title>.*)\")?\n(?P<body>(?:(?: {4}.*)?\n)*(?: {4}.*)?)", re.MULTILINE
)
_CITATION = re.compile(r"\[@(?P<key>[\w:-]+)\]")


def is_notebook(file: File) -> bool:
    return file.src_uri.endswith(".ipynb") and file.is_documentation_page()


def adopt(files: Files, config: MkDocsConfig) -> None:
    """Point the edit links of notebooks at their scripts, and add what readers may download."""
    for file in filter(is_notebook, list(files)):
        source = source_of(Path(str(file.abs_src_path)))
        folder = Path(file.src_uri).parent
        file.edit_uri = str(folder / source.name)
        for name, content in (
            (Path(file.src_uri).name, portable(json.loads(file.content_string), file, config)),
            (source.name, strip_bindings(source.read_text(encoding="utf-8"))),
        ):
            offered = str(folder / "download" / name)
            files.append(File.generated(config, offered, content=content, inclusion=InclusionLevel.INCLUDED))


def render_as_markdown(page: Page) -> None:
    """Take mkdocs-jupyter's renderer off the page again."""
    page.__dict__.pop("render", None)


def markdown(file: File) -> str:
    """The notebook as the page of Markdown that it would be, had it not been run by Jupyter."""
    notebook = json.loads(file.content_string)
    text = "\n\n".join(_cell(cell) for cell in notebook["cells"])
    name, script = Path(file.src_uri).name, source_of(Path(file.src_uri)).name
    offer = (
        f'This page is a notebook. Run it yourself: [the notebook](download/{name}){{ download="{name}" }} '
        f'for Jupyter, or [the same as a script](download/{script}){{ download="{script}" }}.\n'
    )
    lead, section, rest = text.partition("\n## ")
    head = f"---\ndescription: {json.dumps(notebook['metadata'].get('description', ''))}\n---\n"
    return f"{head}{lead}\n{offer}{section}{rest}"


def _cell(cell: dict[str, Any]) -> str:
    source = "".join(cell["source"])
    if cell["cell_type"] != "code":
        return source
    texts = ["".join(each.get("text") or each["data"]["text/plain"]) for each in cell["outputs"]]
    output = "".join(texts).rstrip()
    shown = f"\n\n```{OUTPUT_INFO}\n{output}\n```" if output else ""
    return f"```python\n{source}\n```{shown}"


def portable(notebook: dict[str, Any], file: File, config: MkDocsConfig) -> str:
    """The notebook for Jupyter, far from this site: links lead here, the rest is plain Markdown."""

    def address(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), match["path"]))
        page, extension = posixpath.splitext(target)
        if extension in (".md", ".ipynb"):
            target = page.removesuffix("index") if posixpath.basename(page) == "index" else f"{page}/"
        return urljoin(config.site_url or "", target) + (match["anchor"] or "")

    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = _ADMONITION.sub(_quote, "".join(cell["source"]))
            text = _CITATION.sub(lambda m: f"([{m['key']}]({config.site_url}look-up/bibliography/))", text)
            cell["source"] = _LINK.sub(address, text).splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _quote(match: re.Match[str]) -> str:
    lines = [
        f"**{match['title'] or match['kind'].capitalize()}.**",
        *(line[4:] for line in match["body"].splitlines()),
    ]
    return "\n".join(f"> {line}".rstrip() for line in lines)
