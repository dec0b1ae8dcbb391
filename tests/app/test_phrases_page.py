"""句式: look for wordings, choose and copy some; compare a draft with the reports; come back from a source."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from corpus.parts import Part
from search import Engine, Filters
from search.drafts import LONGEST_DRAFT
from tests.app.browsing import english, holds, open_page, parameters, settle
from tests.app.conftest import TWINS
from tests.app.reading import Open, address, at_page, bodies, button, cards, labels, links, shown
from views.phrase_address import SIZE, PhraseView, phrase_view_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUERY = "为企业免费查找法律风险，出具体检报告"
SAID = next(line for line in TWINS["费县"].splitlines() if line.startswith("组建"))
OWN = "为全县五十处农村饮用水水源安装水质监测探头，数据实时上传。"


def _open(open_app: Open, **params: str | list[str]) -> AppTest:
    return at_page(open_app(), "phrases", **params)


def _draft(app: AppTest, text: str) -> AppTest:
    app.text_area(key="draft").set_value(text)
    return button(app, "对照").click().run()


def test_the_page_opens_with_examples_that_are_links(open_app: Open) -> None:
    app = _open(open_app)
    assert "可以这样找" in shown(app)
    (example,) = links(app, "执法力量不足")
    assert (example.page, example.params) == ("phrases", {"q": ["执法力量不足"], "part": ["存在问题"]})
    assert not app.markdown  # nothing else is written on the page


def test_a_wording_shows_its_pattern_sentence_source_and_uses(open_app: Open, engine: Engine) -> None:
    card = cards(_open(open_app, q=QUERY))[0]
    best = engine.phrases(QUERY).phrases[0]
    assert SAID in card
    assert "2 个地区、2 处使用" in card and "全部 2 处" in card
    assert best.citation in card
    assert all(use.citation in card for use in best.uses)


def test_the_sentence_and_every_use_of_it_can_be_kept(open_app: Open, engine: Engine) -> None:
    best = engine.phrases(QUERY).phrases[0]
    body = next(body for body in bodies(_open(open_app, q=QUERY)) if html.escape(best.text) in body)
    places = {f"{use.report.id}:{use.span.start}-{use.span.end}" for use in best.uses}
    assert set(re.findall('data-basket="([^"]*)"', body)) == places and len(places) == 2


def test_what_a_writer_fills_in_is_set_off(open_app: Open, engine: Engine) -> None:
    query = "办理行政复议案件，纠错率"
    pattern = next(phrase for phrase in engine.phrases(query).phrases if "××" in phrase.pattern)
    body = next(body for body in bodies(_open(open_app, q=query)) if html.escape(pattern.text) in body)
    assert '<span class="fz-blank">××</span>' in body
    assert pattern.pattern in re.sub(r"<[^>]*>", "", html.unescape(body))


def test_text_and_filters_stand_in_the_address(open_app: Open) -> None:
    app = _open(open_app)
    app.text_input(key="phrase").set_value("  普法  宣传 ")
    button(app, "查找").click().run()
    assert address(app) == {"q": "普法 宣传"}
    app.multiselect(key="phrase-parts").set_value([Part.PLANS]).run()
    app.multiselect(key="phrase-years").set_value([2023]).run()
    assert address(app) == {"q": "普法 宣传", "part": "下一步打算", "year": "2023"}
    assert cards(app)


def test_filters_of_the_address_are_obeyed(open_app: Open, engine: Engine) -> None:
    app = _open(open_app, q="法治夜校", part="下一步打算", place="费县")
    expected = engine.phrases("法治夜校", Filters(("费县",), parts=(Part.PLANS,)))
    assert f"共 {expected.total} 种句式" in shown(app)
    assert len(cards(app)) == len(expected.phrases)
    assert app.multiselect(key="phrase-parts").value == [Part.PLANS]


def test_pages_turn_and_one_too_many_shows_the_last(open_app: Open, engine: Engine) -> None:
    total = engine.phrases("行政执法").total
    assert total > SIZE
    app = _open(open_app, q="行政执法")
    first = cards(app)
    button(app, "下一页").click().run()
    assert address(app) == {"q": "行政执法", "page": "2"}
    assert not set(first) & set(cards(app))
    assert f"第 {-(-total // SIZE)} 页，共" in shown(_open(open_app, q="行政执法", page="9999"))


def test_chosen_sentences_are_copied_together_from_any_page(open_app: Open, engine: Engine) -> None:
    app = _open(open_app, q="行政执法")
    app.checkbox[1].check().run()
    button(app, "下一页").click().run()
    assert not any(box.value for box in app.checkbox)
    app.checkbox[0].check().run()
    body = next(body for body in bodies(app) if "复制所选 2 句（含出处）" in body)
    chosen = [engine.phrases("行政执法", top=SIZE + 1).phrases[place] for place in (1, SIZE)]
    found = re.search(r'data-copy="([^"]*)"', body)
    assert found
    assert html.unescape(found[1]) == "\n".join(f"“{one.text}”——{one.citation}" for one in chosen)
    button(app, "上一页").click().run()
    assert [box.value for box in app.checkbox][:3] == [False, True, False]
    button(app, "全部不选").click().run()
    assert not any(box.value for box in app.checkbox) and "全部不选" not in labels(app)


def test_nothing_found_says_what_to_do(open_app: Open) -> None:
    app = _open(open_app, q="行政执法", year="1999", part="存在问题")
    assert "没有找到可以照着写的句子" in shown(app)
    (way,) = links(app, "去掉年度")
    assert way.params == {"q": ["行政执法"], "part": ["存在问题"]}


def test_an_unknown_place_is_told(open_app: Open) -> None:
    text = shown(_open(open_app, q="行政执法", place="火星"))
    assert "地区表里没有“火星”" in text and "去掉地区" in text


def test_what_no_report_speaks_of_is_said(open_app: Open) -> None:
    assert "没有直接写到这件事的报告" in shown(_open(open_app, q="量子计算机芯片光刻工艺"))
    assert "没有直接写到这件事的报告" not in shown(_open(open_app, q=QUERY))


def test_the_way_to_a_source_leads_back(open_app: Open) -> None:
    app = _open(open_app, q=QUERY, part="做法成效")
    way = links(app, "原文")[0]
    assert way.page == "report"
    assert parse_qs(way.params["phrases"][0]) == {"q": [QUERY], "part": ["做法成效"]}
    report = at_page(app, "report", **{name: values[0] for name, values in way.params.items()})
    assert "返回句式" in [element.proto.label for element in report.get("page_link")]


@pytest.mark.parametrize("text", ["烟花爆竹联合执法", "<script>window.hacked=1</script>**甲**"])
def test_hostile_text_is_shown_as_text(open_app: Open, text: str) -> None:
    app = _open(open_app, q=text)
    assert not any("<img src=x" in body or "<script>window.hacked" in body for body in bodies(app))
    assert cards(app)


def test_a_draft_is_compared_sentence_by_sentence(open_app: Open) -> None:
    app = _draft(_open(open_app, mode="draft"), f"一、做法\n{SAID}{OWN}")
    text = shown(app)
    assert "共 2 句：相同 1、相近 0、自拟 1" in text
    assert "1 相同" in text and "2 自拟" in text
    assert "《费县2023年度法治政府建设情况报告》" in text and "《平邑县2023年度法治政府建设情况报告》" in text
    assert "别处的相近做法" in text
    assert address(app) == {"mode": "draft"}  # the draft stays out of the address


def test_a_draft_is_still_there_after_a_visit_to_a_report(open_app: Open) -> None:
    app = _draft(_open(open_app, mode="draft"), SAID)
    way = next(one for one in links(app, "原文") if "phrases" in one.params)
    assert parse_qs(way.params["phrases"][0]) == {"mode": ["draft"]}
    at_page(app, "report", **{name: values[0] for name, values in way.params.items()})
    app.query_params.clear()
    again = at_page(app, "phrases", mode="draft")
    assert again.text_area(key="draft").value == SAID
    assert "共 1 句：相同 1" in shown(again)


@pytest.mark.parametrize(
    ("text", "said"), [("字" * (LONGEST_DRAFT + 1), "一次最多对照 5000 个字"), ("好。", "没有可以对照的句子")]
)
def test_a_draft_that_cannot_be_compared_is_told(open_app: Open, text: str, said: str) -> None:
    assert said in shown(_draft(_open(open_app, mode="draft"), text))


def test_a_hostile_draft_is_shown_as_text(open_app: Open) -> None:
    app = _draft(_open(open_app, mode="draft"), '<img src=x onerror="window.hacked=1">烟花爆竹联合执法队查处案件12件。')
    assert not any("<img src=x" in body for body in bodies(app))
    assert '<img src=x onerror="window.hacked=1">烟花爆竹' in shown(app)


@pytest.mark.parametrize(
    ("given", "view"),
    [
        ({"q": [" 甲  乙 "], "part": ["存在问题", "没有这部分"]}, PhraseView("甲 乙", (Part.PROBLEMS,))),
        (
            {"year": ["2023", "99999", "x"], "place": ["费县", " "], "page": ["-2"]},
            PhraseView(places=("费县",), years=(2023,)),
        ),
        ({"mode": ["draft"], "q": ["甲"]}, PhraseView(draft=True)),
        ({"page": ["3"], "q": ["甲"]}, PhraseView("甲", page=3)),
        ({}, PhraseView()),
    ],
)
def test_any_address_is_a_view(given: dict[str, list[str]], view: PhraseView) -> None:
    assert phrase_view_of(given) == view
    params = {name: [value] if isinstance(value, str) else value for name, value in view.params().items()}
    assert phrase_view_of(params) == view


@pytest.mark.browser
def test_searching_copying_and_opening_a_source_in_a_browser(app: str, page: Page) -> None:
    open_page(page, f"{app}/phrases")
    box = page.locator(".st-key-phrase input")
    page.wait_for_function("document.activeElement === document.querySelector('.st-key-phrase input')")
    box.fill(QUERY)
    box.press("Enter")
    page.wait_for_selector(".fz-phrase")
    settle(page)
    card = page.locator(".fz-phrase").first
    card.get_by_text("复制句子和出处").click()
    card.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"“{SAID}”——《")
    page.locator(".st-key-phrase-card-0").get_by_text("选这一句").click()
    page.get_by_text("复制所选 1 句（含出处）").click()
    page.wait_for_selector("text=已复制")
    assert english(page) == []
    card.locator(".fz-ways").get_by_text("原文").click()
    page.wait_for_selector("#document mark.fz-passage")
    assert "".join(page.locator("mark.fz-passage").all_inner_texts()) == SAID
    page.get_by_text("返回句式").click()
    page.wait_for_selector(".fz-phrase")
    assert parameters(page)["q"] == [QUERY]
    page.get_by_text("复制所选 1 句（含出处）").wait_for()


@pytest.mark.browser
def test_a_draft_in_a_browser(app: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    open_page(page, f"{app}/phrases?mode=draft")
    page.wait_for_function("document.activeElement === document.querySelector('.st-key-draft textarea')")
    page.locator(".st-key-draft textarea").fill(f"{SAID}\n{OWN}")
    page.get_by_role("button", name="对照").click()
    page.wait_for_selector(".fz-draft")
    settle(page)
    page.locator(".fz-class-label a").first.click()
    source = page.locator("#draft-1")
    source.get_by_text("复制句子和出处").wait_for()
    assert english(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    source.get_by_text("原文").first.click()
    page.wait_for_selector("#document mark.fz-passage")
    page.get_by_text("返回句式").click()
    page.wait_for_selector(".fz-draft")
    holds(page.locator(".st-key-draft textarea"), f"{SAID}\n{OWN}")
