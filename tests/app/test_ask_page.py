"""问答: ask, read the answer, open its source beside it, ask on; or be told that there is nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from search import Engine
from search.answers.answer import quotations_of
from search.answers.feedback import FILE
from tests.app.browsing import english, open_page, parameters, settle
from tests.app.reading import Open, address, at_page, bodies, links, shown
from tests.search.model_server import Reply, Seen, hangs, says, serving
from views.ask_address import AskView, ask_view_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

RATE = "科左后旗2024年行政复议纠错率是多少？"
NOWHERE = "上海市浦东新区2024年行政复议纠错率是多少？"


def _open(open_app: Open, **params: str) -> AppTest:
    return at_page(open_app(), "ask", **params)


def test_the_page_says_what_can_be_asked(open_app: Open) -> None:
    text = shown(_open(open_app))
    assert "可以这样问" in text
    for example in ("科左后旗2024年行政复议纠错率是多少？", "什么是“三端”工作法？"):
        assert example in text


def test_a_figure_is_answered_with_its_sentence_and_source(open_app: Open) -> None:
    text = shown(_open(open_app, q=RATE))
    assert "科尔沁左翼后旗2024年 · 行政复议纠错率" in text
    assert "30.98%[1]" in text
    assert "由原文摘出，没有使用大模型" in text
    assert "科左后旗司法局" in text.split("依据")[1]


def test_a_number_opens_its_source_beside_the_answer(open_app: Open, engine: Engine) -> None:
    app = _open(open_app, q=RATE)
    (number,) = links(app, "[1]")
    assert number.params == {"q": [RATE], "source": ["1"]}
    opened = _open(open_app, q=RATE, source="1")
    panel = next(body for body in bodies(opened) if 'id="source"' in body)
    quotation = quotations_of(engine.answers.answer(RATE).claims)[0]
    highlighted = "".join(re.findall(r'<mark class="fz-passage">(.*?)</mark>', panel))
    assert re.sub(r"<[^>]*>", "", highlighted) == quotation.quote
    assert "依据 [1]" in shown(opened)


def test_a_source_number_that_is_none_is_ignored(open_app: Open) -> None:
    text = shown(_open(open_app, q=RATE, source="99"))
    assert "30.98%" in text
    assert "依据 [99]" not in text


def test_the_way_from_a_source_leads_to_the_report_and_back(open_app: Open) -> None:
    app = _open(open_app, q=RATE)
    way = links(app, "原文")[0]
    assert way.page == "report"
    assert parse_qs(way.params["ask"][0])["q"] == [RATE]
    report = at_page(app, "report", **{name: values[0] for name, values in way.params.items()})
    labels = [element.proto.label for element in report.get("page_link")]
    assert "返回问答" in labels


def test_nothing_found_is_said_plainly_with_the_nearest(open_app: Open) -> None:
    text = shown(_open(open_app, q=NOWHERE))
    assert re.search(r"在 \d+ 篇报告中未找到上海市浦东新区2024年的相关内容。", text)
    assert "同一指标，其他地区" in text
    assert "不作推测" in text


def test_a_question_is_sent_to_the_address(open_app: Open) -> None:
    app = _open(open_app)
    app.text_input(key="question").set_value(f"  {RATE} ")
    next(button for button in app.button if button.label == "提问").click().run()
    assert address(app) == {"q": RATE}
    assert "30.98%" in shown(app)


def test_questions_of_the_session_can_be_gone_back_to(open_app: Open) -> None:
    app = _open(open_app, q=RATE)
    app.query_params["q"] = NOWHERE
    app.run()
    assert "这次问过的" in shown(app)
    assert links(app, RATE)[-1].params == {"q": [RATE]}


def test_a_hostile_report_is_shown_as_text(open_app: Open) -> None:
    page = _open(open_app, q="甲县怎么开展烟花爆竹联合执法")
    assert not any("<img src=x" in body or "<script>window.hacked" in body for body in bodies(page))
    assert "烟花爆竹联合执法" in shown(page)


def test_a_judgement_is_kept_beside_the_index(open_app: Open, index: Path) -> None:
    app = _open(open_app, q=RATE)
    app.feedback[0].set_value(1).run()
    (line,) = [json.loads(line) for line in (index / FILE).read_text(encoding="utf-8").splitlines()]
    assert (line["question"], line["helped"]) == (RATE, True)


@pytest.fixture
def with_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Reply], Seen]]:
    """Set up a language model on this machine that says what the test wants."""
    with ExitStack() as stack:

        def start(reply: Reply) -> Seen:
            url, seen = stack.enter_context(serving(reply))
            monkeypatch.setenv("FAZHI_LLM_BASE_URL", url)
            monkeypatch.setenv("FAZHI_LLM_MODEL", "qwen")
            monkeypatch.setenv("FAZHI_LLM_SECONDS", "3")
            return seen

        yield start


def test_a_model_words_the_answer_visibly(open_app: Open, with_model: Callable[[Reply], Seen]) -> None:
    seen = with_model(says("科左后旗2024年行政复议纠错率30.98%。[S1]\n科左后旗行政复议纠错率31.98%。[S1]\n"))
    app = _open(open_app, q=RATE)
    text = shown(app)
    assert "由模型 qwen 撰写，逐句核对过出处" in text
    assert "科左后旗2024年行政复议纠错率30.98%。[1]" in text
    assert "31.98" not in text
    assert "1 句没有通过核对" in text
    assert "在本机" in text  # where the text goes
    app.run()
    assert len(seen.requests) == 1  # the answer is kept, not asked for again


def test_a_models_answer_can_be_switched_off(open_app: Open, with_model: Callable[[Reply], Seen]) -> None:
    seen = with_model(says("科左后旗2024年行政复议纠错率30.98%。[S1]\n"))
    text = shown(_open(open_app, q=RATE, plain="1"))
    assert "由原文摘出，没有使用大模型" in text
    assert "让模型撰写" in text
    assert seen.requests == []


def test_a_model_that_fails_leaves_the_quotations(open_app: Open, with_model: Callable[[Reply], Seen]) -> None:
    with_model(hangs)
    text = shown(_open(open_app, q=RATE))
    assert "30.98%[1]" in text
    assert "没有答完" in text
    assert "以下是原文摘录" in text


def test_half_a_setting_of_the_model_is_told(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_LLM_MODEL", "qwen")
    text = shown(_open(open_app, q=RATE))
    assert "FAZHI_LLM_BASE_URL" in text
    assert "30.98%" in text


def test_a_follow_up_keeps_what_it_leaves_out(open_app: Open) -> None:
    app = _open(open_app, q=RATE)
    app.text_input(key="follow-up").set_value("那鄂尔多斯市呢")
    next(button for button in app.button if button.label == "追问").click().run()
    assert address(app) == {"q": "鄂尔多斯市2024年行政复议纠错率是多少？"}
    assert "鄂尔多斯市2024年" in shown(app)


@pytest.mark.parametrize(
    ("given", "view"),
    [
        ({"q": [" 甲  乙 "], "source": ["2"]}, AskView("甲 乙", 2)),
        ({"q": ["甲"], "source": ["-1"]}, AskView("甲")),
        ({"q": ["甲"], "source": ["99999999"], "plain": ["1"]}, AskView("甲", 0, plain=True)),
        ({}, AskView()),
    ],
)
def test_any_address_is_a_view(given: dict[str, list[str]], view: AskView) -> None:
    assert ask_view_of(given) == view


def test_asking_and_opening_a_citation_in_a_browser(app: str, page: Page) -> None:
    open_page(page, f"{app}/ask")
    box = page.locator(".st-key-question input")
    page.wait_for_function("document.activeElement === document.querySelector('.st-key-question input')")
    box.fill(RATE)
    box.press("Enter")
    page.wait_for_selector(".fz-answer .fz-big")
    settle(page)
    assert page.locator(".fz-big").inner_text().startswith("30.98%")
    page.locator(".fz-answer .fz-ref a").first.click()
    page.wait_for_selector("#source mark.fz-passage")
    settle(page)
    assert parameters(page)["source"] == ["1"]
    marked = page.locator("#source mark.fz-passage")
    assert marked.first.is_visible()
    assert english(page) == []
    page.go_back()
    page.wait_for_selector("#source", state="detached")
    page.go_forward()
    page.locator("#source").get_by_text("打开全文").click()
    page.wait_for_selector("#document mark.fz-passage")
    settle(page)
    page.get_by_text("返回问答").click()
    page.wait_for_selector(".fz-answer .fz-big")
    assert parameters(page)["q"] == [RATE]
