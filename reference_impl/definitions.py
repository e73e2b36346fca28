"""The mathematics: every public function in a few lines of plain NumPy, to read and to paste.

They take floating-point arrays and check nothing. No argument makes one warn, overflow on the way, or return a NaN
that the function does not have: not an infinite logit, a NaN, or the largest number. A result may underflow to 0, as
it should; that NumPy reports only if asked to (``under="raise"``). Where factors, weights and slopes are large, or
what a matrix product takes is infinite, their own arithmetic may warn.
"""

import numpy as np


# --8<-- [start:sigmoid]
def sigmoid(x):
    """1 / (1 + e⁻ˣ), and for negative x eˣ / (1 + eˣ): no exponential overflows.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))
    # --8<-- [end:sigmoid]


# --8<-- [start:sigmoid_backward]
def sigmoid_backward(x, grad_output):
    """The slope is σ(x) σ(-x); σ(x) (1 - σ(x)) would lose its digits as x grows.

    >>> sigmoid_backward(np.array([0.0, 40.0]), 1.0)
    array([2.50000000e-01, 4.24835426e-18])
    """
    return grad_output * sigmoid(x) * sigmoid(-x)
    # --8<-- [end:sigmoid_backward]


# --8<-- [start:log_sigmoid]
def log_sigmoid(x):
    """-log(1 + e⁻ˣ), for negative x as x - log(1 + eˣ).

    >>> log_sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([-1.00000000e+03, -6.93147181e-01,  0.00000000e+00])
    """
    return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))
    # --8<-- [end:log_sigmoid]


# --8<-- [start:logit]
def logit(p):
    """log p - log(1 - p); from ¼ on 2 artanh(2 p - 1), as the two would cancel.

    >>> logit(np.array([0.0, 0.25, 0.5, 1.0]))
    array([       -inf, -1.09861229,  0.        ,         inf])
    """
    with np.errstate(all="ignore"):  # NaN outside [0, 1]
        left, right = np.log(p) - np.log1p(-p), 2 * np.arctanh(2 * p - 1)
    return np.where(p < 0.25, left, right)
    # --8<-- [end:logit]


# --8<-- [start:binary_cross_entropy_with_logits]
def binary_cross_entropy_with_logits(logits, targets, *, weight=None, pos_weight=None, reduction="mean"):
    """-y log σ(z) - (1 - y) log σ(-z), for logits z and targets y.

    >>> z, y = np.array([0.0, 1000.0, 1000.0]), np.array([1.0, 0.0, 1.0])
    >>> binary_cross_entropy_with_logits(z, y, reduction="none").round(4)
    array([6.931e-01, 1.000e+03, 0.000e+00])
    """
    yes, no = _shares(targets, weight, pos_weight)
    # |z| where the share is 0: no share costs nothing, even at an infinite logit.
    for_yes = yes * log_sigmoid(np.where(yes == 0, np.abs(logits), logits))
    for_no = no * log_sigmoid(np.where(no == 0, np.abs(logits), -logits))
    loss = 0.0 - for_yes - for_no
    if reduction == "none":
        return loss
    return np.sum(loss) / (1 if reduction == "sum" else np.size(loss) or np.nan)


def _shares(targets, weight, pos_weight):
    """What the outcomes "yes" and "no" count in a loss: y and 1 - y, weighted."""
    weight, pos_weight = (1.0 if factor is None else factor for factor in (weight, pos_weight))
    return weight * pos_weight * targets, weight * (1 - targets)
    # --8<-- [end:binary_cross_entropy_with_logits]


# --8<-- [start:binary_cross_entropy_with_logits_backward]
def binary_cross_entropy_with_logits_backward(
    logits, targets, grad_output=1.0, *, weight=None, pos_weight=None, reduction="mean"
):
    """σ(z) - y, as (1 - y) σ(z) - y σ(-z): for labels 0 and 1 nothing cancels.

    >>> z, y = np.array([0.0, 40.0]), np.array([0.0, 1.0])
    >>> binary_cross_entropy_with_logits_backward(z, y, reduction="sum")
    array([ 5.00000000e-01, -4.24835426e-18])
    """
    yes, no = _shares(targets, weight, pos_weight)
    slope = no * sigmoid(logits) - yes * sigmoid(-logits)
    return grad_output * slope / (np.size(logits) if reduction == "mean" else 1)
    # --8<-- [end:binary_cross_entropy_with_logits_backward]


# --8<-- [start:binary_cross_entropy_with_logits_value_and_grad]
def binary_cross_entropy_with_logits_value_and_grad(
    logits, targets, *, weight=None, pos_weight=None, reduction="mean"
):
    """The loss and its gradient.

    >>> binary_cross_entropy_with_logits_value_and_grad(np.zeros(2), np.ones(2))
    (np.float64(0.6931471805599453), array([-0.25, -0.25]))
    """
    options = {"weight": weight, "pos_weight": pos_weight, "reduction": reduction}
    loss = binary_cross_entropy_with_logits(logits, targets, **options)
    return loss, binary_cross_entropy_with_logits_backward(logits, targets, **options)
    # --8<-- [end:binary_cross_entropy_with_logits_value_and_grad]


# --8<-- [start:sigmoid_focal_loss]
def sigmoid_focal_loss(logits, targets, *, alpha=0.25, gamma=2.0, reduction="mean"):
    """α (1 - p_t)^γ times the cross-entropy; p_t is the probability of what is true.

    >>> z, y = np.array([-2.0, 2.0]), np.array([1.0, 1.0])
    >>> sigmoid_focal_loss(z, y, reduction="none").round(6)
    array([0.41252 , 0.000451])
    """
    one_minus_p_t = targets * sigmoid(-logits) + (1 - targets) * sigmoid(logits)
    balance = 1.0 if alpha is None else alpha * targets + (1 - alpha) * (1 - targets)
    weight = balance * one_minus_p_t**gamma
    return binary_cross_entropy_with_logits(logits, targets, weight=weight, reduction=reduction)
    # --8<-- [end:sigmoid_focal_loss]


# --8<-- [start:hard_sigmoid]
def hard_sigmoid(x, *, slope=1 / 6, offset=0.5):
    """A straight line, held between 0 and 1.

    >>> hard_sigmoid(np.array([-3.0, 0.0, 1.5, np.inf]))
    array([0.  , 0.5 , 0.75, 1.  ])
    """
    return np.clip(slope * x + offset, 0, 1)
    # --8<-- [end:hard_sigmoid]


# --8<-- [start:hard_sigmoid_backward]
def hard_sigmoid_backward(x, grad_output, *, slope=1 / 6, offset=0.5):
    """The slope between the corners, and 0 beyond them and at them.

    >>> hard_sigmoid_backward(np.array([-3.0, 0.0, 3.0]), 6.0)
    array([0., 1., 0.])
    """
    line = slope * x + offset
    return np.where(np.isnan(x), x, np.where((line > 0) & (line < 1), slope * grad_output, 0))
    # --8<-- [end:hard_sigmoid_backward]


# --8<-- [start:straight_through_sigmoid]
def straight_through_sigmoid(x, *, threshold=0.5):
    """1 where σ(x) is above the threshold, else 0: it is enough to compare x.

    >>> straight_through_sigmoid(np.array([-1.0, 0.0, 1.0]))
    array([0., 0., 1.])
    """
    return np.where(np.isnan(x), x, x > logit(threshold))
    # --8<-- [end:straight_through_sigmoid]


# --8<-- [start:straight_through_sigmoid_backward]
def straight_through_sigmoid_backward(x, grad_output):
    """The gradient of a step is 0; its estimator passes on that of the sigmoid.

    >>> straight_through_sigmoid_backward(np.array([0.0]), 2.0)
    array([0.5])
    """
    return sigmoid_backward(x, grad_output)
    # --8<-- [end:straight_through_sigmoid_backward]


# --8<-- [start:lstm_gate]
def lstm_gate(x, h, weight_ih, weight_hh, bias_ih=None, bias_hh=None):
    """σ(W x + U h + b): how much a gate lets through.

    >>> lstm_gate(np.ones(3), np.zeros(2), np.zeros((2, 3)), np.eye(2))
    array([0.5, 0.5])
    """
    bias = sum(b for b in (bias_ih, bias_hh) if b is not None)
    return sigmoid(x @ weight_ih.T + h @ weight_hh.T + bias)
    # --8<-- [end:lstm_gate]


# --8<-- [start:lstm_cell]
def lstm_cell(x, h, c, weight_ih, weight_hh, bias_ih=None, bias_hh=None):
    """The forget gate keeps a part of c, the input gate adds, the output gate shows.

    >>> h, W, U = np.zeros(2), np.zeros((8, 3)), np.zeros((8, 2))
    >>> lstm_cell(np.ones(3), h, np.ones(2), W, U)[1]
    array([0.5, 0.5])
    """
    bias = sum(b for b in (bias_ih, bias_hh) if b is not None)
    i, f, g, o = np.split(x @ weight_ih.T + h @ weight_hh.T + bias, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c
    # --8<-- [end:lstm_cell]
