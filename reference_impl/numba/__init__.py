"""The elementwise functions and losses of ``reference_impl``, compiled: the same names, the same contract.

Import it as ``import reference_impl.numba as rn``; nothing else imports it. Each function is compiled at its first
call, which takes some seconds once, and is then cached. Other threads run meanwhile.
"""

try:
    import numba as _numba  # noqa: F401
except ModuleNotFoundError as error:
    extra = "reference_impl.numba needs Numba: pip install 'sigmoid-reference[numba]'"
    raise ModuleNotFoundError(f"{error}; {extra}", name=error.name) from error

from reference_impl.numba._core import set_num_threads
from reference_impl.numba._log_sigmoid import log_sigmoid
from reference_impl.numba._logit import logit
from reference_impl.numba._sigmoid import sigmoid, sigmoid_backward

__all__ = ["log_sigmoid", "logit", "set_num_threads", "sigmoid", "sigmoid_backward"]
