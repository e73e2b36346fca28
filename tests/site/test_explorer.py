"""The explorer on Home: by key, by pointer and by typing it says what reference_impl computes, and nothing jumps."""

import re

import mpmath
import pytest

from reference_impl import sigmoid, sigmoid_backward
from tests.site.browsing import SCHEMES, WIDTHS

SHIFTS = """window.shifts = [];
const seen = ({ node }) => {
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  if (element?.closest('article')) shifts.push(element.outerHTML.slice(0, 80));
};
const moved = (entry) => entry.hadRecentInput || entry.sources.forEach(seen);
new PerformanceObserver(list => list.getEntries().forEach(moved)).observe({type: 'layout-shift', buffered: true});"""
RANGE, TYPED = "sigmoid-explorer input[type=range]", "sigmoid-explorer input[name=x]"


@pytest.fixture
def home(reader, origin):
    def visit(state: str = "", **options):
        window = reader(**options)
        window.page.add_init_script(SHIFTS)
        window.visit(origin + state)
        return window

    return visit


def said(page) -> dict[str, str]:
    parts = "[...document.querySelectorAll('[data-part]:is(mn, output)')].map(e => [e.dataset.part, e.textContent])"
    return {name: words.replace("−", "-") for name, words in page.evaluate(parts)}


def true(x: float, k: float = 1, x0: float = 0) -> dict[str, str]:
    """What the formula and the readings should be, for an x that is not far out."""
    z = k * (x - x0)
    rest, many = 100 * sigmoid(-abs(z)), sigmoid(abs(z)) / sigmoid(-abs(z))
    odds = f"{many:.0f}" if many >= 100 else f"{float(f'{many:.2g}'):g}"
    digits = 0 if rest >= 1 else 1 if rest >= 0.995 else 2
    return {
        "z": f"{z:.1f}",
        "minus-z": f"{0 - z:.1f}",
        "value": f"≈ {sigmoid(z):.4f}" if z else "= 0.5",
        "percent": f"{rest if z < 0 else 100 - rest:.{digits}f} %",
        "odds": f"1 to {odds}" if z < 0 else f"{odds} to 1",
        "slope": f"{k * sigmoid_backward(z, 1.0):.4f}",
        "scaled": f"{k:.1f} ({x:.1f} - {x0:.1f}) = {z:.1f}",
    }


def address(page, ending: str) -> None:
    page.wait_for_function("ending => location.hash === ending", arg=ending)


def test_it_begins_with_the_example_of_the_page(home):
    page = home().page
    assert said(page) == true(2.0)
    assert {"value": "≈ 0.8808", "percent": "88 %", "odds": "7.4 to 1"}.items() <= said(page).items()
    assert page.evaluate("location.hash") == ""


KEYS = {"ArrowRight": 2.1, "ArrowLeft": 1.9, "End": 6.0, "Home": -6.0}


@pytest.mark.parametrize("key", KEYS)
def test_keys_move_the_point(home, key):
    page = home().page
    page.locator(RANGE).press(key)
    assert said(page) == true(KEYS[key])
    assert float(page.locator(TYPED).input_value()) == KEYS[key]


def test_every_position_says_what_the_package_computes(home):
    page = home().page
    page.locator(RANGE).press("Home")
    for step in range(121):
        assert said(page) == true(round(step / 10 - 6, 1))
        page.keyboard.press("ArrowRight")


def point(page, name: str = "point") -> tuple[float, float]:
    """Where a circle is, in units of the axes."""
    at = page.locator(f"sigmoid-explorer .{name}").evaluate("c => [c.cx.baseVal.value, c.cy.baseVal.value]")
    return (at[0] - 44) / 40 - 6, (322 - at[1]) / 282


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
        assert point(page) == pytest.approx((min(x, 6.0), sigmoid(min(x, 6.0))), abs=1e-3)
    page.mouse.up()
    page.mouse.move(*at(1))
    assert said(page) == true(6.0), "the point moves although no button is pressed"
    assert page.evaluate("document.activeElement.type") == "range", (
        "the keyboard goes on where the pointer ended"
    )


