"""Figures are what their scripts draw, in both themes, and stand on a page; each check has a lie that it catches."""

import functools
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest

from scripts import DOCS, ROOT
from scripts.figures import FIGURES, __main__, command, layout, names, render, style, tokens
from scripts.truth import prose, repository

drawn = functools.cache(render)


@pytest.mark.parametrize("name", names())
def test_a_figure_is_what_its_script_draws(name):
    problems = __main__.stale(name, drawn(name))
    assert not problems, "\n".join(problems)


def test_every_figure_has_a_script():
    problems = __main__.orphans()
    assert not problems, "\n".join(problems)


def test_every_figure_is_on_a_page_and_every_figure_on_a_page_is_drawn():
    problems = [str(p) for p in repository.problems() if "figure" in p.what or "no script makes" in p.what]
    assert not problems, "\n".join(problems)


def test_another_process_draws_the_same_bytes():
    code = (
        "import sys; from scripts.figures import *; sys.stdout.buffer.write(b''.join(map(render, names())))"
    )
    # Hashes, settings and locale of another machine.
    environment = {
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
        "MATPLOTLIBRC": str(ROOT / "tests" / "scripts" / "odd.mplstyle"),
    }
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True)
    assert run.returncode == 0, run.stderr.decode()
    assert run.stdout == b"".join(map(drawn, names()))


@pytest.mark.parametrize("name", names())
def test_a_figure_serves_both_themes_and_speaks_the_type_of_the_page(name):
    svg = drawn(name).decode()
    root = etree.fromstring(svg)
    assert root.get("width") == "540", "figures are 540 wide, so that a phone shows their text large enough"
    body = svg[svg.index("</style>") :]
    assert not re.search(r"#[0-9a-fA-F]{3,6}[\"; ]", body), "a colour that no theme can change"
    light, dark = (set(re.findall(r"--([\w-]+):", rule)) for rule in re.findall(r":root \{(.*?)\}", svg))
    used = set(re.findall(r"var\(--([\w-]+)\)", body))
    assert used == light == dark
    assert "prefers-color-scheme: dark" in svg
    sizes = {float(size) for size in re.findall(r"font-size: ([\d.]+)", body)}
    assert all(size >= style.TEXT for size in sizes), f"{name} has text that a phone cannot show: {sizes}"


# What the checks catch: a copy of the repository's figures, and one lie in it.


@pytest.fixture
def copy(tmp_path: Path, monkeypatch) -> Path:
    shutil.copytree(FIGURES, tmp_path / "figures")
    monkeypatch.setattr(__main__, "FIGURES", tmp_path / "figures")
    monkeypatch.setattr(repository, "FIGURES", tmp_path / "figures")
    return tmp_path / "figures"


def _check(monkeypatch, capsys, *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["scripts.figures", "--check", *arguments])
    status = __main__.main()
    return status, capsys.readouterr().out


def test_a_true_copy_passes(copy, monkeypatch, capsys):
    assert _check(monkeypatch, capsys, "sigmoid-curve") == (0, "")


def test_a_changed_byte_is_caught(copy, monkeypatch, capsys):
    path = copy / "sigmoid-curve.svg"
    path.write_bytes(path.read_bytes().replace(b"322", b"321", 1))
    status, said = _check(monkeypatch, capsys, "sigmoid-curve")
    assert status == 1
    assert said.startswith("docs/figures/sigmoid-curve.svg: is not what its script draws")
    assert command("sigmoid-curve") in said


def test_a_missing_figure_is_caught(copy, monkeypatch, capsys):
    (copy / "sigmoid-curve.svg").unlink()
    status, said = _check(monkeypatch, capsys, "sigmoid-curve")
    assert status == 1
    assert "docs/figures/sigmoid-curve.svg: does not exist" in said


def test_an_orphan_is_caught_and_kept(copy):
    (copy / "lost.svg").write_bytes(b"<svg/>")
    assert __main__.orphans() == [
        "docs/figures/lost.svg: no script makes this figure\n    mend: git rm docs/figures/lost.svg"
    ]
    assert (copy / "lost.svg").exists()


def test_a_figure_that_no_page_shows_is_caught(copy, monkeypatch):
    monkeypatch.setattr(repository, "drawn", lambda: {f"{name}.svg" for name in names()} | {"unseen.svg"})
    (copy / "unseen.svg").write_bytes(b"<svg/>")
    found = [p for p in repository.problems() if p.path.name == "unseen.svg"]
    assert [p.what for p in found] == ["no page shows this figure"]


def test_a_bound_number_does_not_hide_an_image():
    text = '![Ten of 12<!-- counts[0] --> pass on.](../figures/no-such.svg "A caption.")\n'
    found = [p.what for p in prose.images(DOCS / "page.md", text, set())]
    assert found == ["no script makes ../figures/no-such.svg"]


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match=r"'sigmoid': .* sigmoid-curve"):
        render("sigmoid")


def test_a_colour_that_is_no_token_is_refused():
    with pytest.raises(ValueError, match="'blue'"):
        style.colour("blue")
    from scripts.figures import svg

    with pytest.raises(ValueError, match="#123456"):
        svg.translate('<svg ><style >x</style><path style="stroke: #123456"/></svg>', "here")


def test_labels_that_collide_or_leave_the_figure_are_refused():
    fig, ax = style.figure()
    style.x_axis(ax, 0, 1, [0, 1])
    style.y_axis(ax, 0, 1, [0, 1])
    style.curve(ax, [0, 1], [0, 1])
    assert not list(layout.faults(fig))
    style.label(ax, 0.45, 0.5, "upon the line")
    style.label(ax, 0.6, 0.52, "upon the other")
    style.label(ax, 0.9, 0.2, "out of the picture")
    style.label(ax, 0.2, 0.65, "upon the axis", align="right")
    assert sorted(layout.faults(fig)) == [
        "the label 'out of the picture' leaves the figure by 83 px",
        "the label 'upon the axis' stands on a line",
        "the label 'upon the line' stands on a line",
        "the labels 'upon the line' and 'upon the other' overlap",
    ]


def test_tokens_come_in_pairs(tmp_path, monkeypatch):
    sheet = tmp_path / "style.css"
    text = (DOCS / "assets" / "style.css").read_text(encoding="utf-8")
    sheet.write_text(re.sub(r"--sg-paper: #\w+;", "", text, count=1), encoding="utf-8")
    monkeypatch.setattr(tokens, "STYLE_SHEET", sheet)
    with pytest.raises(ValueError, match="one theme only: paper"):
        tokens.colours.__wrapped__()


def test_numbers_keep_nine_digits():
    third = style._rounded([1 / 3, -2e-9 / 3, 0.0, float("inf")])
    assert third.tolist() == [0.333333333, -6.66666667e-10, 0.0, float("inf")]
