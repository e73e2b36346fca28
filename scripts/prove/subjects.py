"""What is proved: ours, the exact value, the ends, the largest error allowed, and what others return."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.special as sp

import reference_impl as ri
from reference_impl import definitions
from scripts.prove import points
from scripts.prove.exact import (
    MP,
    Series,
    log_sigmoid_series,
    logit_series,
    loss_and_gradient,
    sigmoid_series,
    slope_series,
)
from scripts.prove.peers import Function, from_tanh, in_jax, in_torch, installed, product, quiet

WHO = "reference_impl"
INF = float("inf")
BCE = "torch.nn.functional.binary_cross_entropy_with_logits"


@dataclass(frozen=True)
class Subject:
    """A function of one array; or the loss or its gradient, of logits and targets, without a reduction."""

    name: str
    ours: Function
    exact: Callable[..., Any]  # by mpmath
    limits: Mapping[str, float]  # format -> largest error, in units; elsewhere results are correctly rounded
    others: Mapping[str, Function]
    # Of functions of one array alone:
    series: Series = sigmoid_series
    domain: tuple[float, float] = (-INF, INF)
    ends: tuple[float, float] = (0.0, 1.0)  # the values at the ends of the domain
    span: tuple[float, float] = (-INF, INF)  # beyond, float32 results are the ends; or x itself, for -inf
    ties: Callable[..., Any] = points.sigmoid_ties
    reach: float = 0.0  # as far from a tie an exp or log in error by 2 units can carry the kernel's result

    @property
    def peers(self) -> dict[str, Function]:
        """What others return, of the libraries that are installed."""
        return {who: f for who, f in self.others.items() if installed(who)}

    def limit(self, form: str) -> float | None:
        """The largest error allowed; None: every result must be correctly rounded."""
        return {"longdouble": 2.0, **self.limits}.get(form)


ALL = (
    Subject(
        "sigmoid",
        ri.sigmoid,
        lambda x: 1 / (1 + MP.exp(-x)),
        {"float64": 0.55},
        {
            "1 / (1 + exp(-x))": quiet(lambda x: 1 / (1 + np.exp(-x))),
            "two branches": quiet(definitions.sigmoid),
            "(1 + tanh(x / 2)) / 2": quiet(from_tanh),
            "scipy.special.expit": sp.expit,
            "torch.sigmoid": in_torch("torch.sigmoid"),
            "jax.nn.sigmoid": in_jax("jax.nn.sigmoid"),
        },
        span=(-104.0, 18.0),
        reach=16.0,
    ),
    Subject(
        "sigmoid_backward",
        lambda x: ri.sigmoid_backward(x, x.dtype.type(1)),
        lambda x: 1 / (2 + MP.exp(x) + MP.exp(-x)),
        {"float64": 1.55},
        {
            "s * (1 - s)": quiet(product),
            "torch.sigmoid, autograd": in_torch("torch.sigmoid", gradient=True),
            "jax.nn.sigmoid, grad": in_jax("jax.nn.sigmoid", gradient=True),
        },
        slope_series,
        ends=(0.0, 0.0),
        span=(-104.0, 104.0),
        ties=points.sigmoid_backward_ties,
        reach=12.0,
    ),
    Subject(
        "log_sigmoid",
        ri.log_sigmoid,
        lambda x: -MP.log1p(MP.exp(-x)),
        {"float64": 0.55},
        {
            "-log1p(exp(-x))": quiet(lambda x: -np.log1p(np.exp(-x))),
            "scipy.special.log_expit": sp.log_expit,
            "torch.nn.functional.logsigmoid": in_torch("torch.nn.functional.logsigmoid"),
            "jax.nn.log_sigmoid": in_jax("jax.nn.log_sigmoid"),
        },
        log_sigmoid_series,
        ends=(-INF, -0.0),
        span=(-20.0, 104.0),
        ties=points.log_sigmoid_ties,
        reach=8.0,
    ),
    Subject(
        "logit",
        ri.logit,
        lambda p: MP.log(p) - MP.log1p(-p),
        {"float64": 1.5},
        {
            "log(p / (1 - p))": quiet(lambda p: np.log(p / (1 - p))),
            "scipy.special.logit": quiet(sp.logit),
            "torch.logit": in_torch("torch.logit"),
            "jax.scipy.special.logit": in_jax("jax.scipy.special.logit"),
        },
        logit_series,
        domain=(0.0, 1.0),
        ends=(-INF, INF),
        ties=points.logit_ties,
        reach=8.0,
    ),
    Subject(
        "loss",
        lambda x, t: ri.binary_cross_entropy_with_logits(x, t, reduction="none"),
        lambda w, t: loss_and_gradient(w, t)[0],
        {"float32": 0.5001, "float64": 2.5},
        {
            "max(x, 0) - x t + log1p(exp(-abs(x)))": quiet(
                lambda x, t: np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x)))
            ),
            BCE: in_torch(BCE, reduction="none"),
        },
    ),
    Subject(
        "gradient",
        lambda x, t: ri.binary_cross_entropy_with_logits_backward(x, t, reduction="none"),
        lambda w, t: loss_and_gradient(w, t)[1],
        {"float32": 0.5001, "float64": 2.5},
        {
            "1 / (1 + exp(-x)) - t": quiet(lambda x, t: 1 / (1 + np.exp(-x)) - t),
            f"{BCE}, autograd": in_torch(BCE, gradient=True, reduction="none"),
        },
    ),
)
SUBJECTS = {subject.name: subject for subject in ALL}
LOSSES = ("loss", "gradient")
NAMES = tuple(name for name in SUBJECTS if name not in LOSSES)
