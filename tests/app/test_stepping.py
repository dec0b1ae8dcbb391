"""上一处 and 下一处 on a report: along the list it was opened from, over its pages, and not without a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from search import Engine, Hit, Query
from tests.app.browsing import MAIN, cards, english, open_page, parameters, settle
from tests.app.reading import Link, Open, address, at_page, bodies, follow, links, shown
from views.address import View, report_params
from views.ask_address import AskView
from views.ask_address import report_href as ask_href
from views.browse_address import BrowseView
from views.browse_address import report_href as browse_href
from views.found import SIZE
from views.phrase_address import PhraseView
from views.phrase_address import report_href as phrase_href

if TYPE_CHECKING:
    from playwright.sync_api import Page

# More than one page of cards.
BROAD = "法治政府"
SHARED = "企业法治体检"


def hits(engine: Engine, query: str) -> list[Hit]:
    """All cards of a query in their order."""
    return list(engine.search(Query(query, top=1000)).hits)


def opened(open_app: Open, hit: Hit, view: View) -> AppTest:
    """Open a hit's report as its card does."""
    return at_page(open_app(), "report", **report_params(hit.report.id, hit.span, view))


def at(open_app: Open, href: str) -> AppTest:
    """Open the report that a link leads to."""
    return at_page(open_app(), "report", **parse_qs(urlsplit(href).query))


def shown_place(app: AppTest) -> tuple[str, str, str]:
    """The passage that the address asks for."""
    given = address(app)
    return str(given["id"]), str(given["start"]), str(given["end"])


def place_of(hit: Hit) -> tuple[str, str, str]:
    """How an address names a hit."""
    return hit.report.id, str(hit.span.start), str(hit.span.end)


def only(found: list[Link]) -> Link:
    """The one there is."""
    (one,) = found
    return one


def test_stepping_on_follows_the_results_over_their_pages_and_back(open_app: Open, engine: Engine) -> None:
    expected = hits(engine, BROAD)
    assert len(expected) > SIZE + 2
    app = opened(open_app, expected[SIZE - 2], View(BROAD))
    for number in range(SIZE - 1, SIZE + 2):
        assert f"第 {number} 处，共 {len(expected)} 处" in shown(app)
        app = follow(app, only(links(app, "下一处")))
        assert shown_place(app) == place_of(expected[number])
    # 返回检索结果 shows the page on which the hit stands.
    assert address(app)["page"] == "2"
    app = follow(follow(app, only(links(app, "上一处"))), only(links(app, "上一处")))
    app = follow(app, only(links(app, "上一处")))
    assert shown_place(app) == place_of(expected[SIZE - 2]) and "page" not in address(app)


