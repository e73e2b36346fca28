"""``make bench``: speed as ratios to SciPy and PyTorch, measured in turns in one run.

Only ratios carry over to another machine. Every round times each competitor once, so that what disturbs one disturbs
all; a ratio is the median over rounds of (the other's time / ours), and the fastest round is kept too.
"""

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import util
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
Case = dict[str, Callable[[], Any]]  # the competitors; ours is the first
Timing = tuple[str, str, int, Case]  # what is timed, of what, how many elements


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
    ours = [each[0] for each in rounds]
    row: dict[str, Any] = {
        "elements": elements,
        "rounds": len(rounds),
        "ns_per_element": rounded(min(ours) / elements * 1e9),
    }
    for k, name in enumerate(list(case)[1:], 1):
        theirs = [each[k] for each in rounds]
        row[name] = {
            "ratio": rounded(statistics.median(b / a for a, b in zip(ours, theirs, strict=True))),
            "ratio_of_fastest": rounded(min(theirs) / min(ours)),
            "us_above": rounded((min(ours) - min(theirs)) * 1e6),
        }
    return row


def elementwise(rng: np.random.Generator) -> Iterator[Timing]:
    for size, dtype in itertools.product(SIZES, (np.float32, np.float64, np.float16)):
        if size == SIZES[-1] and dtype is np.float64:
            size = size // 2  # 0.4 GB each
        x = np.resize((4 * rng.standard_normal(min(size, 1_000_000))).astype(dtype), size)
        out, key = np.empty_like(x), f"{np.dtype(dtype)}, {size}"
        # SciPy's results for float16 are float64; small arrays are allocated, as people call these functions.
        given = out if size > 1000 else None
        theirs = None if dtype is np.float16 else given
        case: Case = {"ours": partial(ri.sigmoid, x, out=given)}
        case |= {"scipy.special.expit": partial(sp.expit, x, out=theirs), "copy": partial(np.copyto, out, x)}
        yield "sigmoid", key, size, case
        if dtype is np.float16 or size > 1_000_000:
            continue
        case = {"ours": partial(ri.log_sigmoid, x, out=out)}
        case["scipy.special.log_expit"] = partial(sp.log_expit, x, out=out)
        yield "log_sigmoid", key, size, case
        if size >= 10_000:
            far = np.full_like(x, -60 if dtype is np.float32 else -600)
            case = {"ours": partial(ri.sigmoid, far, out=out)}
            case["scipy.special.expit"] = partial(sp.expit, far, out=out)
            yield "sigmoid, all far left", key, size, case
    case = {"ours": partial(ri.sigmoid, 0.3), "scipy.special.expit": partial(sp.expit, 0.3)}
    yield "sigmoid of a Python float", "float", 1, case


def in_torch(rng: np.random.Generator) -> Iterator[Timing]:
    if util.find_spec("torch") is None:
        return
    import torch

    size = 1_000_000
    for dtype in (np.float32, np.float64):
        w, t = (4 * rng.standard_normal(size)).astype(dtype), (rng.random(size) < 0.5).astype(dtype)
        logits, targets = torch.from_numpy(w).requires_grad_(), torch.from_numpy(t)

        def ours(w: Any = w, t: Any = t) -> None:
            ri.binary_cross_entropy_with_logits(w, t)
            ri.binary_cross_entropy_with_logits_backward(w, t)

        def theirs(logits: Any = logits, targets: Any = targets) -> None:
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets)
            torch.autograd.grad(loss, logits)

        name = "binary_cross_entropy_with_logits, loss and gradient"
        yield name, f"{np.dtype(dtype)}, {size}", size, {"ours": ours, "torch autograd": theirs}
    batch, hidden = 32, 256
    cell = torch.nn.LSTMCell(hidden, hidden)
    weights = {name: value.detach().numpy() for name, value in cell.named_parameters()}
    x, h, c = (rng.standard_normal((batch, hidden)).astype(np.float32) for _ in range(3))
    tensors = [torch.from_numpy(a) for a in (x, h, c)]

    def step() -> None:
        with torch.no_grad():
            cell(tensors[0], (tensors[1], tensors[2]))

    case: Case = {"ours": partial(ri.lstm_cell, x, h, c, **weights), "torch.nn.LSTMCell": step}
    yield "lstm_cell", f"float32, batch {batch}, hidden {hidden}", batch * hidden, case


def make(path: Path) -> Iterator[Made]:
    described = environment.describe()
    print(f"{described['processor']}, NumPy uses {', '.join(described['simd'])}; one thread")
    found: dict[str, dict[str, Any]] = {}
    rng = np.random.default_rng(0)
    for name, key, elements, case in itertools.chain(elementwise(rng), in_torch(rng)):
        row = found.setdefault(name, {})[key] = compare(case, elements)
        against = [f"{row[who]['ratio']:.2f} × {who}" for who in case if who != "ours"]
        print(f"{name:52}{key:24}{row['ns_per_element']:>10} ns  {', '.join(against)}", flush=True)
    yield result(path, {"environment": described, "made_by": "make bench", "speed": found}, in_order=True)
