"""The mathematics in a few lines of plain PyTorch, where PyTorch has no such function, or one with a trap.

They take floating-point tensors and check nothing. Logits of a loss are finite: infinite ones give NaN, as they do in
PyTorch's own losses.
"""

import torch
from torch.nn import functional as F


# --8<-- [start:hard_sigmoid]
def hard_sigmoid(x, *, slope=1 / 6, offset=0.5):
    """A straight line, held between 0 and 1; ``F.hardsigmoid`` has the slope 1/6 only.

    >>> x = torch.tensor([-3.0, 0.0, 1.5], requires_grad=True)
    >>> y = hard_sigmoid(x, slope=0.25)
    >>> y.tolist(), torch.autograd.grad(y.sum(), x)[0].tolist()
    ([0.0, 0.5, 0.875], [0.0, 0.25, 0.25])
    """
    line = slope * x + offset
    # Held, it has no slope. That of clamp would not be 0 at the corners.
    return torch.where((line <= 0) | (line >= 1), line.detach().clamp(0, 1), line)
    # --8<-- [end:hard_sigmoid]


# --8<-- [start:straight_through_sigmoid]
def straight_through_sigmoid(x, *, threshold=0.5):
    """1 where σ(x) is above the threshold, else 0, with the gradient of σ(x).

    >>> x = torch.tensor([-1.0, 0.0, 1.0], requires_grad=True)
    >>> y = straight_through_sigmoid(x)
    >>> y.tolist(), torch.autograd.grad(y.sum(), x)[0].round(decimals=4)
    ([0.0, 0.0, 1.0], tensor([0.1966, 0.2500, 0.1966]))
    """
    step = (x > torch.logit(x.new_tensor(threshold))).to(x.dtype)
    p = torch.sigmoid(x)
    return step + (p - p.detach())  # the bracket is 0, and its gradient is that of p
    # --8<-- [end:straight_through_sigmoid]


# --8<-- [start:sigmoid_focal_loss]
def sigmoid_focal_loss(logits, targets, *, alpha=0.25, gamma=2.0, reduction="mean"):
    """α (1 - p_t)^γ times the cross-entropy; p_t is the probability of what is true.

    >>> z = torch.tensor([-2.0, 200.0], requires_grad=True)
    >>> loss = sigmoid_focal_loss(z, torch.ones(2), gamma=0.5, reduction="sum")
    >>> round(loss.item(), 4), torch.autograd.grad(loss, z)[0].round(decimals=4)
    (0.499, tensor([-0.2364,  0.0000]))
    """
    log_p, log_q = F.logsigmoid(logits), F.logsigmoid(-logits)
    # The power of 1 - p_t itself has an infinite slope at 0 where γ < 1.
    log_one_minus_p_t = torch.logaddexp(targets.log() + log_q, (1 - targets).log() + log_p)
    weight = torch.exp(gamma * log_one_minus_p_t)
    if alpha is not None:
        weight = weight * (alpha * targets + (1 - alpha) * (1 - targets))
    loss = -weight * (targets * log_p + (1 - targets) * log_q)
    return {"none": loss, "sum": loss.sum(), "mean": loss.mean()}[reduction]
    # --8<-- [end:sigmoid_focal_loss]


# --8<-- [start:lstm_gate]
def lstm_gate(x, h, weight_ih, weight_hh, bias_ih=None, bias_hh=None):
    """σ(W x + U h + b): how much a gate lets through.

    >>> lstm_gate(torch.ones(3), torch.zeros(2), torch.zeros(2, 3), torch.eye(2))
    tensor([0.5000, 0.5000])
    """
    return torch.sigmoid(F.linear(x, weight_ih, bias_ih) + F.linear(h, weight_hh, bias_hh))
    # --8<-- [end:lstm_gate]


# --8<-- [start:lstm_cell]
def lstm_cell(x, h, c, weight_ih, weight_hh, bias_ih=None, bias_hh=None):
    """The forget gate keeps a part of c, the input gate adds, the output gate shows.

    >>> h, W, U = torch.zeros(2), torch.zeros(8, 3), torch.zeros(8, 2)
    >>> lstm_cell(torch.ones(3), h, torch.ones(2), W, U)[1]
    tensor([0.5000, 0.5000])
    """
    rows = F.linear(x, weight_ih, bias_ih) + F.linear(h, weight_hh, bias_hh)
    i, f, g, o = rows.chunk(4, dim=-1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
    # --8<-- [end:lstm_cell]
