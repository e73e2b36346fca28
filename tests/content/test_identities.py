"""Every identity of the specification, at 50 digits; and the page names every one of them."""

import random
import re

import pytest
import sympy
from mpmath import mp, mpc, mpf

from scripts import DOCS
from tests.content.identities import CONSTANTS, POINTWISE

DIGITS = 50
PAGE = DOCS / "look-up" / "specification.md"


def points(domains: str, count: int = 20) -> list[list[object]]:
    """Seeded random points of the named domains, away from the poles."""
    rng = random.Random(0)
    draw = {
        "r": lambda: mpf(rng.uniform(-8, 8)),
        "c": lambda: mpc(rng.uniform(-4, 4), rng.uniform(-2.5, 2.5)),
        "n": lambda: mpf(rng.uniform(-6, -0.2)),
        "p": lambda: mpf(rng.uniform(0.01, 0.99)),
        "t": lambda: mpf(rng.uniform(0.2, 5)),
    }
    return [[draw[d]() for d in domains] for _ in range(count)]


def agree(left: object, right: object) -> bool:
    return bool(abs(left - right) <= mpf(10) ** -DIGITS * max(1, abs(right)))


@pytest.mark.parametrize("name", POINTWISE)
def test_both_sides_agree(name: str) -> None:
    domains, sides = POINTWISE[name]
    with mp.workdps(DIGITS + 15):
        for point in points(domains):
            left, right = sides(*point)
            assert agree(left, right), (name, point, left, right)


@pytest.mark.parametrize("name", CONSTANTS)
def test_the_constant_is_right(name: str) -> None:
    with mp.workdps(DIGITS + 15):
        left, right = CONSTANTS[name]()
        assert agree(left, right), (name, left, right)


def test_the_page_names_them_all_and_no_other() -> None:
    named = re.findall(r"Checked(?: as|:)? ((?:`\w+`(?:, | and )?)+)", PAGE.read_text(encoding="utf-8"))
    names = {name for group in named for name in re.findall(r"`(\w+)`", group)}
    assert names == {*POINTWISE, *CONSTANTS}


@pytest.mark.parametrize("name", ["two_fractions", "half_tanh", "symmetry", "doubling", "log_odds_add"])
def test_algebra_alone_shows_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same functions, given symbols: SymPy reduces the difference to 0."""
    from tests.content import identities

    monkeypatch.setattr(identities, "mp", sympy)
    domains, sides = POINTWISE[name]
    left, right = sides(*sympy.symbols("x y", real=True)[: len(domains)])
    assert sympy.simplify((left - right).rewrite(sympy.exp)) == 0


def test_a_wrong_identity_is_seen() -> None:
    with mp.workdps(DIGITS + 15):
        assert not agree(mpf(1) / 3, mpf(1) / 3 + mpf(10) ** -49)
        assert agree(mpf(1) / 3, mpf(1) / 3 + mpf(10) ** -51)
