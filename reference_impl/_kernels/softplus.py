"""softplus(-|z|) = log(1 + exp(-|z|)), what every loss of logits is made of, in each format."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from reference_impl._core.dispatch import Kernels
from reference_impl._core.half import widening
from reference_impl._core.kernel import ZERO, Array, Kernel
from reference_impl._kernels.log_sigmoid64 import log_sigmoid64
from reference_impl._kernels.longdouble import log_sigmoid_long, sigmoid_long
from reference_impl._kernels.sigmoid64 import sigmoid64


class Functions(NamedTuple):
    """The kernels that the losses of one format are made of."""

    sigmoid: Kernel
    softplus_neg_abs: Kernel


def quick(z: Array, out: Array, work: Array) -> None:
    """By exp and log1p, which may err by 2 ULP in float64: float32's rounding hides it."""
    np.abs(z, out)
    np.negative(out, out)
    np.exp(out, out)
    np.log1p(out, out)


def by_log_sigmoid(z: Array, out: Array, work: Array, *, log_sigmoid: Kernel) -> None:
    """-log σ(|z|)."""
    np.abs(z, out)
    log_sigmoid(out, out, work)
    np.subtract(ZERO, out, out)


FLOAT32 = Functions(sigmoid64, quick)
FLOAT64 = Functions(sigmoid64, partial(by_log_sigmoid, log_sigmoid=log_sigmoid64))
LONGDOUBLE = Functions(sigmoid_long, partial(by_log_sigmoid, log_sigmoid=log_sigmoid_long))


def kernels_of_loss(kernel: Kernel) -> Kernels:
    """Return a loss's kernels by dtype: ``kernel``, given the functions of each format."""
    single, double, long = (partial(kernel, of=functions) for functions in (FLOAT32, FLOAT64, LONGDOUBLE))
    return Kernels(widening(single), double, long, tabulated=False)
