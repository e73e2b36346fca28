"""Begin an entry of the error index or a figure: ``python -m scripts.new error my-error``.

The checks refuse the skeleton until each WRITE in it is replaced.
"""

import argparse
import re
import sys
from pathlib import Path

from scripts import ROOT
from scripts.write import write

WRITE = "WRITE"  # the tests let no page and no figure keep it
ERROR = """---
description: WRITE what causes it and what fixes it, in one sentence.
family: WRITE
messages:
  - "WRITE the message as it is printed, without the class of the error"
---

# WRITE the message in a few words

WRITE what is wrong and what to do, in two sentences.

```{.python .raises}
raise ValueError("WRITE the smallest code that fails")
```

## Fix

```python
print("WRITE the fixed code")
```

## Why

WRITE how the code comes to fail.

## Similar errors

- WRITE what else looks alike: [another entry](target-size.md).

## Threads

<!-- table: tables.threads("NAME") -->
<!-- /table -->
"""
FIGURE = '''"""WRITE what the figure shows."""

import numpy as np
from matplotlib.figure import Figure

from reference_impl import sigmoid
from scripts.figures.style import curve, figure, label, x_axis, y_axis


def draw() -> Figure:
    fig, ax = figure()
    x = np.linspace(-6, 6, 241)
    x_axis(ax, -6, 6, [-6, 0, 6], "*x*")
    y_axis(ax, 0, 1, {0: "0", 1: "1"}, "σ(*x*)")
    curve(ax, x, sigmoid(x))
    label(ax, 6, 0.9, "WRITE", "ink-soft", "right", dy=-6)
    return fig
'''
NEXT_ERROR = """Next:
1. Replace each WRITE. The families are in scripts/tables/errors.py.
2. Add a [[thread]] with entries = ["NAME"] to docs/assets/includes/threads.toml.
3. make refresh, which writes the outputs and the index; then make check."""
NEXT_FIGURE = """Next:
1. Replace each WRITE, and draw.
2. Show it on a page: ![what it concludes, as a sentence](../figures/NAME.svg "The caption.")
3. make refresh, which draws it; then make check."""


def begin(kind: str, name: str) -> Path:
    """Write the skeleton, and return where; ``ValueError`` for a name that cannot be, or that is taken."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or name == "index":
        raise ValueError(f"NAME={name}: write lower-case words with dashes between them, such as my-{kind}")
    figure = ROOT / "scripts" / "figures" / f"{name.replace('-', '_')}.py"
    path = ROOT / "docs" / "fix" / "errors" / f"{name}.md" if kind == "error" else figure
    if path.exists():
        raise ValueError(f"NAME={name}: {path.relative_to(ROOT)} exists; choose another name, or edit it")
    write(path, (ERROR if kind == "error" else FIGURE).replace("NAME", name))
    return path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.new", description=__doc__)
    parser.add_argument("kind", choices=["error", "figure"])
    parser.add_argument("name", metavar="NAME", help="lower-case words with dashes, such as my-error")
    options = parser.parse_args()
    try:
        path = begin(options.kind, options.name)
    except ValueError as error:
        parser.error(str(error))
    following = NEXT_ERROR if options.kind == "error" else NEXT_FIGURE
    print(f"wrote {path.relative_to(ROOT)}\n{following.replace('NAME', options.name)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
