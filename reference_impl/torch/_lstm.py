"""σ(W x + U h + b), the gate of an LSTM, and its cell: c' = σ(f) c + σ(i) tanh(g) and h' = σ(o) tanh(c')."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import linear

from reference_impl.torch._core import real_tensor, shape_of
from reference_impl.torch._sigmoid import sigmoid


def lstm_gate(
    x: Tensor,
    h: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None = None,
    bias_hh: Tensor | None = None,
) -> Tensor:
    """Return the gate σ(W x + U h + b) of a long short-term memory.

    Parameters
    ----------
    x : Tensor, shape (..., input)
        The step's input. It sets the result's dtype, to which everything else is cast.
    h : Tensor, shape (..., hidden)
        The hidden state before the step.
    weight_ih : Tensor, shape (hidden, input)
        W, the weights of the input.
    weight_hh : Tensor, shape (hidden, hidden)
        U, the weights of the hidden state.
    bias_ih, bias_hh : Tensor, shape (hidden,), optional
        Biases; their sum is b.

    Returns
    -------
    Tensor, shape (..., hidden)
        How far the gate is open, between 0 and 1.

    Raises
    ------
    TypeError
        For complex tensors, and for what is not a tensor.
    ValueError
        For shapes that do not fit together.

    See Also
    --------
    lstm_cell

    References
    ----------
    S. Hochreiter, J. Schmidhuber, "Long Short-Term Memory", Neural Computation 9(8), 1735-1780, 1997.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> rt.lstm_gate(torch.ones(3), torch.zeros(2), torch.zeros(2, 3), torch.eye(2))
    tensor([0.5000, 0.5000])
    """
    total = _preactivation(1, x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    return sigmoid(total).to(real_tensor(x).dtype)


def lstm_cell(
    x: Tensor,
    h: Tensor,
    c: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None = None,
    bias_hh: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """Return the hidden and the cell state after one step of a long short-term memory.

    Parameters
    ----------
    x : Tensor, shape (..., input)
        The step's input. It sets the results' dtype, to which everything else is cast.
    h, c : Tensor, shape (..., hidden)
        The hidden and the cell state before the step.
    weight_ih : Tensor, shape (4 * hidden, input)
        Weights of the input: rows of the input gate i, the forget gate f, the candidate g, the output gate o.
    weight_hh : Tensor, shape (4 * hidden, hidden)
        Weights of the hidden state, in the same order.
    bias_ih, bias_hh : Tensor, shape (4 * hidden,), optional
        Biases, in the same order.

    Returns
    -------
    h, c : Tensor, shape (..., hidden)
        The new states: c' = σ(f) c + σ(i) tanh(g), and h' = σ(o) tanh(c').

    Raises
    ------
    TypeError
        For complex tensors, and for what is not a tensor.
    ValueError
        For shapes that do not fit together.

    See Also
    --------
    lstm_gate, LSTMCell

    References
    ----------
    F. A. Gers, J. Schmidhuber, F. Cummins, "Learning to Forget: Continual Prediction with LSTM", Neural
    Computation 12(10), 2451-2471, 2000.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> h, c = rt.lstm_cell(torch.ones(3), torch.zeros(2), torch.ones(2), torch.zeros(8, 3), torch.zeros(8, 2))
    >>> c
    tensor([0.5000, 0.5000])
    """
    total = _preactivation(4, x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    i, f, g, o = total.chunk(4, dim=-1)
    c = real_tensor(c).to(total.dtype)
    if c.shape != o.shape:
        raise ValueError(f"c has shape {shape_of(c)}, h {shape_of(h)}: they must be equal")
    new_c = sigmoid(f) * c + sigmoid(i) * torch.tanh(g)
    new_h = sigmoid(o) * torch.tanh(new_c)
    dtype = real_tensor(x).dtype
    return new_h.to(dtype), new_c.to(dtype)


def _preactivation(
    gates: int,
    x: Tensor,
    h: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
) -> Tensor:
    """Return W x + U h + b, for half precision in float32, or raise ``ValueError`` naming the shapes."""
    x = real_tensor(x)
    if x.dtype in (torch.float16, torch.bfloat16):
        x = x.to(torch.float32)  # the sums are rounded once, at the end
    h, w, u = (real_tensor(given).to(x.dtype) for given in (h, weight_ih, weight_hh))
    b_ih, b_hh = (None if b is None else real_tensor(b).to(x.dtype) for b in (bias_ih, bias_hh))
    if not (x.ndim and h.ndim and x.shape[:-1] == h.shape[:-1]):
        raise ValueError(f"x has shape {shape_of(x)}, h {shape_of(h)}: pass (..., input) and (..., hidden)")
    width = h.shape[-1]
    rows = gates * width
    for name, given, shape in (
        ("weight_ih", w, (rows, x.shape[-1])),
        ("weight_hh", u, (rows, width)),
        ("bias_ih", b_ih, (rows,)),
        ("bias_hh", b_hh, (rows,)),
    ):
        if given is not None and shape_of(given) != shape:
            fit = f"with x {shape_of(x)} and h {shape_of(h)} it needs {shape}"
            raise ValueError(f"{name} has shape {shape_of(given)}, but {fit}")
    return (linear(x, w, b_ih) + linear(h, u, b_hh)).to(x.dtype)  # autocast forms them in half precision
