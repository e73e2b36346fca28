"""What every twin promises: dtypes, errors that name what is wrong, and no look at a value."""

from __future__ import annotations

import math
from typing import Any

import pytest

torch = pytest.importorskip("torch")
rt = pytest.importorskip("reference_impl.torch")

ELEMENTWISE = [rt.sigmoid, rt.log_sigmoid, rt.logit, rt.hard_sigmoid, rt.straight_through_sigmoid]
LOSSES = [rt.binary_cross_entropy_with_logits, rt.sigmoid_focal_loss]
name = lambda f: f.__name__  # noqa: E731


def test_the_public_names() -> None:
    assert sorted(rt.__all__) == [
        "LSTMCell",
        "binary_cross_entropy_with_logits",
        "hard_sigmoid",
        "log_sigmoid",
        "logit",
        "lstm_cell",
        "lstm_gate",
        "sigmoid",
        "sigmoid_focal_loss",
        "straight_through_sigmoid",
    ]
    assert all(hasattr(rt, public) for public in rt.__all__)


@pytest.mark.parametrize("function", ELEMENTWISE, ids=name)
@pytest.mark.parametrize("dtype", [torch.bool, torch.uint8, torch.int64])
def test_integers_become_the_default_dtype(function: Any, dtype: Any) -> None:
    x = torch.tensor([0, 1], dtype=dtype)
    assert torch.equal(function(x), function(x.float()))
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        assert function(x).dtype == torch.float64
    finally:
        torch.set_default_dtype(before)


@pytest.mark.parametrize("function", ELEMENTWISE, ids=name)
def test_what_is_not_real_is_named(function: Any) -> None:
    with pytest.raises(TypeError, match=r"torch\.complex64"):
        function(torch.zeros(2, dtype=torch.complex64))
    with pytest.raises(TypeError, match="a list is not supported"):
        function([0.0])


@pytest.mark.parametrize("loss", LOSSES, ids=name)
def test_what_is_not_real_is_named_by_losses(loss: Any) -> None:
    real, unreal = torch.zeros(2), torch.zeros(2, dtype=torch.complex128)
    for given in ((unreal, real), (real, unreal)):
        with pytest.raises(TypeError, match=r"torch\.complex128"):
            loss(*given)


@pytest.mark.parametrize("function", ELEMENTWISE, ids=name)
def test_other_layouts_are_named(function: Any) -> None:
    rows = [torch.zeros(2), torch.zeros(3)]
    for nested in (torch.nested.nested_tensor(rows), torch.nested.nested_tensor(rows, layout=torch.jagged)):
        with pytest.raises(TypeError, match="nested is not supported"):
            function(nested)
    with pytest.raises(TypeError, match="sparse_coo is not supported"):
        function(torch.eye(2).to_sparse())


def test_what_should_be_a_tensor_is_named() -> None:
    x, w = torch.zeros(2), torch.zeros(8, 2)
    for loss in LOSSES:
        with pytest.raises(TypeError, match="a list is not supported"):
            loss(x, [0.0, 1.0])
        with pytest.raises(TypeError, match="a float is not supported"):
            loss(x[0], 1.0)
    with pytest.raises(TypeError, match="a list is not supported"):
        rt.binary_cross_entropy_with_logits(x, x, weight=[1.0, 2.0])
    for wrong in range(1, 5):
        given = [x, x, x, w, w]
        given[wrong] = given[wrong].tolist()
        with pytest.raises(TypeError, match="a list is not supported"):
            rt.lstm_cell(*given)


def test_a_cell_takes_what_pytorchs_takes() -> None:
    cell = rt.LSTMCell(3, 4, True, "cpu", torch.float64)
    assert cell.weight_ih.dtype == torch.nn.LSTMCell(3, 4, True, "cpu", torch.float64).weight_ih.dtype


@pytest.mark.parametrize("function", ELEMENTWISE, ids=name)
def test_shapes_and_strides(function: Any) -> None:
    x = torch.rand(4, 6)
    assert torch.equal(function(x.T), function(x).T)
    assert torch.equal(function(x[:, ::2]), function(x)[:, ::2])
    assert torch.equal(function(x[0].expand(3, 6)), function(x[0]).expand(3, 6))
    assert function(torch.empty(0, 2)).shape == (0, 2)
    assert function(x[0, 0]).shape == ()
    before = x.clone()
    function(x)
    assert torch.equal(x, before)


@pytest.mark.parametrize("loss", LOSSES, ids=name)
def test_losses_name_what_does_not_fit(loss: Any) -> None:
    w = torch.zeros(2, 3)
    with pytest.raises(ValueError, match=r"targets have shape \(3,\), logits \(2, 3\)"):
        loss(w, torch.zeros(3))
    with pytest.raises(ValueError, match="'avg'"):
        loss(w, w, reduction="avg")


@pytest.mark.parametrize("shape", [(2,), (4, 2, 3), (2, 4)])
def test_weights_that_do_not_fit(shape: tuple[int, ...]) -> None:
    w = torch.zeros(2, 3)
    for weight in ("weight", "pos_weight"):
        with pytest.raises(ValueError, match=rf"^{weight} has shape .*\(2, 3\)"):
            rt.binary_cross_entropy_with_logits(w, w, **{weight: torch.ones(shape)})


@pytest.mark.parametrize(
    ("function", "parameters", "message"),
    [
        (rt.straight_through_sigmoid, {"threshold": -0.1}, "threshold is -0.1"),
        (rt.straight_through_sigmoid, {"threshold": 1.5}, "threshold is 1.5"),
        (rt.straight_through_sigmoid, {"threshold": math.nan}, "threshold is nan"),
        (rt.hard_sigmoid, {"slope": 0}, "slope is 0"),
        (rt.hard_sigmoid, {"slope": math.inf}, "slope is inf"),
        (rt.hard_sigmoid, {"offset": math.nan}, "offset is nan"),
        (lambda x, **p: rt.sigmoid_focal_loss(x, x, **p), {"alpha": 1.1}, "alpha is 1.1"),
        (lambda x, **p: rt.sigmoid_focal_loss(x, x, **p), {"gamma": -1.0}, "gamma is -1.0"),
        (lambda x, **p: rt.sigmoid_focal_loss(x, x, **p), {"gamma": math.nan}, "gamma is nan"),
    ],
)
def test_parameters_out_of_range_are_named(function: Any, parameters: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        function(torch.zeros(1), **parameters)


def test_no_value_is_looked_at() -> None:
    # A tensor on the meta device has no values: whatever asked for one would fail.
    x = torch.empty(3, device="meta", requires_grad=True)
    for function in ELEMENTWISE:
        y = function(x)
        assert y.shape == (3,)
        assert torch.autograd.grad(y.sum(), x)[0].shape == (3,)
    for loss in LOSSES:
        y = loss(x, torch.full((3,), 7.0, device="meta"))
        assert torch.autograd.grad(y, x)[0].shape == (3,)
    h = torch.empty(2, device="meta")
    weights = torch.empty(8, 3, device="meta"), torch.empty(8, 2, device="meta")
    assert rt.lstm_cell(x, h, h, *weights)[0].shape == (2,)
