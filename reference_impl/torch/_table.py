"""The tables of the NumPy twin, as tensors: the same table and the same steps give the same bits."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor

from reference_impl import _table


def sigmoid_table(device: torch.device) -> tuple[Tensor, ...]:
    """Return arguments and values of the table of σ."""
    return _on(_table.accurate_table, device)


def log_sigmoid_table(device: torch.device) -> tuple[Tensor, ...]:
    """Return arguments X, σ(-X) and values of the table of log σ."""
    return _on(_table.accurate_log_table, device)


def nearest(x: Tensor, low: float, high: float) -> Tensor:
    """Return the index of the entry next to x in a table of [low, high]; for NaN that of any."""
    steps = _table.STEPS
    return (torch.round(x.nan_to_num(low).clamp(low, high) * steps) - low * steps).to(torch.int64)


@cache
def _on(table: Callable[[], tuple[object, ...]], device: torch.device) -> tuple[Tensor, ...]:
    return tuple(torch.from_numpy(column).to(device) for column in table())


# Not to be traced: to a compiled function they are constants.
for _function in (sigmoid_table, log_sigmoid_table):
    torch.compiler.assume_constant_result(_function)
