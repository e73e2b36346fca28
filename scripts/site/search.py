"""The search knows an error message when it is pasted: ``query.js``, in front of the theme's worker."""

from fnmatch import fnmatch
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

WORKER = "assets/javascripts/workers/search.*.min.js"
QUERY = Path(__file__).with_name("query.js")


def adopt(files: Files, config: MkDocsConfig) -> None:
    """Put our script in front of the theme's; a theme without such a worker raises ``ValueError``."""
    workers = [file for file in files if fnmatch(file.src_uri, WORKER)]
    if not workers:
        raise ValueError(f"the theme no longer holds {WORKER!r}: fix {__file__}")
    for worker in workers:
        files.remove(worker)
        content = QUERY.read_text(encoding="utf-8") + worker.content_string
        files.append(File.generated(config, worker.src_uri, content=content))
