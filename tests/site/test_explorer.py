"""The explorer on Home: by keyboard and by pointer, it says what reference_impl computes, and nothing jumps."""

import re

import pytest

from reference_impl import sigmoid, sigmoid_backward
from tests.site.browsing import SCHEMES, WIDTHS

SHIFTS = """window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(entry => entry.sources.forEach(source => {
  if (source.node?.parentElement?.closest('sigmoid-explorer')) shifts.push(source.node.nodeName);
}))).observe({type: 'layout-shift', buffered: true});"""


@pytest.fixture
def home(reader, origin):
    def visit(**options):
        window = reader(**options)
        window.page.add_init_script(SHIFTS)
        window.visit(origin)
        return window

    return visit


def said(page) -> dict[str, str]:
    parts = "[...document.querySelectorAll('sigmoid-explorer output')].map(o => [o.dataset.part, o.value])"
    return {name: words.replace("−", "-") for name, words in page.evaluate(parts)}


def true(x: float) -> dict[str, str]:
    """What the readings should be."""
    odds = sigmoid(abs(x)) / sigmoid(-abs(x))
    digits = f"{odds:.3g}"
    return {
        "x": f"{x:.1f}",
        "value": f"{sigmoid(x):.4f}",
        "slope": f"{sigmoid_backward(x, 1.0):.4f}",
        "odds": f"1 to {digits}" if x < 0 else f"{digits} to 1",
    }


KEYS = {"ArrowRight": 0.1, "ArrowLeft": -0.1, "End": 6.0, "Home": -6.0}


@pytest.mark.parametrize("key", KEYS)
def test_keys_move_the_point(home, key):
    page = home().page
    page.locator("sigmoid-explorer input").focus()
    assert said(page) == true(0.0)
    page.keyboard.press(key)
    assert said(page) == true(KEYS[key])
    page.keyboard.press("PageUp" if KEYS[key] < 0 else "PageDown")
    assert abs(float(said(page)["x"])) < abs(KEYS[key]) or abs(KEYS[key]) < 1
    assert said(page) == true(float(said(page)["x"]))


def test_every_position_says_what_the_package_computes(home):
    page = home().page
    page.locator("sigmoid-explorer input").focus()
    page.keyboard.press("Home")
    for step in range(121):
        assert said(page) == true(round(step / 10 - 6, 1))
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_pointer_drags_the_point(home, width):
    page = home(width=width).page
    curve = page.locator("sigmoid-explorer svg")
    curve.scroll_into_view_if_needed()
    box = curve.bounding_box()

    def at(x: float) -> tuple[float, float]:
        return box["x"] + box["width"] * (44 + (x + 6) * 40) / 540, box["y"] + box["height"] / 2

    page.mouse.move(*at(0))
    page.mouse.down()
    for x in (-2.0, 3.0, 20.0):
        page.mouse.move(*at(x))
        assert said(page) == true(min(x, 6.0))
    page.mouse.up()
    page.mouse.move(*at(1))
    assert said(page) == true(6.0), "the point moves although no button is pressed"
    point = page.locator("sigmoid-explorer .point").bounding_box()
    assert point["x"] + point["width"] / 2 == pytest.approx(at(6)[0], abs=1)
    assert page.evaluate("document.activeElement.type") == "range", (
        "the keyboard goes on where the pointer ended"
    )


def test_a_finger_moves_the_point_and_still_scrolls_the_page(home):
    page = home(width=390, has_touch=True).page
    curve = page.locator("sigmoid-explorer svg")
    box = curve.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * (44 + 8 * 40) / 540, box["y"] + box["height"] / 2)
    assert said(page) == true(2.0)
    assert curve.evaluate("svg => getComputedStyle(svg).touchAction") == "pan-y"


def test_a_screen_reader_hears_each_move_once(home):
    page = home().page
    slider = page.get_by_role("slider", name="x, the log-odds")
    slider.press("ArrowLeft")
    heard = slider.get_attribute("aria-valuetext")
    assert heard == "−0.1: probability 0.4750, slope 0.2494, odds 1 to 1.11"
    live = page.eval_on_selector_all("sigmoid-explorer output", "all => all.map(o => o.ariaLive)")
    assert live == ["off"] * 4
    assert page.get_by_role("img", name=re.compile("rises from 0")).count() == 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_jumps_and_everything_is_seen(home, width, scheme):
    window = home(width=width, scheme=scheme)
    assert window.page.evaluate("shifts") == []
    controls = "document.querySelector('sigmoid-explorer .controls')"
    fits = f"(c => c.scrollHeight <= c.clientHeight && c.scrollWidth <= c.clientWidth)({controls})"
    assert window.page.evaluate(fits), "the readings do not fit into their place"
    drawn = "getComputedStyle(document.querySelector('sigmoid-explorer .curve')).stroke"
    token = "getComputedStyle(document.body).getPropertyValue('--sg-accent')"
    colour = window.page.evaluate(token).strip().lstrip("#")
    assert window.page.evaluate(drawn) == f"rgb{tuple(bytes.fromhex(colour))}"
    assert not window.faults


def test_without_javascript_the_figure_stands(home):
    page = home(java_script_enabled=False).page
    image = page.locator("sigmoid-explorer img")
    assert image.get_attribute("src") == "figures/sigmoid-curve.svg"
    assert image.bounding_box()["height"] == pytest.approx(380, abs=1), (
        "a place is kept for controls that never come"
    )
    assert page.locator("sigmoid-explorer input").count() == 0
