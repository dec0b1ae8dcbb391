"""使用导览 on the start page, in a real browser: shown to who comes first, out of the way, and to be had again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.browsing import MAIN, cards, english, holds, open_page, parameters, settle

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

IN_THE_BOX = "document.activeElement.closest('.st-key-query') !== null"


def tour(page: Page) -> Locator:
    """The panel of the tour."""
    return page.get_by_role("region", name="第一次来，先试这几件事")


def start_page(page: Page, app: str) -> None:
    """Open the start page, whole."""
    open_page(page, app)
    page.get_by_role("button", name="使用导览").wait_for()
    settle(page)


def test_who_comes_first_sees_it_below_the_box_and_can_search_at_once(page: Page, app: str) -> None:
    start_page(page, app)
    tour(page).wait_for()
    page.wait_for_function(IN_THE_BOX)
    box, panel = page.locator(".st-key-query input").bounding_box(), tour(page).bounding_box()
    assert box and panel and box["y"] + box["height"] < panel["y"]
    assert english(page) == []
    page.keyboard.type("府院联动机制")
    page.keyboard.press("Enter")
    assert cards(page).count() and tour(page).count() == 0


@pytest.mark.parametrize(
    ("who", "path", "asked"),
    [("找做法", "/", "行政争议实质性化解"), ("找句式", "/phrases", "负责人出庭应诉"), ("浏览", "/browse", None)],
)
def test_each_way_to_begin_is_one_click(page: Page, app: str, who: str, path: str, asked: str | None) -> None:
    start_page(page, app)
    page.evaluate("window.loadedOnce = true")
    tour(page).get_by_role("listitem").filter(has=page.get_by_role("heading", name=who, exact=True)).get_by_role(
        "link"
    ).click()
    page.wait_for_function("path => location.pathname === path", arg=path)
    page.locator(".fz-summary").wait_for()
    assert parameters(page).get("q", [None]) == [asked] and page.evaluate("window.loadedOnce")
    # It was tried, not dismissed.
    page.go_back()
    tour(page).wait_for()


def test_dismissed_it_stays_away_and_comes_back_when_asked_for(page: Page, app: str) -> None:
    start_page(page, app)
    tour(page).get_by_role("button", name="不再显示").click()
    tour(page).wait_for(state="hidden")
    page.reload()
    start_page(page, app)
    assert not tour(page).is_visible()
    page.get_by_role("button", name="使用导览").click()
    tour(page).wait_for()
    assert page.get_by_role("button", name="使用导览").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    tour(page).wait_for(state="hidden")
    assert page.evaluate("document.activeElement.innerText") == "使用导览"


def test_escape_dismisses_it_from_the_search_box_and_leaves_what_was_typed(page: Page, app: str) -> None:
    start_page(page, app)
    page.wait_for_function(IN_THE_BOX)
    page.keyboard.type("行政")
    page.keyboard.press("Escape")
    tour(page).wait_for(state="hidden")
    assert page.evaluate(IN_THE_BOX)
    holds(page.locator(".st-key-query input"), "行政")
    other = open_page(page.context.new_page(), app)
    other.get_by_role("button", name="使用导览").wait_for()
    assert not tour(other).is_visible()


def test_escape_first_closes_an_open_menu(page: Page, app: str) -> None:
    start_page(page, app)
    page.locator(".st-key-find-place input").click()
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("option").first.wait_for(state="hidden")
    assert tour(page).is_visible()


@pytest.mark.parametrize("address", ["/?q=法治政府", "/?year=2024", "/phrases", "/report"])
def test_it_is_on_the_bare_start_page_only(page: Page, app: str, address: str) -> None:
    open_page(page, app + address)
    settle(page)
    assert tour(page).count() == 0 and page.get_by_role("button", name="使用导览").count() == 0


@pytest.mark.parametrize("width", [1600, 768, 360])
def test_it_fits_every_width_and_covers_nothing(page: Page, app: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    start_page(page, app)
    tour(page).wait_for()
    assert page.evaluate(f"{MAIN}.scrollWidth - {MAIN}.clientWidth") <= 0
    panel = tour(page).bounding_box()
    for other in (page.locator(".st-key-box"), page.locator(".st-key-welcome-examples"), page.locator(".fz-holdings")):
        box = other.bounding_box()
        assert box and panel
        assert box["y"] + box["height"] <= panel["y"] or box["y"] >= panel["y"] + panel["height"]
