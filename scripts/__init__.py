"""Everything that generates: figures, outputs, numbers, tables, notebooks and the site's build steps."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BIB = DOCS / "assets" / "includes" / "references.bib"
# For processes that run code of pages and studies: sums in another order would have other last digits.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
