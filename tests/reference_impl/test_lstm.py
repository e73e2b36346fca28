"""The gate and the cell of an LSTM, against PyTorch's and their definition."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest
import torch

import reference_impl as ri

RNG = np.random.default_rng(7)
INPUT, HIDDEN = 5, 4


def parameters(dtype: Any, gates: int = 4) -> dict[str, Any]:
    rows = gates * HIDDEN
    shapes = {"weight_ih": (rows, INPUT), "weight_hh": (rows, HIDDEN), "bias_ih": (rows,), "bias_hh": (rows,)}
    return {name: RNG.normal(size=shape).astype(dtype) for name, shape in shapes.items()}


@pytest.mark.parametrize("batch", [(), (3,), (1,), (0,)], ids=str)
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cell_against_torch(dtype: Any, bias: bool, batch: tuple[int, ...]) -> None:
    cell = torch.nn.LSTMCell(
        INPUT, HIDDEN, bias=bias, dtype=torch.float32 if dtype is np.float32 else torch.float64
    )
    weights = {name: value.detach().numpy() for name, value in cell.named_parameters()}
    x, h, c = (RNG.normal(size=(*batch, n)).astype(dtype) for n in (INPUT, HIDDEN, HIDDEN))
    with torch.no_grad():
        theirs = cell(torch.from_numpy(x), (torch.from_numpy(h), torch.from_numpy(c)))
    ours = ri.lstm_cell(x, h, c, **weights)
    for a, b in zip(ours, theirs, strict=True):
        assert a.dtype == dtype
        np.testing.assert_allclose(a, b.numpy(), rtol=0, atol=1e-6 if dtype is np.float32 else 1e-15)


def test_several_leading_dimensions() -> None:
    p = parameters(float)
    x, h, c = (RNG.normal(size=(2, 3, n)) for n in (INPUT, HIDDEN, HIDDEN))
    h2, c2 = ri.lstm_cell(x, h, c, **p)
    assert h2.shape == c2.shape == (2, 3, HIDDEN)
    for i in np.ndindex(2, 3):
        np.testing.assert_allclose((h2[i], c2[i]), ri.lstm_cell(x[i], h[i], c[i], **p), rtol=1e-13)


@pytest.mark.parametrize("bias", [(), ("bias_ih",), ("bias_hh",), ("bias_ih", "bias_hh")], ids=str)
def test_gate_is_the_sigmoid_of_an_affine_map(bias: tuple[str, ...]) -> None:
    p = {k: v for k, v in parameters(float, 1).items() if k.startswith("weight") or k in bias}
    x, h = RNG.normal(size=(3, INPUT)), RNG.normal(size=(3, HIDDEN))
    total = np.einsum("bi,hi->bh", x, p["weight_ih"]) + np.einsum("bj,hj->bh", h, p["weight_hh"])
    expected = ri.sigmoid(total + sum(p[name] for name in bias))
    np.testing.assert_allclose(ri.lstm_gate(x, h, **p), expected, rtol=1e-14)
    np.testing.assert_allclose(ri.lstm_gate(x[0], h[0], **p), expected[0], rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.longdouble])
def test_other_dtypes(dtype: Any) -> None:
    p = parameters(dtype)
    x, h, c = (RNG.normal(size=(3, n)).astype(dtype) for n in (INPUT, HIDDEN, HIDDEN))
    wide = {k: v.astype(float) for k, v in p.items()}
    expected = ri.lstm_cell(x.astype(float), h.astype(float), c.astype(float), **wide)
    for got, value in zip(ri.lstm_cell(x, h, c, **p), expected, strict=True):
        assert got.dtype == dtype
        tolerance = float(ml_dtypes.finfo(dtype).eps) if dtype is not np.longdouble else 1e-15
        np.testing.assert_allclose(got.astype(float), value, rtol=0, atol=tolerance)
    gate = {k: v[:HIDDEN] for k, v in p.items()}
    assert ri.lstm_gate(x, h, **gate).dtype == dtype


def test_x_sets_the_dtype_and_integers_become_float64() -> None:
    p = parameters(np.float64)
    h2, c2 = ri.lstm_cell(np.ones(INPUT, np.float32), np.ones(HIDDEN), np.ones(HIDDEN), **p)
    assert h2.dtype == c2.dtype == np.float32
    lists = {k: v.tolist() for k, v in p.items()}
    h2, c2 = ri.lstm_cell([1] * INPUT, [1] * HIDDEN, [1] * HIDDEN, **lists)
    assert h2.dtype == c2.dtype == np.float64
    third = np.full((HIDDEN, INPUT), 1 / 3)
    one = ri.lstm_gate(np.ones(INPUT, np.float16), np.zeros(HIDDEN), third, np.zeros((HIDDEN, HIDDEN)))
    other = ri.lstm_gate(
        np.ones(INPUT, np.float16), np.zeros(HIDDEN), third.astype(np.float16), np.zeros((HIDDEN, HIDDEN))
    )
    np.testing.assert_array_equal(one, other)


def test_infinite_and_nan_input_is_silent() -> None:
    p = parameters(np.float32)
    x = np.full(INPUT, np.inf, np.float32)
    with np.errstate(all="raise"):
        h2, c2 = ri.lstm_cell(x, np.full(HIDDEN, np.nan), np.full(HIDDEN, 1e38), **p)
        ri.lstm_cell(np.full(INPUT, 1e38, np.float32), np.zeros(HIDDEN), np.full(HIDDEN, 3e38), **p)
    assert np.isnan(h2).all()
    assert np.isnan(c2).all()


def test_half_precision_is_silent() -> None:
    x, h, c, w = (np.array(a, np.float16) for a in ([-14], [0], [6e4], [[1]] * 4))
    with np.errstate(all="raise"):
        assert 0 < ri.lstm_gate(x, h, w[:1], w[:1]) < 1e-6
        new_h, new_c = ri.lstm_cell(x, h, c, w, w)
    assert 0 < new_h < new_c < 0.1


def test_inputs_are_not_written() -> None:
    p = parameters(float)
    x, h, c = np.ones(INPUT), np.ones(HIDDEN), np.ones(HIDDEN)
    arrays = [x, h, c, *p.values()]
    before = [a.copy() for a in arrays]
    for a in arrays:
        a.flags.writeable = False
    ri.lstm_cell(x, h, c, **p)
    assert all(np.array_equal(a, b) for a, b in zip(arrays, before, strict=True))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.ones((2, INPUT))}, r"x has shape \(2, 5\), h \(4,\)"),
        ({"x": 1.0}, r"x has shape \(\), h \(4,\)"),
        ({"h": np.ones(())}, r"x has shape \(5,\), h \(\)"),
        ({"h": np.ones((3, HIDDEN))}, r"x has shape \(5,\), h \(3, 4\)"),
        ({"c": np.ones(HIDDEN + 1)}, r"c has shape \(5,\), h \(4,\)"),
        ({"weight_ih": np.ones((4, INPUT))}, r"weight_ih has shape \(4, 5\), .* needs \(16, 5\)"),
        ({"weight_hh": np.ones((16, 5))}, r"weight_hh has shape \(16, 5\), .* needs \(16, 4\)"),
        ({"bias_ih": np.ones(4)}, r"bias_ih has shape \(4,\), .* needs \(16,\)"),
        ({"bias_hh": 1.0}, r"bias_hh has shape \(\), .* needs \(16,\)"),
    ],
)
def test_shapes_that_do_not_fit_raise(change: Any, message: str) -> None:
    arguments = {
        "x": np.ones(INPUT),
        "h": np.ones(HIDDEN),
        "c": np.ones(HIDDEN),
        **parameters(float),
        **change,
    }
    with pytest.raises(ValueError, match=message):
        ri.lstm_cell(**arguments)


@pytest.mark.parametrize("name", ["x", "h", "c", "weight_ih", "weight_hh", "bias_ih", "bias_hh"])
def test_dtypes_are_checked(name: str) -> None:
    arguments = {"x": np.ones(INPUT), "h": np.ones(HIDDEN), "c": np.ones(HIDDEN), **parameters(float)}
    arguments[name] = arguments[name].astype(complex)
    with pytest.raises(TypeError, match="complex128"):
        ri.lstm_cell(**arguments)
    arguments[name] = np.ma.array(arguments[name].real)
    with pytest.raises(TypeError, match="masked"):
        ri.lstm_cell(**arguments)


def test_no_features_at_all() -> None:
    _, c = ri.lstm_cell(
        np.ones((2, 0)), np.ones((2, 3)), np.ones((2, 3)), np.ones((12, 0)), np.zeros((12, 3))
    )
    np.testing.assert_allclose(c, 0.5)
    assert ri.lstm_gate(np.ones((2, 4)), np.ones((2, 0)), np.ones((0, 4)), np.ones((0, 0))).shape == (2, 0)
