"""Figures in a real browser: one file that follows the reader's theme, on screen and on paper."""

import io
from pathlib import Path

import pytest
from PIL import Image

from scripts.figures import tokens
from tests.site.browsing import SCHEMES, WIDTHS

TOKEN = "accent-2"


def shown(page) -> set[str]:
    """The colours of the token, of either theme, that the first figure of the page shows."""
    figure = page.locator("figure img").first
    figure.scroll_into_view_if_needed()
    figure.evaluate("image => image.decode()")
    with Image.open(io.BytesIO(figure.screenshot(animations="disabled"))) as picture:
        pixels = {pixel for _, pixel in picture.convert("RGB").getcolors(1 << 24)}
    light_and_dark = zip(SCHEMES, tokens.colours()[TOKEN], strict=True)
    return {scheme for scheme, colour in light_and_dark if tuple(bytes.fromhex(colour[1:])) in pixels}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_figure_has_the_colours_of_the_theme(reader, origin, scheme, width):
    window = reader(scheme=scheme, width=width)
    window.visit(f"{origin}understand/derivative/")
    assert shown(window.page) == {scheme}


def test_a_figure_follows_when_the_reader_switches(reader, origin):
    page = reader(scheme="light").page
    page.goto(f"{origin}understand/derivative/")
    assert shown(page) == {"light"}
    page.get_by_title("Switch to the dark theme").click()
    page.wait_for_function("document.body.dataset.mdColorScheme == 'slate'")
    assert shown(page) == {"dark"}
    page.emulate_media(media="print")
    assert shown(page) == {"light"}, "paper is light"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_figure_keeps_its_shape_and_is_loaded_once(reader, origin, width):
    window = reader(width=width)
    window.visit(f"{origin}understand/derivative/")
    page = window.page
    loaded = {Path(url).stem for url in window.requested if "/figures/" in url}
    assert {name.endswith("-narrow") for name in loaded} == {width < 500}
    size = "image => [image.clientWidth, image.clientHeight, image.naturalWidth, image.naturalHeight]"
    for shown_width, shown_height, own_width, own_height in page.locator("figure img").evaluate_all(
        f"images => images.map({size})"
    ):
        assert shown_height / shown_width == pytest.approx(own_height / own_width, abs=0.01)
