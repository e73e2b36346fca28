"""Half precision: all 65,536 numbers of a format, against mpmath."""

from __future__ import annotations

from typing import Any

import numpy as np

from scripts.prove.levels import everywhere
from scripts.prove.measure import exact_values, measure
from scripts.prove.ours import OURS, WHO

PARTS = 4
# The limits at -inf and inf.
ENDS = {"sigmoid": (0.0, 1.0), "sigmoid_backward": (0.0, 0.0), "log_sigmoid": (-np.inf, 0.0)}


def numbers(form: str) -> Any:
    import ml_dtypes

    dtype = np.float16 if form == "float16" else ml_dtypes.bfloat16
    return np.arange(65_536, dtype=np.uint16).view(dtype)


def every_half(name: str, form: str, part: int, step: int = PARTS, *, peers: bool = True) -> dict[str, Any]:
    """Every ``step``-th number from the number ``part`` on; peers only where the function is finite."""
    x = numbers(form)[part::step]
    with np.errstate(invalid="ignore"):
        wide = x.astype(np.float64)
    inside = (wide > 0) & (wide < 1) if name == "logit" else np.isfinite(wide)
    ours = {WHO: OURS[name], **everywhere(name)}
    results = {who: f(x[inside]) for who, f in ours.items()}
    if peers:
        from scripts.prove.peers import PEERS, takes

        results |= {who: f(x[inside]) for who, f in PEERS[name].items() if takes(f, x.dtype)}
    records = measure(form, exact_values(name, x[inside]), results)
    special = wide[~inside]
    if name == "logit":
        right = np.select([special == 0, special == 1], [-np.inf, np.inf], np.nan)
    else:
        right = np.select([special == -np.inf, special == np.inf], ENDS[name], np.nan)
    for who, f in ours.items():
        got = f(x[~inside]).astype(np.float64)
        records[who][2] += special.size
        records[who][3] += int((~((got == right) | (np.isnan(got) & np.isnan(right)))).sum())
    return records
