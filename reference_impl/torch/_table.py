"""The tables of the NumPy twin, as tensors: the same table and the same steps give the same bits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

from reference_impl._kernels.accurate_table import STEPS, accurate_log_table, accurate_table


# To a compiled function the tables are constants.
@torch.compiler.assume_constant_result  # type: ignore[untyped-decorator]
def sigmoid_table(device: torch.device) -> tuple[Tensor, ...]:
    """Return arguments and values of the table of σ."""
    return _tensors(accurate_table(), device)


@torch.compiler.assume_constant_result  # type: ignore[untyped-decorator]
def log_sigmoid_table(device: torch.device) -> tuple[Tensor, ...]:
    """Return arguments X, σ(-X) and values of the table of log σ."""
    return _tensors(accurate_log_table(), device)


def _tensors(columns: Iterable[Any], device: torch.device) -> tuple[Tensor, ...]:
    # Made anew at each call: while tracing, for example to export, constants are of another kind.
    return tuple(torch.from_numpy(column).to(device, non_blocking=True) for column in columns)


def nearest(x: Tensor, low: float, high: float) -> Tensor:
    """Return the index of the entry next to x in a table of [low, high]; for NaN that of any."""
    return (torch.round(x.nan_to_num(low).clamp(low, high) * STEPS) - low * STEPS).to(torch.int64)
