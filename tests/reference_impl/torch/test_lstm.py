"""The gate and the cell against PyTorch's and the NumPy half."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import reference_impl as ri

torch = pytest.importorskip("torch")
rt = pytest.importorskip("reference_impl.torch")


def cells(bias: bool, dtype: Any = torch.float64) -> tuple[Any, Any]:
    torch.manual_seed(0)
    theirs = torch.nn.LSTMCell(3, 5, bias=bias, dtype=dtype)
    torch.manual_seed(0)
    return theirs, rt.LSTMCell(3, 5, bias=bias, dtype=dtype)


@pytest.mark.parametrize("bias", [True, False])
def test_it_starts_as_pytorchs_and_shares_its_state(bias: bool) -> None:
    theirs, ours = cells(bias)
    state = theirs.state_dict()
    assert list(ours.state_dict()) == list(state)
    assert all(torch.equal(ours.state_dict()[key], state[key]) for key in state)
    torch.manual_seed(1)
    ours.reset_parameters()
    assert not torch.equal(ours.weight_ih, theirs.weight_ih)
    theirs.load_state_dict(ours.state_dict())
    ours.load_state_dict(theirs.state_dict())
    assert repr(ours) == repr(theirs)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", [(), (4,)], ids=["one", "batch"])
@pytest.mark.parametrize("with_states", [True, False])
def test_values_and_gradients_are_pytorchs(bias: bool, shape: tuple[int, ...], with_states: bool) -> None:
    theirs, ours = cells(bias)
    torch.manual_seed(3)
    x = torch.randn(*shape, 3, dtype=torch.float64, requires_grad=True)
    states = tuple(torch.randn(*shape, 5, dtype=torch.float64, requires_grad=True) for _ in range(2))
    results = []
    for cell in (theirs, ours):
        h, c = cell(x, states) if with_states else cell(x)
        h, c = cell(x, (h, c))
        inputs = [x, *states] if with_states else [x]
        gradients = torch.autograd.grad((h.sin() + c).sum(), [*inputs, *cell.parameters()])
        results.append([h, c, *gradients])
    for one, other in zip(*results, strict=True):
        torch.testing.assert_close(other, one, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("leading", [(), (4,), (2, 4), (0,)])
@pytest.mark.parametrize("bias", [True, False])
def test_it_is_numpys(leading: tuple[int, ...], bias: bool) -> None:
    rng = np.random.default_rng(4)
    x, h, c = rng.normal(size=(*leading, 3)), rng.normal(size=(*leading, 5)), rng.normal(size=(*leading, 5))
    for rows, function, states in ((5, "lstm_gate", (h,)), (20, "lstm_cell", (h, c))):
        given = [x, *states, rng.normal(size=(rows, 3)), rng.normal(size=(rows, 5))]
        given += [rng.normal(size=rows), rng.normal(size=rows)] if bias else []
        expected = getattr(ri, function)(*given)
        got = getattr(rt, function)(*map(torch.from_numpy, given))
        for one, other in zip(*((got, expected) if rows == 20 else ((got,), (expected,))), strict=True):
            np.testing.assert_allclose(one.numpy(), other, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.int64])
def test_the_first_argument_sets_the_dtype(dtype: Any) -> None:
    x = torch.ones(2, 3, dtype=dtype)
    h, c = torch.zeros(2, 5, dtype=torch.float64), torch.ones(2, 5, dtype=torch.float64)
    cell = rt.LSTMCell(3, 5)
    expected = torch.float32 if dtype == torch.int64 else dtype
    for state in rt.lstm_cell(x, h, c, *cell.parameters()):
        assert state.dtype == expected
    assert rt.lstm_gate(x, h, torch.ones(5, 3), torch.ones(5, 5)).dtype == expected
    if dtype.is_floating_point:  # sums are formed in float32 at least, and rounded at the end
        exact = rt.lstm_cell(x.double(), h, c, *cell.parameters())
        got = rt.lstm_cell(x, h, c, *cell.parameters())
        for one, other in zip(got, exact, strict=True):
            torch.testing.assert_close(one.double(), other, rtol=torch.finfo(dtype).eps * 0.51 + 1e-6, atol=0)


def test_a_cell_of_nothing() -> None:
    h, c = rt.LSTMCell(3, 0)(torch.ones(2, 3))
    assert h.shape == c.shape == (2, 0)


def test_shapes_that_do_not_fit_are_named() -> None:
    x, h, w, u, b = torch.ones(2, 3), torch.ones(2, 5), torch.ones(20, 3), torch.ones(20, 5), torch.ones(20)
    for given, message in (
        ((x[0], h, h, w, u), r"x has shape \(3,\), h \(2, 5\)"),
        ((x[0, 0], h[0, 0], h[0, 0], w, u), r"x has shape \(\), h \(\)"),
        ((x, h, h[:, :4], w, u), r"c has shape \(2, 4\), h \(2, 5\)"),
        ((x, h, h, w[:5], u), r"weight_ih has shape \(5, 3\).* needs \(20, 3\)"),
        ((x, h, h, w, u[:, :3]), r"weight_hh has shape \(20, 3\).* needs \(20, 5\)"),
        ((x, h, h, w, u, b[:5]), r"bias_ih has shape \(5,\).* needs \(20,\)"),
        ((x, h, h, w, u, b, b[:5]), r"bias_hh has shape \(5,\).* needs \(20,\)"),
    ):
        with pytest.raises(ValueError, match=message):
            rt.lstm_cell(*given)
    with pytest.raises(ValueError, match=r"weight_ih has shape \(20, 3\).* needs \(5, 3\)"):
        rt.lstm_gate(x, h, w, u)
    with pytest.raises(TypeError, match=r"torch\.complex64"):
        rt.lstm_gate(x, h, w[:5].to(torch.complex64), u[:5])
