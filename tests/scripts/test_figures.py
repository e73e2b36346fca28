"""Figures serve both themes and stand on a page; what is wrong with one is said, and nothing is drawn."""

import re
import xml.etree.ElementTree as etree

import pytest

from scripts import DOCS, figures
from scripts.__main__ import chosen
from scripts.figures import FIGURES, layout, names, style, tokens
from scripts.truth import prose, repository


@pytest.mark.parametrize("name", [path.stem for path in figures.targets()])
def test_a_figure_serves_both_themes_and_speaks_the_type_of_the_page(name):
    svg = (FIGURES / f"{name}.svg").read_text(encoding="utf-8")
    root = etree.fromstring(svg)
    width = style.NARROW if name.endswith("-narrow") else style.WIDE
    assert root.get("width") == str(figures.ONE_WIDTH.get(name, width))
    body = svg[svg.index("</style>") :]
    assert not re.search(r"#[0-9a-fA-F]{3,6}[\"; ]", body), "a colour that no theme can change"
    light, dark = (set(re.findall(r"--([\w-]+):", rule)) for rule in re.findall(r":root \{(.*?)\}", svg))
    used = set(re.findall(r"var\(--([\w-]+)\)", body))
    assert used == light == dark
    assert "prefers-color-scheme: dark" in svg
    sizes = {float(size) for size in re.findall(r"font-size: ([\d.]+)", body)}
    assert all(size >= style.TEXT for size in sizes), f"{name} has text that a phone cannot show: {sizes}"


def test_a_name_means_the_figure_for_the_desk_and_for_the_phone():
    paths = chosen(["soft-switch"])["figures"]
    assert [path.name for path in paths] == ["soft-switch.svg", "soft-switch-narrow.svg"]


def test_a_figure_that_no_page_shows_is_caught(monkeypatch):
    monkeypatch.setattr(repository, "drawn", lambda: {f"{name}.svg" for name in names()} | {"unseen.svg"})
    found = [p for p in repository.problems() if p.path.name == "unseen.svg"]
    assert [p.what for p in found] == ["no page shows this figure"]


def test_a_bound_number_does_not_hide_an_image():
    text = '![Ten of 12<!-- counts[0] --> pass on.](../figures/no-such.svg "A caption.")\n'
    found = [p.what for p in prose.images(DOCS / "page.md", text, set())]
    assert found == ["no script makes ../figures/no-such.svg"]


def test_a_colour_that_is_no_token_is_refused():
    with pytest.raises(ValueError, match="'blue'"):
        style.colour("blue")
    from scripts.figures import svg

    with pytest.raises(ValueError, match="#123456"):
        svg.translate('<svg ><style >x</style><path style="stroke: #123456"/></svg>', "here")


def test_labels_that_collide_or_leave_the_figure_are_refused():
    with style.drawn_at(540):
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


def test_a_figure_with_a_fault_is_not_drawn(monkeypatch):
    monkeypatch.setattr(layout, "faults", lambda figure: ["the label 'x' stands on a line"])
    ((path, content, (problem,)),) = figures.make([FIGURES / "soft-switch-narrow.svg"])
    assert (path.name, content) == ("soft-switch-narrow.svg", None)
    assert str(problem) == (
        "scripts/figures/soft_switch.py:1: the label 'x' stands on a line\n    fix: move it, or shorten it"
    )


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