def test_there_is_no_way_before_the_first_or_behind_the_last(open_app: Open, engine: Engine) -> None:
    expected = hits(engine, BROAD)
    first = opened(open_app, expected[0], View(BROAD))
    assert not links(first, "上一处") and links(first, "下一处")
    last = opened(open_app, expected[-1], View(BROAD, page=-(-len(expected) // SIZE)))
    assert links(last, "上一处") and not links(last, "下一处") and "下一处" in shown(last)


def test_filters_and_order_of_the_results_are_kept(open_app: Open, engine: Engine) -> None:
    app = at_page(open_app(), "search", q=BROAD, year="2024", sort="日期")
    app = follow(app, links(app, "打开原文")[0])
    app = follow(app, only(links(app, "下一处")))
    assert address(app)["year"] == "2024" and address(app)["sort"] == "日期"
    assert engine.shelf.get(str(address(app)["id"])).metadata.year.value == 2024


def test_the_other_source_of_a_card_steps_to_the_card_behind_it(open_app: Open, engine: Engine) -> None:
    expected = hits(engine, SHARED)
    number = next(number for number, hit in enumerate(expected) if hit.family)
    twin = expected[number].family[0]
    app = at_page(open_app(), "report", **report_params(twin.report.id, twin.span, View(SHARED)))
    assert f"第 {number + 1} 处" in shown(app)
    assert shown_place(follow(app, only(links(app, "下一处")))) == place_of(expected[number + 1])


def test_similar_passages_are_a_list_too(open_app: Open, engine: Engine) -> None:
    hit = hits(engine, BROAD)[0]
    where = {"like": hit.report.id, "start": str(hit.span.start), "end": str(hit.span.end)}
    app = at_page(open_app(), "search", q=BROAD, **where)
    second = links(app, "打开原文")[2]
    app = follow(app, links(app, "打开原文")[1])
    assert "第 1 处" in shown(app)
    assert follow(app, only(links(app, "下一处"))).query_params["id"] == second.params["id"][0]
    assert address(app)["like"] == hit.report.id


def test_wordings_are_stepped_along_over_their_pages(open_app: Open, engine: Engine) -> None:
    found = engine.phrases("行政执法", top=SIZE + 1).phrases
    app = at(open_app, phrase_href(found[SIZE - 1].report.id, found[SIZE - 1].span, PhraseView("行政执法")))
    app = follow(app, only(links(app, "下一处")))
    assert shown_place(app)[:2] == (found[SIZE].report.id, str(found[SIZE].span.start))
    assert "page=2" in str(address(app)["phrases"])


def test_the_sources_of_an_answer_are_stepped_along(open_app: Open, engine: Engine) -> None:
    question = "哪些地方在做行政争议实质性化解？"
    given = [claim.quotations[0] for claim in engine.answers.answer(question).claims]
    assert len(given) > 1
    app = at(open_app, ask_href(given[0].report.id, given[0].span, AskView(question)))
    app = follow(app, only(links(app, "下一处")))
    assert shown_place(app)[:2] == (given[1].report.id, str(given[1].span.start))
    assert "source=2" in str(address(app)["ask"])


def test_passages_on_a_theme_are_stepped_along(open_app: Open, engine: Engine) -> None:
    theme = next(info.theme for info in engine.themes.infos(View().filters) if info.passages > 1)
    listed = [one.passage for one in engine.themes.passages(theme.id, View().filters).passages]
    app = at(open_app, browse_href(listed[0].report.id, listed[0].span, BrowseView(theme=theme.id)))
    app = follow(app, only(links(app, "下一处")))
    assert shown_place(app)[:2] == (listed[1].report.id, str(listed[1].span.start))


@pytest.mark.parametrize(
    "view", [View(), View("烟花爆竹", page=3), View(BROAD, replace(View().filters, places=("不存在县",)))]
)
def test_without_the_list_there_are_no_steps(open_app: Open, engine: Engine, view: View) -> None:
    span = engine.report(engine.shelf.infos[0].id).headings[0].span
    app = at_page(open_app(), "report", **report_params(engine.shelf.infos[0].id, span, view))
    assert "fz-passage" in "".join(bodies(app)) and "下一处" not in shown(app)


def test_a_page_of_results_is_searched_once(open_app: Open, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Query] = []
    search = Engine.search

    def counted(self: Engine, query: Query):
        asked.append(query)
        return search(self, query)

    open_app()  # opening the engine searches once
    monkeypatch.setattr(Engine, "search", counted)
    app = open_app(q="行政复议 听证")
    app = follow(app, links(app, "打开原文")[0])
    for _ in range(3):
        app = follow(app, only(links(app, "下一处")))
    assert len(asked) == 1


@pytest.fixture
def third(page: Page, app: str) -> Iterator[Page]:
    """The third result's report, opened from the results."""
    open_page(page, f"{app}/?q={BROAD}")
    cards(page)
    page.get_by_text("打开原文").nth(2).click()
    page.get_by_text("第 3 处").wait_for()
    yield page


@pytest.mark.browser
def test_a_step_shows_the_next_passage_and_the_browser_leads_back(third: Page, engine: Engine) -> None:
    expected = hits(engine, BROAD)
    third.evaluate("window.loadedOnce = true")
    step = third.get_by_role("link", name="下一处")
    assert expected[3].report.name in (step.get_attribute("title") or "")
    step.click()
    third.get_by_text("第 4 处").wait_for()
    third.wait_for_function(
        "text => [...document.querySelectorAll('mark.fz-passage')].map(m => m.innerText).join('').replace(/\\s/g, '') === text",
        arg="".join(expected[3].text.split()),
    )
    # The text comes before it is scrolled to.
    third.wait_for_function(
        "(mark => mark.top > 0 && mark.top < 600)(document.querySelector('mark.fz-passage').getBoundingClientRect())"
    )
    assert english(third) == []
    assert parameters(third)["start"] == [str(expected[3].span.start)]
    third.go_back()
    third.get_by_text("第 3 处").wait_for()
    third.get_by_text("返回检索结果").click()
    assert cards(third).count() == SIZE and third.evaluate("window.loadedOnce")


@pytest.mark.browser
def test_keys_step_and_leave_typing_alone(third: Page) -> None:
    third.keyboard.press("Alt+BracketRight")
    third.get_by_text("第 4 处").wait_for()
    # The focus is on the control that led here, so that Enter steps on.
    third.wait_for_function("document.activeElement.dataset.step === 'on'")
    third.keyboard.press("Enter")
    third.get_by_text("第 5 处").wait_for()
    third.keyboard.press("Alt+BracketLeft")
    third.get_by_text("第 4 处").wait_for()
    third.get_by_text("更正这些信息").click()
    field = third.locator(".st-key-correcting input").first
    field.click()
    third.keyboard.press("Alt+BracketRight")
    third.keyboard.press("]")
    third.get_by_text("第 4 处").wait_for()
    settle(third)
    assert third.get_by_text("第 5 处").count() == 0


@pytest.mark.browser
def test_the_bar_of_a_report_fits_a_phone(third: Page) -> None:
    third.set_viewport_size({"width": 360, "height": 780})
    settle(third)
    assert third.evaluate(f"{MAIN}.scrollWidth - {MAIN}.clientWidth") <= 0
    third.get_by_role("link", name="下一处").click()
    third.get_by_text("第 4 处").wait_for()
    third.wait_for_function("document.querySelector('mark.fz-passage').getBoundingClientRect().top < 400")
    third.wait_for_timeout(500)
    bar, mark = (third.locator(where).first.bounding_box() for where in (".st-key-report-bar", "mark.fz-passage"))
    assert bar and mark and bar["height"] < 160
    # The passage begins below the bar, however many rows that has.
    assert bar["y"] + bar["height"] <= mark["y"] < bar["y"] + bar["height"] + 60
