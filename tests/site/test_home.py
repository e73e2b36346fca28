"""Home: the formula in the first screen, three doors, and the way to the answers that people come for."""

import json
import re

import pytest

from tests.site.page import Page


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
@pytest.mark.parametrize("javascript", [True, False])
def test_the_formula_is_in_the_first_screen(origin, reader, width, height, javascript):
    window = reader(width=width, java_script_enabled=javascript)
    window.page.set_viewport_size({"width": width, "height": height})
    window.visit(origin)
    explorer = window.page.locator("sigmoid-explorer")
    parts = [explorer.locator("ka-tex").first, explorer.locator("svg:not(ka-tex svg), img")]
    if javascript:
        parts += [explorer.locator(part) for part in (".live", "input[type=range]", "[name=x]", "dl")]
    for part in parts:
        box = part.bounding_box()
        assert box["y"] + box["height"] <= height
    assert window.page.locator("article details.sg-contents").count() == 0


def test_a_door_opens_the_search_with_what_was_typed(origin, reader):
    window = reader()
    window.visit(origin)
    message = "Target size (torch.Size([9])) must be the same as input size (torch.Size([9, 1]))"
    window.page.get_by_label("Your error message").fill(message)
    window.page.keyboard.press("Enter")
    first = window.page.locator(".md-search-result__link").first
    first.wait_for(state="visible")
    assert window.page.locator(".md-search__input").input_value() == message
    assert first.get_attribute("href").partition("?")[0] == f"{origin}fix/errors/target-size/"
    window.page.keyboard.press("Escape")
    window.page.wait_for_function("location.search === ''")
    assert not window.faults


def test_without_javascript_the_doors_are_links(origin, reader):
    page = reader(java_script_enabled=False)
    page.visit(origin)
    doors = page.page.locator(".sg-doors a")
    assert doors.evaluate_all("links => links.map(a => a.getAttribute('href'))") == [
        "understand/curve/",
        "learn/first-classifier/",
        "fix/errors/",
    ]
    assert not page.page.locator(".sg-doors form").is_visible()


def test_twenty_questions_lead_to_answers(pages, site):
    home = next(page for page in pages if page.address == "index.html")
    html = (site / "index.html").read_text(encoding="utf-8")
    questions = html.partition('class="sg-questions"')[2].partition("</div>")[0]
    links = re.findall(r'<a href="([^"]+)"', questions)
    assert len(links) == 20
    assert {"look-up/cheat-sheet/", "learn/lstm-gate/"} <= set(home.links)


def data(site, page: Page) -> dict:
    html = (site / page.address).read_text(encoding="utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(found)


def test_other_sites_learn_what_a_page_is(pages, site):
    for page in pages:
        if page.is_404:
            continue
        said = data(site, page)
        home = page.address == "index.html"
        assert said["@type"] == ("WebSite" if home else "TechArticle"), page.address
        assert (said["url"], said["description"]) == (page.url, page.description)
        title = said["alternateName"] if home else f"{said['headline']} · Sigmoid"
        assert title == page.title
