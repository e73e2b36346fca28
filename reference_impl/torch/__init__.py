"""The logistic sigmoid and its relatives for PyTorch tensors, with derivatives that are right everywhere.

Import it as ``import reference_impl.torch as rt``, so that ``torch`` stays PyTorch. Every function computes in
float64 and rounds its result to the dtype of its first argument; devices without float64 are not supported.
"""

try:
    import torch as _torch  # noqa: F401
except ModuleNotFoundError as error:
    extra = "reference_impl.torch needs PyTorch: pip install 'sigmoid-reference[torch]'"
    raise ModuleNotFoundError(f"{error}; {extra}", name=error.name) from error

from reference_impl.torch._binary_cross_entropy import binary_cross_entropy_with_logits
from reference_impl.torch._focal_loss import sigmoid_focal_loss
from reference_impl.torch._hard_sigmoid import hard_sigmoid
from reference_impl.torch._log_sigmoid import log_sigmoid
from reference_impl.torch._logit import logit
from reference_impl.torch._lstm import lstm_cell, lstm_gate
from reference_impl.torch._lstm_cell import LSTMCell
from reference_impl.torch._sigmoid import sigmoid
from reference_impl.torch._straight_through import straight_through_sigmoid

__all__ = [
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
