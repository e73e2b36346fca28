"""Ours and others', tried: float32 that is hard to round, all of half precision, float64, long double, losses."""

from typing import Any

import numpy as np

from reference_impl._kernels.hard_to_round import LARGE, hard_cases
from scripts.prove import levels, points
from scripts.prove.exact import LONG, Record, first, loss_and_gradient, measure, number, of_errors, total
from scripts.prove.oracle import Piece, slices
from scripts.prove.peers import Function, takes
from scripts.prove.points import LABELS, SOFT
from scripts.prove.scan import scan
from scripts.prove.subjects import LOSSES, SUBJECTS, WHO

Records = dict[str, Record]
NEAR = "float32, near a boundary"
MANY = 1 << 15
# Into how many parts a trial is divided, and how many numbers each has.
HARD_PARTS, HARD_EACH = 8, 2000  # of a kind
RANDOM_PARTS, BLOCKS, BLOCK = 20, 10, 500_000  # 10⁸ in all
HALF_PARTS = 4
LONG_EACH = 800
LOSS_PARTS, LOSS_EACH, LABELS_STEP = 4, 3000, 8
PAIRS = 100_000  # in a block, of random logits and targets: 4 million of a kind


def everyone(name: str, *, peers: bool) -> dict[str, Function]:
    """Ours, ours at the other SIMD levels, and peers."""
    subject = SUBJECTS[name]
    return {WHO: subject.ours, **levels.everywhere(name), **(subject.peers if peers else {})}


def exact_values(name: str, x: Any) -> list[Any]:
    wide = x if x.dtype == np.longdouble else x.astype(np.float64)
    return [SUBJECTS[name].exact(number(value)) for value in wide]


def every_float(name: str, part: int) -> dict[str, Any]:
    """One slice of all float32 numbers."""
    subject = SUBJECTS[name]
    everywhere = levels.everywhere(name)
    records, near = scan(name, slices(name)[part], {WHO: subject.ours}, subject.peers, everywhere)
    errors = {who: record.numbers() for who, record in records.items()}
    return {"errors": {"float32": {name: errors}}, "near": near, "wrong": records[WHO].wrong}


def listed(name: str) -> Records:
    """All inputs that the package lists, as they come and in company, for a kernel may go another way by what an
    array holds. The right results are mpmath's, and not those of the list."""
    x, _ = hard_cases(name)
    groups = [x, *(group for group in (x[np.abs(x) < LARGE], x[np.abs(x) >= LARGE]) if group.size)]
    results = {
        who: np.concatenate([in_company(f, group) for group in groups])
        for who, f in everyone(name, peers=False).items()
    }
    exact = dict(zip(x.tolist(), exact_values(name, x), strict=True))
    return measure("float32", [exact[value] for group in groups for value in group.tolist()], results)


def in_company(f: Function, x: Any) -> Any:
    """The results of numbers in an array that repeats them until there are many."""
    return f(np.resize(x, max(MANY, x.size)))[: x.size]


def every_half(name: str, form: str, part: int, step: int = HALF_PARTS, *, peers: bool = True) -> Records:
    """Every ``step``-th number from the number ``part`` on; peers only where the function is finite."""
    import ml_dtypes

    dtype = np.float16 if form == "float16" else ml_dtypes.bfloat16
    x = np.arange(65_536, dtype=np.uint16).view(dtype)[part::step]
    (low, high), ours = SUBJECTS[name].domain, everyone(name, peers=False)
    with np.errstate(invalid="ignore"):
        wide = x.astype(np.float64)
    inside = (wide > low) & (wide < high)
    others = SUBJECTS[name].peers if peers else {}
    functions = {**ours, **{who: f for who, f in others.items() if takes(f, x.dtype)}}
    results = {who: f(x[inside]) for who, f in functions.items()}
    records = measure(form, exact_values(name, x[inside]), results)
    special = wide[~inside]
    right = np.select([special == low, special == high], SUBJECTS[name].ends, np.nan)
    for who, f in ours.items():
        got = f(x[~inside]).astype(np.float64)
        records[who][2] += special.size
        records[who][3] += int((~((got == right) | (np.isnan(got) & np.isnan(right)))).sum())
    return records


def hard_kinds(name: str, part: int, n: int = HARD_EACH) -> dict[str, points.Floats]:
    """The hard float64 points of one part, by kind."""
    rng = np.random.default_rng([part, 1])
    near_ties = {"near a tie": SUBJECTS[name].ties(rng, n)}
    if name == "logit":
        return near_ties | points.of_probabilities(rng, n)
    far = points.far_from_nodes(name, rng, n)
    return near_ties | points.of_logits(rng, n) | {"farthest from a table's arguments": far}


def hard_points(name: str, part: int, n: int = HARD_EACH, *, peers: bool = True) -> Records:
    x = np.concatenate(list(hard_kinds(name, part, n).values()))
    results = {who: f(x) for who, f in everyone(name, peers=peers).items()}
    return measure("float64", exact_values(name, x), results)


