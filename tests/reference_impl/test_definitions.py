"""The definitions: what the kernels return but for a few units, the same special values, and a file to paste."""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest
import torch

import reference_impl as ri
import reference_impl.torch as rt
from reference_impl import definitions
from reference_impl.torch import definitions as torch_definitions

RNG = np.random.default_rng(8)
LOSS, FOCAL = "binary_cross_entropy_with_logits", "sigmoid_focal_loss"
GRADIENT, BOTH = f"{LOSS}_backward", f"{LOSS}_value_and_grad"
NONE = {"reduction": "none"}
# The largest difference in units in the last place, float64 and float32. One more than the largest measured, since
# exponentials differ between processors. The others keep to ``USUAL``.
USUAL = (3, 4)
BOUNDS = {
    "sigmoid_backward": (5, 6),
    "logit": (3, 3),
    LOSS: (4, 5),
    GRADIENT: (5, 4),
    FOCAL: (11, 12),
    "hard_sigmoid": (0, 1),  # units of 1: in float32 the kernel adds in float64
    "hard_sigmoid_backward": (0, 0),
    "straight_through_sigmoid": (0, 0),
    "straight_through_sigmoid_backward": (5, 6),
}
ELEMENTWISE = [name for name in ri.__all__ if not name.startswith("lstm_") and name != BOTH]


def public(module: Any) -> dict[str, FunctionType]:
    return {n: f for n, f in vars(module).items() if isinstance(f, FunctionType) and not n.startswith("_")}


def arguments(dtype: Any) -> Any:
    """At random, about multiples of ln 2, at every power of 2, and to where the results are subnormal, then 0."""
    info = np.finfo(dtype)
    end = 1.01 * np.log(float(info.smallest_subnormal))
    powers = np.ldexp(1.0, np.arange(info.minexp - info.nmant, info.maxexp))
    x = np.concatenate([RNG.normal(0, 4, 100_000), RNG.uniform(end, -end, 100_000), powers, -powers])
    x = np.concatenate([x, np.log(2) * np.arange(-1100, 1100)]).astype(dtype)
    return np.concatenate([x, np.nextafter(x, dtype(1)), np.nextafter(x, dtype(-1))])