def test_a_finger_moves_the_point_and_still_scrolls_the_page(home):
    page = home(width=390, has_touch=True).page
    curve = page.locator("sigmoid-explorer svg")
    box = curve.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * (44 + 9 * 40) / 540, box["y"] + box["height"] / 2)
    assert said(page) == true(3.0)
    assert curve.evaluate("svg => getComputedStyle(svg).touchAction") == "pan-y"


def power(x: mpmath.mpf) -> str:
    mantissa, _, exponent = mpmath.nstr(x, 3, min_fixed=0, max_fixed=0, strip_zeros=False).partition("e")
    return f"{mantissa} × 10{exponent.translate(str.maketrans('0123456789-', '⁰¹²³⁴⁵⁶⁷⁸⁹⁻', '+'))}"


@pytest.mark.parametrize("x", [7.0, 12.5, 40.0, 1000.0, 123456.789])
def test_any_number_can_be_typed(home, x):
    """Farther out than a float reaches, too: there the digits are those of mpmath."""
    page = home().page
    rest = power(1 / (1 + mpmath.exp(mpmath.mpf(x))))
    for number, value in ((x, f"≈ 1 - {rest}"), (-x, f"≈ {rest}")):
        page.locator(TYPED).fill(str(number))
        assert said(page)["value"] == value
        assert float(said(page)["z"]) == number
        assert point(page)[0] == pytest.approx(6 if number > 0 else -6), "it stays in the picture"
        assert page.locator("sigmoid-explorer.beyond").count() == 1, "nothing says that x is farther out"


def test_what_is_no_number_changes_nothing(home):
    page = home().page
    for text in ("", "-", "e"):
        page.locator(TYPED).fill("")
        page.locator(TYPED).press_sequentially(text)
        assert said(page) == true(2.0)
    page.keyboard.press("Tab")
    assert page.locator(TYPED).input_value() == "2"


def test_slope_and_midpoint_can_be_typed(home):
    page = home().page
    page.locator("sigmoid-explorer summary").click()
    page.get_by_label("slope k").fill("1.5")
    page.get_by_label("midpoint x₀").fill("1")
    assert said(page) == true(2.0, k=1.5, x0=1.0)
    assert point(page) == pytest.approx((2.0, sigmoid(1.5)), abs=1e-3)
    assert point(page, "middle") == pytest.approx((1.0, 0.5), abs=1e-3)
    assert page.get_by_text("steepest here").text_content() == "steepest here: slope 0.375"
    assert "σ(z)" in page.locator("sigmoid-explorer svg").text_content(), "the axis still says σ(x)"
    address(page, "#x=2&k=1.5&x0=1")


def test_the_labels_of_the_figure_are_kept(home, site):
    drawn = home().page.locator("sigmoid-explorer svg").text_content()
    figure = (site / "figures" / "sigmoid-curve.svg").read_text(encoding="utf-8")
    for label in ("never quite 0", "never quite 1", "steepest here: slope ¼"):
        assert label in drawn
        assert label in figure


@pytest.mark.parametrize(
    ("state", "x", "k", "x0"), [("#x=-1.5", -1.5, 1, 0), ("#x=2&k=0.5&x0=-1", 2, 0.5, -1), ("#x=no", 2, 1, 0)]
)
def test_an_address_opens_with_its_state(home, state, x, k, x0):
    page = home(state).page
    assert (said(page)["value"], point(page)) == (
        true(x, k, x0)["value"],
        pytest.approx((x, sigmoid(k * (x - x0))), abs=1e-3),
    )
    assert page.locator("sigmoid-explorer details").get_attribute("open") == ("" if k != 1 else None)
    page.evaluate("location.hash = '#x=4'")
    page.wait_for_function("document.querySelector('sigmoid-explorer input[type=range]').value === '4'")
    assert said(page) == true(4.0)


