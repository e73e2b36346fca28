"""Everything that generates: figures, outputs, numbers, tables, notebooks and the site's build steps."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
