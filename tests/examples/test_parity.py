"""The parity script finds a difference, says where it is, and names the usual faults."""

import runpy
from types import SimpleNamespace

import numpy as np
import pytest

from reference_impl import hard_sigmoid, logit, sigmoid
from scripts import DOCS

script = SimpleNamespace(**runpy.run_path(str(DOCS / "examples" / "parity.py")))
Z = np.random.default_rng(0).normal(size=(40, 8))


def draw(rng):
    return (rng.normal(size=(3, 4)).astype(np.float32),)


def test_units_in_the_last_place():
    one = np.float32(1)
    a = np.array([1, 1, 0, np.inf, np.nan, 1, np.inf, 1e-45], dtype=np.float32)
    b = np.array([1, np.nextafter(one, 2), -0.0, np.inf, np.nan, np.nan, 1, 0], dtype=np.float32)
    assert script.ulps(a, b).tolist() == [0, 1, 0, 0, 0, np.inf, np.inf, 1]
    assert script.ulps(np.ones(1), np.full(1, 1 + 2.0**-10, np.float16)).tolist() == [1]  # of the coarser


def test_classes_are_no_outputs():
    with pytest.raises(TypeError, match="int64: compare probabilities"):
        script.ulps(np.ones(1), np.ones(1, np.int64))


def test_equal_models_are_equal():
    (found,) = script.parity(np.sin, np.sin, draw).values()
    assert (found.units, found.absolute) == (0, 0)


def test_the_place_of_a_difference_is_named():
    calls = []

    def wrong_once(x):
        calls.append(x)
        y = np.array(x)
        y[1, 2] += len(calls) == 7
        return {"early": x, "late": y}

    found = script.parity(lambda x: {"early": x, "late": x}, wrong_once, draw, trials=9)
    assert found["early"].units == 0
    assert found["late"].absolute == pytest.approx(1, abs=1e-6)
    assert found["late"].where.startswith("trial 6, [1, 2]: ")


@pytest.mark.parametrize("second", [lambda x: {"b": x}, lambda x: x[:1], lambda x: x[:0]])
def test_outputs_that_do_not_match_are_refused(second):
    with pytest.raises(ValueError, match=r"name them alike|must be equal, not empty"):
        script.parity(lambda x: x, second, draw)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (sigmoid(Z), sigmoid(Z) + 1e-5, "they agree"),
        (sigmoid(Z), Z, "lacks the sigmoid"),
        (sigmoid(Z), sigmoid(sigmoid(Z)), "one sigmoid more"),
        (Z, sigmoid(Z), "one sigmoid more"),
        (sigmoid(Z), sigmoid(2 * Z), "2 times as large"),
        (sigmoid(Z), sigmoid(Z - 1.5), "differ by -1.5"),
        (hard_sigmoid(Z), hard_sigmoid(Z, slope=0.2), "1.2 times as steep"),
        (sigmoid(Z), sigmoid(Z)[:, [0, 1, 6, 7, 2, 3, 4, 5]], "order (0, 3, 1, 2)"),
        (sigmoid(Z), sigmoid(Z[::-1]), "none of the usual"),
        (sigmoid(Z), logit(sigmoid(Z)) ** 2, "none of the usual"),
    ],
)
def test_usual_faults_are_named(a, b, said):
    assert said in script.guess(a, b)


def test_too_little_to_guess():
    with pytest.raises(ValueError, match="8 values"):
        script.guess(np.ones(3), np.ones(3))