def test_the_address_follows_without_filling_the_history(home):
    page = home().page
    before = page.evaluate("history.length")
    page.locator(RANGE).press("Home")
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    address(page, "#x=-3")
    assert page.evaluate("history.length") == before


def test_going_back_finds_the_point_and_its_readings_together(home, origin):
    page = home().page
    page.locator(RANGE).press("End")
    address(page, "#x=6")
    page.goto(f"{origin}understand/curve/")
    page.go_back()
    page.wait_for_function("document.readyState === 'complete'")
    assert said(page) == true(6.0)
    assert [page.locator(field).input_value() for field in (RANGE, TYPED)] == ["6", "6"]
    assert point(page)[0] == 6
    # As a browser that fills in what it remembers, whatever the page says.
    page.evaluate(f"document.querySelector('{RANGE}').value = 1; dispatchEvent(new Event('pageshow'))")
    assert page.locator(RANGE).input_value() == "6"
    assert (
        page.eval_on_selector_all("sigmoid-explorer input", "all => all.map(i => i.autocomplete)")
        == ["off"] * 4
    )


def test_a_screen_reader_hears_each_move_once(home):
    page = home().page
    slider = page.get_by_role("slider", name="x")
    slider.press("ArrowLeft")
    words = "1.9: probability 87 %, odds 6.7 to 1, slope 0.1132"
    assert slider.get_attribute("aria-valuetext") == words
    live = page.eval_on_selector_all("sigmoid-explorer output", "all => all.map(o => o.ariaLive)")
    assert set(live) == {"off"}
    page.locator(TYPED).fill("1")
    assert page.locator("sigmoid-explorer [role=status]").text_content() == "", "it speaks while one types"
    page.keyboard.press("Enter")
    assert page.locator("sigmoid-explorer [role=status]").text_content().startswith("1.0: probability 73 %")
    assert page.get_by_role("img", name=re.compile("rises from almost 0")).count() == 1


@pytest.mark.parametrize("width", [320, *WIDTHS, 768, 1000, 1920])
def test_nothing_jumps(home, width):
    """Neither when the figure comes alive nor when the point moves."""
    window = home(width=width)
    top = "document.querySelector('.sg-doors').offsetTop"
    before = window.page.evaluate(top)
    for key in ("Home", "End"):
        window.page.locator(RANGE).press(key)
        assert window.page.evaluate(top) == before
    assert window.page.evaluate("shifts") == []
    assert not window.faults


@pytest.mark.parametrize("scheme", SCHEMES)
def test_it_is_drawn_in_the_colours_of_the_theme(home, scheme):
    page = home(scheme=scheme).page
    drawn = page.evaluate("getComputedStyle(document.querySelector('sigmoid-explorer .curve')).stroke")
    token = page.evaluate("getComputedStyle(document.body).getPropertyValue('--sg-accent')")
    assert drawn == f"rgb{tuple(bytes.fromhex(token.strip().lstrip('#')))}"


@pytest.mark.parametrize("width", WIDTHS)
def test_without_javascript_formula_figure_and_example_stand(home, width):
    page = home(java_script_enabled=False, width=width).page
    explorer = page.locator("sigmoid-explorer")
    assert explorer.locator("ka-tex").count() == 2
    image = explorer.locator("img")
    assert image.get_attribute("src") == "figures/sigmoid-curve.svg"
    box = image.bounding_box()
    assert box["height"] / box["width"] == pytest.approx(380 / 540, abs=0.01)
    assert "0.8808" in explorer.locator("figure + p").inner_text()
    for part in ("figcaption", "figure + p", ".formula >> nth=1"):
        cut = explorer.locator(part).evaluate("e => e.scrollHeight - e.clientHeight")
        assert cut <= 0, f"{part} is cut"
    assert explorer.locator("input").count() == 0
