"""The logistic sigmoid and its relatives for NumPy arrays, correct to the last bit where that is possible."""

from reference_impl._binary_cross_entropy import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
    binary_cross_entropy_with_logits_value_and_grad,
)
from reference_impl._focal_loss import sigmoid_focal_loss
from reference_impl._hard_sigmoid import hard_sigmoid, hard_sigmoid_backward
from reference_impl._log_sigmoid import log_sigmoid
from reference_impl._logit import logit
from reference_impl._lstm import lstm_cell, lstm_gate
from reference_impl._sigmoid import sigmoid, sigmoid_backward
from reference_impl._straight_through import straight_through_sigmoid, straight_through_sigmoid_backward

__all__ = [
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
    "binary_cross_entropy_with_logits_value_and_grad",
    "hard_sigmoid",
    "hard_sigmoid_backward",
    "log_sigmoid",
    "logit",
    "lstm_cell",
    "lstm_gate",
    "sigmoid",
    "sigmoid_backward",
    "sigmoid_focal_loss",
    "straight_through_sigmoid",
    "straight_through_sigmoid_backward",
]