def long_points(name: str) -> Records:
    x = points.long_doubles(name, LONG_EACH)
    return measure("longdouble", exact_values(name, x), {WHO: SUBJECTS[name].ours(x)})


def random_points(part: int, blocks: int = BLOCKS) -> Records:
    """The sigmoid of random numbers, where long double is wider than float64: its exp errs by 2⁻¹⁰ of our units."""
    records, rng = [[0.0, 0.0, 0, 0]], np.random.default_rng([part, 2])
    for _ in range(blocks if LONG.nmant >= 63 else 0):
        x = np.concatenate([rng.uniform(-40, 40, BLOCK * 3 // 5), rng.normal(0, 3, BLOCK * 2 // 5)])
        z = np.exp(-np.abs(x.astype(np.longdouble)))
        exact = np.where(x >= 0, 1, z) / (1 + z)
        off = np.abs(SUBJECTS["sigmoid"].ours(x) - exact) / np.ldexp(1.0, np.frexp(exact)[1] - 53)
        records.append(of_errors(off))
    return {f"{WHO}, at random": total(records)}


def losses(kind: str, form: str, part: int, n: int = LOSS_EACH, *, peers: bool = True) -> dict[str, Records]:
    """The records of loss and gradient."""
    w, t = points.logits_and_targets(kind, form, part, n)
    exact = [loss_and_gradient(number(a), number(b)) for a, b in zip(w, t, strict=True)]
    records = {}
    for k, what in enumerate(LOSSES):
        results = {who: f(w, t) for who, f in everyone(what, peers=peers).items()}
        at = [row[2] for row in exact] if what == "gradient" and kind == SOFT else None
        records[f"{what}, {kind}"] = measure(form, [row[k] for row in exact], results, at)
    return records


def every_label(what: str, part: int, step: int = LABELS_STEP) -> dict[str, Records]:
    """float32 with labels: the loss is -log σ(±x), the gradient ±σ(±x), so that the polynomials serve."""

    def ours(x: Any, label: int) -> Any:
        return SUBJECTS[what].ours(x, np.full_like(x, label))

    functions: dict[str, Function] = {
        "loss": {"1": lambda x: -ours(x, 1), "0": lambda x: -ours(-x, 0)},
        "gradient": {"0": lambda x: ours(x, 0), "1": lambda x: -ours(-x, 1)},
    }[what]
    name = "log_sigmoid" if what == "loss" else "sigmoid"
    pieces: list[Piece] = [piece for one in slices(name)[part::LOSS_PARTS] for piece in one]
    records = scan(name, pieces, functions, step=step)[0].values()
    return {f"{what}, {LABELS}": {f"{WHO}, every eighth logit": total(r.numbers() for r in records)}}


def long_loss_and_gradient(logits: Any, targets: Any) -> tuple[Any, Any, Any]:
    """Return what ``exact.loss_and_gradient`` does, off by some 2⁻¹⁰ of float64's units."""
    w, t = logits.astype(np.longdouble), targets.astype(np.longdouble)
    z = np.exp(-np.abs(w))
    loss = np.where(w >= 0, w * (1 - t), -w * t) + np.log1p(z)
    slope = np.where(w >= 0, (1 - t) - t * z, (1 - t) * z - t) / (1 + z)
    return loss, slope, np.maximum(np.where(w >= 0, 1, z) / (1 + z), t)


def random_losses(kind: str, part: int, blocks: int = BLOCKS) -> dict[str, Records]:
    """float64 losses and gradients, where long double is wider."""
    records = {what: [[0.0, 0.0, 0, 0]] for what in LOSSES}
    rng = np.random.default_rng([part, 5])
    for _ in range(blocks if LONG.nmant >= 63 else 0):
        w, t = points.random_pairs(kind, rng, PAIRS)
        loss, slope, larger = long_loss_and_gradient(w, t)
        for what, exact in (("loss", loss), ("gradient", slope)):
            at = larger if what == "gradient" and kind == SOFT else np.abs(exact)
            unit = np.ldexp(np.longdouble(1), np.maximum(np.frexp(at)[1] - 53, -1074))
            off = (np.abs(SUBJECTS[what].ours(w, t) - exact) / unit).astype(np.float64)
            records[what].append(of_errors(off))
    return {f"{what}, {kind}": {f"{WHO}, at random": total(several)} for what, several in records.items()}


def ends(f: Function, form: str) -> list[float]:
    """Return the largest argument with the result 0, and the smallest with the result 1."""
    number = np.dtype(form).type

    def at(x: Any) -> float:
        return float(f(np.array([x], form))[0])

    positive = first(lambda x: at(x) > 0, number(-800), number(0))
    one = first(lambda x: at(x) >= 1, number(0), number(60))
    return [float(np.nextafter(positive, number(-np.inf))), float(one)]


def thresholds() -> dict[str, dict[str, list[float]]]:
    """Where each sigmoid reaches its ends."""
    functions = {WHO: SUBJECTS["sigmoid"].ours, **SUBJECTS["sigmoid"].peers}
    forms = ("float16", "float32", "float64")
    return {form: {who: ends(f, form) for who, f in functions.items()} for form in forms}
