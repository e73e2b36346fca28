"""``make bench``: speed as ratios to SciPy and PyTorch, measured in turns in one run.

Only ratios carry over to another machine. Every round times each competitor once, so that what disturbs one disturbs
all; a ratio is the median over rounds of (the other's time / ours), and the fastest round is kept too.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import scipy.special as sp

import reference_impl as ri
from scripts.made import Made
from scripts.prove import environment
from scripts.studies import result, rounded

SIZES = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 100_000_000)
SECONDS = 1.5  # for each case
Case = dict[str, Callable[[], Any]]


def timed(f: Callable[[], Any], repeat: int) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        f()
    return (time.perf_counter() - start) / repeat


def compare(case: Case, elements: int) -> dict[str, Any]:
    """Time the competitors in turns; the first is ours, and each other is divided by it."""
    for f in case.values():  # tables are built, pages touched, on a first call
        f()
    once = max(timed(f, 1) for f in case.values())
    repeat = max(1, int(2e-4 / once))
    rounds: list[list[float]] = []
    stop = time.monotonic() + SECONDS
    while len(rounds) < 3 or (time.monotonic() < stop and len(rounds) < 300):
        rounds.append([timed(f, repeat) for f in case.values()])
    ours = [row[0] for row in rounds]
    result: dict[str, Any] = {
        "elements": elements,
        "rounds": len(rounds),
        "ns_per_element": rounded(min(ours) / elements * 1e9),
    }
    for k, name in enumerate(list(case)[1:], 1):
        theirs = [row[k] for row in rounds]
        result[name] = {
            "ratio": rounded(statistics.median(b / a for a, b in zip(ours, theirs, strict=True))),
            "ratio_of_fastest": rounded(min(theirs) / min(ours)),
            "us_above": rounded((min(ours) - min(theirs)) * 1e6),
        }
    return result


def elementwise_cases(rng: np.random.Generator) -> dict[str, dict[str, Any]]:
    results: dict[str, dict[str, Any]] = {}
    for size in SIZES:
        for dtype in (np.float32, np.float64, np.float16):
            if size == SIZES[-1] and dtype is np.float64:
                size = size // 2  # 0.4 GB each
            x = np.resize((4 * rng.standard_normal(min(size, 1_000_000))).astype(dtype), size)
            out, key = np.empty_like(x), f"{np.dtype(dtype)}, {size}"
            # SciPy's results for float16 are float64
            theirs = out if dtype is not np.float16 else None
            results.setdefault("sigmoid", {})[key] = compare(
                {
                    "ours": partial(ri.sigmoid, x, out=out if size > 1000 else None),
                    "scipy.special.expit": partial(sp.expit, x, out=theirs if size > 1000 else None),
                    "copy": partial(np.copyto, out, x),
                },
                size,
            )
            if dtype is np.float16 or size > 1_000_000:
                continue
            results.setdefault("log_sigmoid", {})[key] = compare(
                {
                    "ours": partial(ri.log_sigmoid, x, out=out),
                    "scipy.special.log_expit": partial(sp.log_expit, x, out=out),
                },
                size,
            )
            if size >= 10_000:
                far = np.full_like(x, -60 if dtype is np.float32 else -600)
                results.setdefault("sigmoid, all far left", {})[key] = compare(
                    {
                        "ours": partial(ri.sigmoid, far, out=out),
                        "scipy.special.expit": partial(sp.expit, far, out=out),
                    },
                    size,
                )
    results["sigmoid of a Python float"] = {
        "float": compare({"ours": partial(ri.sigmoid, 0.3), "scipy.special.expit": partial(sp.expit, 0.3)}, 1)
    }
    return results


def torch_cases(rng: np.random.Generator) -> dict[str, dict[str, Any]]:
    try:
        import torch
    except ImportError:
        return {}
    torch.set_num_threads(1)
    results: dict[str, dict[str, Any]] = {
        "binary_cross_entropy_with_logits, loss and gradient": {},
        "lstm_cell": {},
    }
    for dtype in (np.float32, np.float64):
        size = 1_000_000
        w, t = (4 * rng.standard_normal(size)).astype(dtype), (rng.random(size) < 0.5).astype(dtype)
        logits, targets = torch.from_numpy(w).requires_grad_(), torch.from_numpy(t)

        def ours(w: Any = w, t: Any = t) -> None:
            ri.binary_cross_entropy_with_logits(w, t)
            ri.binary_cross_entropy_with_logits_backward(w, t)

        def theirs(logits: Any = logits, targets: Any = targets) -> None:
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets)
            torch.autograd.grad(loss, logits)

        results["binary_cross_entropy_with_logits, loss and gradient"][f"{np.dtype(dtype)}, {size}"] = (
            compare({"ours": ours, "torch autograd": theirs}, size)
        )
    batch, hidden = 32, 256
    cell = torch.nn.LSTMCell(hidden, hidden)
    weights = {name: value.detach().numpy() for name, value in cell.named_parameters()}
    x, h, c = (rng.standard_normal((batch, hidden)).astype(np.float32) for _ in range(3))
    tensors = [torch.from_numpy(a) for a in (x, h, c)]

    def step() -> None:
        with torch.no_grad():
            cell(tensors[0], (tensors[1], tensors[2]))

    results["lstm_cell"][f"float32, batch {batch}, hidden {hidden}"] = compare(
        {"ours": partial(ri.lstm_cell, x, h, c, **weights), "torch.nn.LSTMCell": step}, batch * hidden
    )
    return results


def make(path: Path) -> Iterator[Made]:
    described = environment.describe()
    print(f"{described['processor']}, NumPy uses {', '.join(described['simd'])}; one thread")
    rng = np.random.default_rng(0)
    results = elementwise_cases(rng) | torch_cases(rng)
    for name, rows in results.items():
        for key, row in rows.items():
            against = [
                f"{row[other]['ratio']:.2f} × {other}" for other in row if isinstance(row[other], dict)
            ]
            print(f"{name:52}{key:24}{row['ns_per_element']:>10} ns  {', '.join(against)}")
    yield result(path, {"environment": described, "made_by": "make bench", "speed": results}, in_order=True)
