"""A reduced run of each long study agrees with the committed results, within a stated tolerance."""

import pytest

from scripts.studies import data

torch = pytest.importorskip("torch")


@pytest.mark.parametrize(
    "name", ["sigmoid", "sigmoid, gain 4", "sigmoid, batch norm", "tanh", "relu", "gelu", "silu"]
)
@pytest.mark.parametrize("depth", [2, 10])
def test_gradients_with_depth(name: str, depth: int) -> None:
    """Five networks lie within the range of the hundred, widened by a tenth for another processor's sums."""
    from scripts.studies.depth import spread

    full, few = data("depth")["gradient"][name][str(depth)], spread(name, depth, range(5))
    assert full["low"] / 1.1 <= few["low"] <= few["median"] <= few["high"] <= 1.1 * full["high"]
    assert few["median"] == pytest.approx(full["median"], rel=0.5)


def test_training_with_depth() -> None:
    """One network of each kind, trained a third as long, is on the same side of 90 % as the five were."""
    from scripts.studies.depth import accuracy

    found = data("depth")["accuracy of eight layers"]
    assert accuracy("sigmoid", 8, 0, steps=200) < 0.9
    assert max(found["sigmoid"]) < 0.9
    assert accuracy("relu", 8, 0, steps=200) > 0.9
    assert min(found["relu"]) > 0.9


@pytest.mark.parametrize("name", ["reference_impl", "scipy.special.expit", "(1 + tanh(x / 2)) / 2"])
def test_errors_along_the_axis(name: str) -> None:
    """A tenth of the points see at most the error that all of them saw, and at least a quarter of it."""
    import numpy as np

    from scripts.studies.profile import forms, profile

    full, few = np.array(data("profile")["errors"][name]), np.array(profile(forms()[name], each=2000))
    seen = full > 0.4  # elsewhere the result is rounded to 0 or 1, and the error is the distance to it
    assert (few[seen] <= 1.5 * full[seen]).all()  # another processor's exp may err a little more
    assert (few[seen] >= full[seen] / 4).mean() > 0.95


def test_a_wrong_study_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from scripts.studies import depth

    monkeypatch.setitem(depth.ACTIVATIONS, "sigmoid", torch.nn.Tanh)
    full = data("depth")["gradient"]["sigmoid"]["10"]
    assert depth.spread("sigmoid", 10, range(2))["median"] > 1.1 * full["high"]
