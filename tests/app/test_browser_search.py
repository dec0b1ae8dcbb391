"""Narrowing down, unfolding and comparing in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.app.browsing import MAIN, cards, english, facet, holds, open_page, parameters, place_lines, scrolled, settle

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

QUERY = "矛盾纠纷化解"


def number(value: Locator) -> int:
    """The number beside a value of a filter."""
    return int(value.locator(".fz-value-count").inner_text())


def found(page: Page) -> int:
    """How many passages the page says it found."""
    return int(page.locator(".fz-summary b").first.inner_text())


def test_a_click_on_a_facet_narrows_without_loading_the_page_and_finds_what_its_number_said(
    page: Page, app: str
) -> None:
    open_page(page, f"{app}/?q={QUERY}")
    everywhere = place_lines(page)
    page.evaluate("window.loadedOnce = true")
    year = facet(page, "年度", "2024年")
    said = number(year)
    year.click()
    page.locator(".st-key-chips").wait_for()
    settle(page)
    assert found(page) == said == cards(page).count()
    assert all(line.endswith("2024年") for line in place_lines(page))
    assert parameters(page) == {"q": [QUERY], "year": ["2024"]} and page.evaluate("window.loadedOnce")
    page.go_back()
    page.locator(".st-key-chips").wait_for(state="detached")
    assert place_lines(page) == everywhere


def test_the_tree_of_places_unfolds_and_stays_unfolded_when_another_filter_is_chosen(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q={QUERY}")
    city = facet(page, "地区", "通辽市")
    assert not city.is_visible()
    page.locator(".fz-branch > summary").filter(has_text="内蒙古自治区").click(position={"x": 6, "y": 12})
    city.wait_for()
    facet(page, "年度", "2024年").click()
    page.locator(".st-key-chips").wait_for()
    settle(page)
    assert city.is_visible()
    city.click()
    page.wait_for_function(
        "[...document.querySelectorAll('.fz-card .fz-place')].every(p => p.innerText.includes('通辽市'))"
    )
    assert parameters(page)["place"] == ["内蒙古自治区/通辽市"] and found(page) == cards(page).count()


def test_an_offered_filter_is_applied_by_a_click_and_removed_by_another(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q=内蒙古2024年行政复议")
    cards(page)
    page.get_by_role("button", name=re.compile("按 内蒙古自治区 筛选")).click()
    page.locator(".st-key-chips").wait_for()
    settle(page)
    assert parameters(page)["place"] == ["内蒙古自治区"]
    assert facet(page, "地区", "内蒙古自治区").get_attribute("aria-current") == "true"
    assert all(line.startswith("内蒙古自治区") for line in place_lines(page))
    page.locator(".st-key-chips").get_by_text("地区：内蒙古自治区").click()
    page.locator(".st-key-chips").wait_for(state="detached")
    assert "place" not in parameters(page)
    page.get_by_role("button", name=re.compile("按 内蒙古自治区 筛选")).wait_for()


def test_a_family_unfolds_to_its_other_source_and_its_citation_is_copied(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q=企业法治体检")
    card = cards(page).filter(has_text="另有 1 处使用相同表述")
    source = card.locator(".fz-family li")
    assert not source.is_visible()
    card.get_by_text("另有 1 处使用相同表述").click()
    source.wait_for()
    source.get_by_role("button", name="复制引文").click()
    source.get_by_text("已复制").wait_for()
    citation = source.locator(".fz-cite-text").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == citation
    assert citation != card.locator(".fz-cite .fz-cite-text").inner_text()
    source.get_by_text("原文", exact=True).click()
    page.locator("mark.fz-passage").first.wait_for()
    assert "法治体检" in page.locator("mark.fz-passage").first.inner_text()


def test_the_other_source_of_a_family_is_kept_with_its_own_citation(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q=企业法治体检")
    card = cards(page).filter(has_text="另有 1 处使用相同表述")
    card.get_by_text("另有 1 处使用相同表述").click()
    source = card.locator(".fz-family li")
    citation = source.locator(".fz-cite-text").inner_text()
    source.get_by_role("button", name="收藏", exact=True).click()
    source.get_by_role("button", name="已收藏", exact=True).wait_for()
    # The card's own passage is not concerned.
    assert card.get_by_role("button", name="收藏整段").get_attribute("aria-pressed") == "false"
    page.locator(".fz-kept:has-text('1')").click()
    page.locator(".fz-kept-item").wait_for()
    assert page.locator(".fz-kept-item").count() == 1
    assert citation in page.locator(".fz-kept-item").inner_text()
    page.get_by_role("button", name="清空").click()
    page.get_by_role("button", name="全部移除").click()


def test_similar_content_opens_in_place_and_leads_back_to_where_one_was(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q={QUERY}&sort=日期")
    card = cards(page).nth(4)
    quoted = card.locator(".fz-cite-text").inner_text()
    card.get_by_text("相似内容").scroll_into_view_if_needed()
    before = scrolled(page)
    card.get_by_text("相似内容").click()
    page.locator(".fz-asked").wait_for()
    settle(page)
    assert page.locator(".fz-asked .fz-cite-text").inner_text() == quoted
    assert scrolled(page) == 0 and before > 200
    assert page.locator("article.fz-card").count() and english(page) == []
    page.get_by_text("返回检索结果").click()
    page.locator(".fz-summary").wait_for()
    page.wait_for_function(f"Math.abs({MAIN}.scrollTop - {before}) < 5")
    assert parameters(page) == {"q": [QUERY], "sort": ["日期"]}


def test_why_a_card_is_there_unfolds_in_place(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q={QUERY}")
    card = cards(page).first
    card.get_by_text("为什么是这条").click()
    card.get_by_text("意思相近").wait_for()
    assert english(page) == []


def test_an_example_of_the_help_is_searched_and_the_help_closes(page: Page, app: str) -> None:
    open_page(page, app)
    page.locator(".st-key-syntax-help button").click()
    page.get_by_text("检索语法").wait_for()
    assert english(page) == []
    page.get_by_role("button", name='地区:郯城 年份:2023 "府院联动" -仲裁').click()
    assert "郯城县" in place_lines(page)[0]
    page.get_by_text("检索语法").wait_for(state="hidden")
    holds(page.locator(".st-key-query input"), '地区:郯城 年份:2023 "府院联动" -仲裁')


def test_on_a_phone_the_filters_close_to_show_what_they_found(page: Page, app: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    open_page(page, f"{app}/?q={QUERY}")
    cards(page)
    page.locator('[data-testid="stExpandSidebarButton"]').click()
    facet(page, "年度", "2024年").click()
    page.locator(".st-key-chips").wait_for(state="attached")
    page.get_by_role("button", name="查看结果").click()
    page.wait_for_function("document.querySelector('[data-testid=stSidebar]').dataset.collapsed === 'true'")
    assert all(line.endswith("2024年") for line in place_lines(page))
