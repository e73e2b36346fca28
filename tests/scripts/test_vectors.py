"""reference_impl passes the test vectors, bit for bit."""

import csv

import numpy as np
import pytest

import reference_impl
from scripts.tables.vectors import PATH

with PATH.open(encoding="utf-8", newline="") as file:
    VECTORS = list(csv.DictReader(file))


def pattern(text: str) -> np.float32:
    return np.array(int(text, 16), dtype=np.uint32).view(np.float32)[()]


@pytest.mark.parametrize("name", ["sigmoid", "sigmoid_backward", "log_sigmoid", "logit"])
def test_reference_impl_passes(name: str) -> None:
    mine = [row for row in VECTORS if row["function"] == name]
    assert len(mine) >= 9
    x = np.array([pattern(row["input_bits"]) for row in mine])
    unit = {"grad_output": np.float32(1)} if name == "sigmoid_backward" else {}
    got = getattr(reference_impl, name)(x, **unit)
    expected = np.array([pattern(row["result_bits"]) for row in mine])
    wrong = got.view(np.uint32) != expected.view(np.uint32)
    assert not wrong.any(), [mine[i] for i in np.flatnonzero(wrong)]


def test_patterns_and_numbers_agree() -> None:
    for row in VECTORS:
        assert pattern(row["input_bits"]) == np.float32(row["input"])
        assert pattern(row["result_bits"]) == np.float32(row["result"])
