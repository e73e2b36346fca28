"""The cell of a long short-term memory as a module."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from reference_impl.torch._lstm import lstm_cell


class LSTMCell(nn.Module):
    """One step of a long short-term memory, in place of ``torch.nn.LSTMCell``.

    Parameters
    ----------
    input_size : int
        Number of features of the input.
    hidden_size : int
        Number of features of the states.
    bias : bool, default True
        Whether the gates have biases.
    device, dtype : optional
        Where and as what the parameters are made.

    See Also
    --------
    lstm_cell

    Notes
    -----
    Names, shapes, order and initial values of the parameters are those of ``torch.nn.LSTMCell``: a state_dict
    of the one loads into the other, and from the same seed both start alike.

    Examples
    --------
    >>> import torch
    >>> import reference_impl.torch as rt
    >>> cell = rt.LSTMCell(3, 2)
    >>> cell.load_state_dict(torch.nn.LSTMCell(3, 2).state_dict())
    <All keys matched successfully>
    >>> h, c = cell(torch.ones(5, 3))
    >>> h.shape, c.shape
    (torch.Size([5, 2]), torch.Size([5, 2]))
    """

    weight_ih: Tensor
    weight_hh: Tensor
    bias_ih: Tensor | None
    bias_hh: Tensor | None

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__()
        self.input_size, self.hidden_size, self.bias = input_size, hidden_size, bias
        rows = 4 * hidden_size
        for name, shape in (
            ("weight_ih", (rows, input_size)),
            ("weight_hh", (rows, hidden_size)),
            ("bias_ih", (rows,) if bias else None),
            ("bias_hh", (rows,) if bias else None),
        ):
            value = None if shape is None else nn.Parameter(torch.empty(shape, device=device, dtype=dtype))
            self.register_parameter(name, value)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the parameters anew, uniformly between ±1/√hidden."""
        bound = 1 / math.sqrt(self.hidden_size) if self.hidden_size else 0.0
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound)

    def forward(self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor]:
        """Return (h', c') for an input (..., input_size) and states (..., hidden_size), at first zeros."""
        if hx is None:
            zeros = input.new_zeros((*input.shape[:-1], self.hidden_size))
            hx = zeros, zeros
        return lstm_cell(input, *hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)

    def extra_repr(self) -> str:
        """Return the arguments that the cell was made with."""
        return f"{self.input_size}, {self.hidden_size}" + ("" if self.bias else ", bias=False")
