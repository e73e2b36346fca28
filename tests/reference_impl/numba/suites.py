"""NumPy's suites, run on the compiled functions: the same source, with the package under their name changed."""

from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1]


def of_numba(name: str) -> dict[str, Any]:
    """What ``tests/reference_impl/NAME.py`` defines, with the compiled functions as ``ri``."""
    path = FOLDER / f"{name}.py"
    source = path.read_text(encoding="utf-8")
    assert source.count("import reference_impl as ri\n") == 1
    source = source.replace("import reference_impl as ri\n", "import reference_impl.numba as ri\n")
    defined: dict[str, Any] = {"__name__": f"{__package__}.{name}"}
    exec(compile(source, str(path), "exec"), defined)
    return defined