def probabilities(dtype: Any) -> Any:
    """At random, near 0, near ½ and near 1."""
    info, u = np.finfo(dtype), RNG.random(100_000)
    near_0 = np.ldexp(u, RNG.integers(info.minexp, 0, u.size))
    near_half = 0.5 + np.ldexp(u - 0.5, RNG.integers(-info.nmant, 0, u.size))
    return np.concatenate([u, near_0, near_half, 1 - np.ldexp(u, -info.nmant // 2)]).astype(dtype)


def cases(name: str, dtype: Any) -> list[tuple[Any, ...]]:
    x = probabilities(dtype) if name == "logit" else arguments(dtype)
    labels, soft = (RNG.random(x.size) < 0.5).astype(dtype), RNG.random(x.size).astype(dtype)
    if name in (LOSS, FOCAL):
        return [(x, labels), (x, soft)]
    if name == GRADIENT:  # for a soft target it cancels
        return [(x, labels)]
    return [(x, dtype(1))] if name.endswith("backward") else [(x,)]


def called(module: Any, name: str, *arrays: Any, **options: Any) -> Any:
    with np.errstate(all="raise", under="ignore"):
        return getattr(module, name)(*arrays, **options)


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_kernel_and_definition_agree(name: str, dtype: Any) -> None:
    options = NONE if name in (LOSS, GRADIENT, FOCAL) else {}
    for arrays in cases(name, dtype):
        mine, kernel = (called(module, name, *arrays, **options) for module in (definitions, ri))
        assert mine.dtype == dtype
        with np.errstate(invalid="ignore"):
            unit = np.spacing(np.abs(kernel) if name != "hard_sigmoid" else dtype(1))
            off = np.max(np.abs(mine - kernel) / unit, where=mine != kernel, initial=0)
        assert off <= BOUNDS.get(name, USUAL)[dtype == np.float32]


ENDS = np.array([np.inf, -np.inf, np.nan, 0.0, -0.0, np.finfo(float).max, np.finfo(float).min])


@pytest.mark.parametrize("name", [name for name in ELEMENTWISE if name not in (LOSS, GRADIENT, FOCAL)])
def test_special_values_are_equal(name: str) -> None:
    grad = (2.0,) if name.endswith("backward") else ()
    special = {
        "logit": np.concatenate([ENDS, [1.0, 0.5, -0.5, 1.5, 5e-324]]),
        "hard_sigmoid": np.concatenate([ENDS, [3.0, -3.0]]),
        "hard_sigmoid_backward": np.concatenate([ENDS, [3.0, -3.0]]),
    }.get(name, ENDS)
    if name == "log_sigmoid":
        special = ENDS[ENDS != 0]  # log ½ is not special
    both = [called(module, name, special, *grad) for module in (definitions, ri)]
    np.testing.assert_array_equal(*both)
    for value, scalar in zip(both[0], special, strict=True):
        np.testing.assert_array_equal(called(definitions, name, scalar, *grad), value)
    for threshold in (0.0, 1.0):
        steps = [called(m, "straight_through_sigmoid", ENDS, threshold=threshold) for m in (definitions, ri)]
        np.testing.assert_array_equal(*steps)


@pytest.mark.parametrize("weights", [{}, {"weight": 0.0}, {"pos_weight": 0.0}, {"weight": np.nan}])
def test_special_losses_are_equal(weights: Any) -> None:
    logits, targets = (a.ravel() for a in np.meshgrid(ENDS[ENDS != 0], [0.0, 0.5, 1.0]))
    for name in (LOSS, GRADIENT):
        both = [called(module, name, logits, targets, **weights, **NONE) for module in (definitions, ri)]
        np.testing.assert_array_equal(*both)
    for alpha in (None, 0.0, 1.0):
        for gamma in (0.0, 0.5, 2.0):
            options = {"alpha": alpha, "gamma": gamma, **NONE}
            both = [called(module, FOCAL, logits, targets, **options) for module in (definitions, ri)]
            np.testing.assert_allclose(*both, rtol=1e-15)


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_weights_and_reductions_agree(reduction: str) -> None:
    logits, targets = RNG.normal(0, 4, (5, 3)), RNG.random((5, 3))
    weights = {"weight": RNG.random((5, 1)), "pos_weight": np.array([0.5, 1.0, 2.0])}
    for options in ({}, weights):
        loss = [called(m, LOSS, logits, targets, reduction=reduction, **options) for m in (definitions, ri)]
        np.testing.assert_allclose(*loss, rtol=1e-14)
        arrays = logits, targets, np.float64(1.5)
        slope = [called(m, GRADIENT, *arrays, reduction=reduction, **options) for m in (definitions, ri)]
        np.testing.assert_allclose(*slope, rtol=1e-12)
        for k, module in enumerate((definitions, ri)):
            value, grad = called(module, BOTH, logits, targets, reduction=reduction, **options)
            np.testing.assert_array_equal(value, loss[k])
            np.testing.assert_allclose(1.5 * grad, slope[k], rtol=1e-15)
    focal = [called(m, FOCAL, logits, targets, reduction=reduction) for m in (definitions, ri)]
    np.testing.assert_allclose(*focal, rtol=1e-14)
    empty = [called(m, LOSS, np.zeros(0), np.zeros(0), reduction=reduction) for m in (definitions, ri)]
    np.testing.assert_array_equal(*empty)


@pytest.mark.parametrize("shape", [(), (4,), (2, 4)])
@pytest.mark.parametrize("biases", [0, 1, 2])
def test_gate_and_cell_agree(shape: tuple[int, ...], biases: int) -> None:
    x, h, c = (RNG.normal(size=(*shape, n)) for n in (3, 2, 2))
    for name, states, rows in (("lstm_gate", (x, h), 2), ("lstm_cell", (x, h, c), 8)):
        weights = [RNG.normal(size=(rows, 3)), RNG.normal(size=(rows, 2)), *RNG.normal(size=(biases, rows))]
        mine, kernel = (called(module, name, *states, *weights) for module in (definitions, ri))
        np.testing.assert_allclose(mine, kernel, rtol=1e-12)
        tensors = [torch.tensor(a) for a in (*states, *weights)]
        theirs = getattr(torch_definitions, name)(*tensors)
        np.testing.assert_allclose(theirs if name == "lstm_gate" else torch.stack(theirs), kernel, rtol=1e-12)


def test_every_public_name_has_a_definition_with_the_same_arguments() -> None:
    assert public(definitions).keys() == {*ri.__all__}
    for name in ri.__all__:
        mine, kernel = (
            list(inspect.signature(getattr(m, name)).parameters.values()) for m in (definitions, ri)
        )
        kept = [(p.name, p.kind, p.default) for p in kernel if p.name != "out"]
        assert [(p.name, p.kind, p.default) for p in mine] == kept, name


@pytest.mark.parametrize(("module", "library"), [(definitions, "numpy"), (torch_definitions, "torch")])
def test_a_file_of_definitions_can_be_pasted(
    module: Any, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Path(module.__file__).read_text(encoding="utf-8")
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [getattr(node, "module", None) or node.names[0].name for node in imports]
    assert {name.split(".")[0] for name in names} == {library}
    monkeypatch.setitem(sys.modules, "reference_impl", None)
    pasted: dict[str, Any] = {}
    exec(text, pasted)
    x = np.array([-1.0, 2.0]) if library == "numpy" else torch.tensor([-1.0, 2.0])
    assert pasted["hard_sigmoid"](x).tolist() == module.hard_sigmoid(x).tolist()


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("alpha", [None, 0.25])
def test_the_focal_loss_of_tensors_and_its_gradient(alpha: float | None, gamma: float) -> None:
    z = torch.cat([torch.linspace(-800, 800, 321), torch.tensor([-1e30, 1e30])]).double().requires_grad_()
    for y in (0.0, 0.3, 1.0):
        targets = torch.full_like(z, y).detach()
        options = {"alpha": alpha, "gamma": gamma}
        for reduction in ("none", "mean", "sum"):
            both = [
                m.sigmoid_focal_loss(z, targets, **options, reduction=reduction)
                for m in (torch_definitions, rt)
            ]
            torch.testing.assert_close(*both, rtol=1e-12, atol=1e-300)
        slopes = [torch.autograd.grad(loss, z)[0] for loss in both]
        torch.testing.assert_close(*slopes, rtol=1e-6, atol=1e-9)


def test_hard_and_straight_through_of_tensors() -> None:
    x = torch.tensor(
        [-4.0, -3.0, -1.0, -0.0, 0.0, 1.5, 3.0, 4.0, torch.inf, -torch.inf, torch.nan], requires_grad=True
    )
    for name, options in (("hard_sigmoid", "slope"), ("straight_through_sigmoid", "threshold")):
        for given in ({}, {options: 0.25}):
            both = [getattr(m, name)(x, **given) for m in (torch_definitions, rt)]
            torch.testing.assert_close(*both, rtol=0, atol=1e-7, equal_nan=True)
            slopes = [torch.autograd.grad(y.sum(), x)[0][:-1] for y in both]
            torch.testing.assert_close(*slopes, rtol=1e-5, atol=1e-8)
