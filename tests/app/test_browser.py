"""The page in a real browser, as people use it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from search import Engine, Query
from tests.app.browsing import MAIN, ask, cards, english, facet, holds, open_page, parameters, place_lines, settle
from tests.app.conftest import SAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

QUERY = "行政争议实质性化解"
# More than one page of cards.
BROAD = "法治政府"


def test_typing_a_question_and_enter_shows_several_places_with_citations(page: Page, app: str) -> None:
    open_page(page, app)
    page.wait_for_function("document.activeElement.closest('.st-key-query') !== null")
    page.keyboard.type(QUERY)
    page.keyboard.press("Enter")
    assert len(set(place_lines(page))) >= 3
    assert page.locator(".fz-card .fz-cite-text").count() == cards(page).count() == 10
    assert parameters(page)["q"] == [QUERY]
    assert english(page) == []


def test_the_copied_citation_is_the_citation_shown(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q={QUERY}")
    card = cards(page).nth(1)
    card.get_by_role("button", name="复制引文").click()
    card.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == card.locator(".fz-cite-text").inner_text()


def test_opening_the_original_shows_the_passage_in_view_and_back_restores_the_results(
    page: Page, app: str, engine: Engine
) -> None:
    hits = engine.search(Query(QUERY)).hits
    open_page(page, app)
    ask(page, QUERY)
    cards(page)
    page.get_by_text("打开原文").nth(3).click()
    mark = page.locator("mark.fz-passage")
    mark.first.wait_for()
    page.wait_for_function(f"{MAIN}.scrollTop > 0")
    box = mark.first.bounding_box()
    assert box and 0 < box["y"] < 600
    quoted = "".join("".join(mark.all_inner_texts()).split())
    assert quoted == "".join(hits[3].text.split())
    assert page.locator(".fz-outline a[aria-current]").count() == 1
    assert english(page) == []
    page.go_back()
    assert cards(page).count() == 10
    page.wait_for_function(f"{MAIN}.scrollTop > 200")
    holds(page.locator(".st-key-query input"), QUERY)


def test_the_way_back_from_a_report_keeps_query_and_filters(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q={BROAD}&year=2024&page=2")
    cards(page)
    page.get_by_text("打开原文").first.click()
    page.locator("mark.fz-passage").first.wait_for()
    page.get_by_text("返回检索结果").click()
    cards(page)
    assert parameters(page) == {"q": [BROAD], "year": ["2024"], "page": ["2"]}


def test_filtering_by_a_province_changes_results_and_address_and_back_undoes_it(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q={QUERY}")
    everywhere = place_lines(page)
    page.locator(".st-key-find-place input").click()
    page.keyboard.type("内蒙古")
    page.get_by_role("option", name="内蒙古自治区", exact=True).click()
    page.locator(".st-key-chips").wait_for()
    page.wait_for_function(
        "[...document.querySelectorAll('.fz-card .fz-place')].every(p => p.innerText.startsWith('内蒙古'))"
    )
    assert parameters(page)["place"] == ["内蒙古自治区"]
    assert any("科尔沁左翼后旗" in line for line in place_lines(page))
    page.go_back()
    page.locator(".st-key-chips").wait_for(state="detached")
    assert place_lines(page) == everywhere and "place" not in parameters(page)
    page.go_forward()
    page.locator(".st-key-chips").wait_for()
    assert parameters(page)["place"] == ["内蒙古自治区"]


def test_a_copied_address_opens_the_same_view_in_another_session(page: Page, app: str, browser: Browser) -> None:
    open_page(page, app)
    ask(page, "府院联动机制")
    # The links of the filters lead on from the results only once these are there.
    cards(page)
    facet(page, "年度", "2024年").click()
    page.locator(".st-key-chips").get_by_role("button", name="年度：2024年").wait_for()
    lines = place_lines(page)
    other = browser.new_context(locale="zh-CN")
    copied = open_page(other.new_page(), page.url)
    assert place_lines(copied) == lines
    holds(copied.locator(".st-key-query input"), "府院联动机制")
    assert copied.locator(".st-key-chips").inner_text().strip().endswith("年度：2024年")
    other.close()


def test_typing_is_not_lost_when_a_filter_is_clicked(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q={QUERY}")
    page.locator(".st-key-query input").fill("正在输入的内容")
    facet(page, "年度", "2024年").click()
    page.locator(".st-key-chips").wait_for()
    holds(page.locator(".st-key-query input"), "正在输入的内容")


def test_an_outline_entry_jumps_to_its_heading(page: Page, app: str, engine: Engine) -> None:
    report_id = engine.search(Query("科左后旗 存在的问题")).hits[0].report.id
    open_page(page, f"{app}/report?id={report_id}")
    link = page.locator(".fz-outline a").last
    link.click()
    page.wait_for_function(f"{MAIN}.scrollTop > 300")
    target = page.locator(f"#{link.get_attribute('data-jump')}")
    page.wait_for_timeout(800)
    assert target.evaluate("element => element.getBoundingClientRect().top") < 900
    assert urlsplit(page.url).fragment == ""


def test_the_original_file_comes_back_as_it_was(page: Page, app: str, engine: Engine) -> None:
    info = next(info for info in engine.shelf.infos if "榆阳区" in info.source.name)
    open_page(page, f"{app}/report?id={info.id}")
    with page.expect_download() as waiting:
        page.get_by_text("下载原文件").click()
    assert Path(waiting.value.path()).read_bytes() == (SAMPLES / info.source.name).read_bytes()
    assert waiting.value.suggested_filename == info.source.name


def test_a_hostile_report_is_text(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q=烟花爆竹联合执法")
    text = cards(page).first.inner_text()
    assert "烟花爆竹联合执法" in text
    assert "**法治政府**" in page.locator(".fz-card .fz-title").first.inner_text()
    for shown in ("javascript:window.hacked=1", "**加粗**与$x^2$:smile:"):
        assert shown in page.locator(".st-key-main-column").inner_text()
    page.get_by_text("打开原文").first.click()
    page.locator("mark.fz-passage").first.wait_for()
    document = page.locator(".fz-doc").inner_text()
    for shown in (
        '<img src=x onerror="window.hacked=1">',
        "&lt;不足&gt;",
        "价格$5$到$6$",
        ":rocket:",
        "[点此](javascript:",
    ):
        assert shown in document
    assert "甲县<b>报告.txt" in page.locator(".st-key-report-column").inner_text()
    assert page.evaluate("window.hacked") is None
    assert page.locator('a[href^="javascript"]').count() == 0


@pytest.mark.parametrize("query", ["<script>window.hacked=1</script>", "**粗** $x$ :smile: [a](javascript:1)"])
def test_a_hostile_address_is_text(page: Page, app: str, query: str) -> None:
    page.goto(app)
    page.evaluate(
        "query => { location.href = '/?' + new URLSearchParams({q: query, place: query, publisher: query, section: query}) }",
        query,
    )
    page.locator(".fz-notice").wait_for()
    for label in (f"地区：{query.replace('/', ' › ')}", f"发布机构：{query}", f"主题章节：{query}"):
        page.locator(".st-key-chips").get_by_text(label, exact=True).wait_for()
    assert query in page.locator(".fz-notice").inner_text()
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"/?q={QUERY}&place=内蒙古自治区/通辽市/科尔沁左翼后旗&kind=年度报告",
        f"/?q={BROAD} -村居 地区:内蒙古、山东&group=地区&sort=日期",
        "/?q=怎么做红烧肉&place=内蒙古自治区",
        "/report",
    ],
)
def test_no_width_needs_sideways_scrolling(page: Page, app: str, path: str) -> None:
    open_page(page, app + path)
    page.wait_for_selector(".fz-card, .fz-item, .fz-holdings")
    for width in (1600, 768, 360):
        page.set_viewport_size({"width": width, "height": 800})
        settle(page)
        assert page.evaluate(f"{MAIN}.scrollWidth - {MAIN}.clientWidth") <= 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert english(page) == []


def test_unknown_pages_and_empty_menus_speak_chinese(page: Page, app: str) -> None:
    open_page(page, f"{app}/nosuchpage")
    page.get_by_text("没有这个页面").wait_for()
    page.keyboard.press("Escape")
    page.locator(".st-key-find-place input").click()
    page.keyboard.type("没有这样的地方")
    page.get_by_text("没有匹配的选项").wait_for()
    assert english(page) == []


def test_an_answer_without_hits_says_where_it_looked(page: Page, app: str) -> None:
    open_page(page, f"{app}/?q={QUERY}&place=内蒙古自治区&year=2023")
    page.get_by_text("没有报告符合筛选条件").wait_for()
    page.get_by_text("去掉“2023年”").click()
    assert cards(page).count()
