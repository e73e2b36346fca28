"""The elementwise functions and losses of ``reference_impl``, compiled: the same names, the same contract.

Import it as ``import reference_impl.numba as rn``; nothing else imports it. Each function is compiled at its first
call, which takes some seconds once, and is then cached. Other threads run meanwhile.
"""

try:
    import numba as _numba  # noqa: F401
except ModuleNotFoundError as error:
    extra = "reference_impl.numba needs Numba: pip install 'sigmoid-reference[numba]'"
    raise ModuleNotFoundError(f"{error}; {extra}", name=error.name) from error

from reference_impl._lstm import lstm_cell, lstm_gate
from reference_impl.numba._binary_cross_entropy import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
    binary_cross_entropy_with_logits_value_and_grad,
)
from reference_impl.numba._core import (
    set_num_threads as set_num_threads,
)  # an option, and no function of arrays
from reference_impl.numba._focal_loss import sigmoid_focal_loss
from reference_impl.numba._hard_sigmoid import (
    hard_sigmoid,
    hard_sigmoid_backward,
)
from reference_impl.numba._log_sigmoid import log_sigmoid
from reference_impl.numba._logit import logit
from reference_impl.numba._sigmoid import sigmoid, sigmoid_backward
from reference_impl.numba._straight_through import straight_through_sigmoid, straight_through_sigmoid_backward

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
