"""收藏: collect on several pages, put in order, take away as Word; see what became of the sources."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from streamlit.testing.v1 import AppTest

from corpus.encoder import Encoder
from corpus.model import Span
from corpus.settings import Settings
from indexer.build import build
from search import Engine
from search.basket import BasketStore, keep, open_checker
from tests.app.browsing import ask, cards, english, holds, settle
from tests.app.reading import Open, at_page, bodies, button, labels, links, shown
from tests.app.running import serve
from views import keep as keep_page
from views.basket_address import BasketView, basket_view_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NOW = datetime(2026, 11, 27, 9, 30)
REPORT = """{county}2023年度法治政府建设情况报告

一、主要做法

{first}全县共办理行政复议案件{number}件。

二、下一步打算

继续推进法治<b>乡村</b>建设。
"""
SENTENCE = "全县共办理行政复议案件{number}件。"


def _report(county: str, number: int, first: str = "") -> str:
    return REPORT.format(county=county, number=number, first=first)


BEFORE = {"费县.txt": _report("费县", 11), "平邑县.txt": _report("平邑县", 22), "沂水县.txt": _report("沂水县", 33)}


OWNER = "c" * 32
Start = Callable[[], AppTest]


@pytest.fixture(scope="session")
def three(index_of: Callable[[Mapping[str, str]], Path]) -> Path:
    """An index of three small reports."""
    return index_of(BEFORE)


@pytest.fixture
def basket(three: Path, open_app: Open) -> Start:
    """Open the page of a basket that holds a sentence of each."""
    return _basket(three, open_app)


def _basket(index: Path, open_app: Open) -> Start:
    for file in index.glob("basket.sqlite*"):
        file.unlink()
    engine = Engine.open(index)
    for number in (11, 22, 33):
        quote = SENTENCE.format(number=number)
        report = next(filter(lambda each: each and quote in each.text, map(engine.report, _ids(engine))))
        assert report
        span = Span(report.text.index(quote), report.text.index(quote) + len(quote))
        assert keep(BasketStore(index), open_checker(index), OWNER, report.id, span, NOW)

    def start() -> AppTest:
        app = open_app(index)
        app.session_state["basket-owner"] = OWNER
        return at_page(app, "basket")

    return start


def _ids(engine: Engine) -> list[str]:
    return [info.id for info in engine.shelf.infos]


def _items(app: AppTest) -> list[str]:
    return [body for body in bodies(app) if "fz-kept-item" in body]


def test_an_empty_basket_says_what_to_do(open_app: Open) -> None:
    app = at_page(open_app(), "basket")
    assert "还没有收藏" in shown(app)
    assert [link.page for text in ("去检索", "去提问") for link in links(app, text)] == ["", "ask"]


def test_order_notes_headings_and_removal(basket: Start, three: Path) -> None:
    app = basket()
    assert "共 3 条，都与原文一致" in shown(app)
    assert [f"{n}件" in item for n, item in zip((11, 22, 33), _items(app), strict=True)] == [True] * 3
    app.text_area[2].set_value("用在第二部分").run()
    next(found for found in app.button if found.label == "置顶" and not found.disabled).click().run()
    first, *_ = _items(app)
    assert "22件" in first
    # As another tab would; this driver cannot type a heading that is none yet.
    BasketStore(three).set_heading(OWNER, BasketStore(three).items(OWNER)[0].id, "行政复议")
    app.run()
    assert "其他摘录" in shown(app)
    app.selectbox[2].set_value("行政复议").run()
    next(found for found in app.button if found.label == "移除").click().run()
    assert "已移除 1 条" in shown(app) and len(_items(app)) == 2
    button(app, "撤销").click().run()
    assert "已移除" not in shown(app)
    app.text_input(key="basket-title").set_value("复议 摘编").run()
    items = BasketStore(three).items(OWNER)  # what another program reads
    assert [(item.quote[-4:-2], item.note, item.heading) for item in items] == [
        ("22", "", "行政复议"),
        ("33", "用在第二部分", "行政复议"),
        ("11", "", ""),
    ]
    assert BasketStore(three).title(OWNER) == "复议 摘编"


def test_everything_can_be_removed_and_taken_back(basket: Start) -> None:
    app = basket()
    button(app, "全部移除").click().run()
    assert "还没有收藏" in shown(app)
    button(app, "撤销").click().run()
    assert len(_items(app)) == 3


def test_another_browser_sees_nothing_of_it(basket: Start, open_app: Open, three: Path) -> None:
    basket()
    assert "还没有收藏" in shown(at_page(open_app(three), "basket"))


def test_an_item_leads_to_its_passage_and_back(basket: Start) -> None:
    app = basket()
    way = links(app, "原文")[1]
    report = at_page(app, "report", **{name: values[0] for name, values in way.params.items()})
    assert any('<mark class="fz-passage">' in body and "22件" in body for body in bodies(report))
    assert "返回收藏" in [element.proto.label for element in report.get("page_link")]


def test_a_source_that_changed_is_marked_and_the_words_stay(
    index_of: Callable[[Mapping[str, str]], Path], open_app: Open, encoder: Encoder
) -> None:
    index = index_of(BEFORE)
    start = _basket(index, open_app)
    data = index.parent / "reports"
    (data / "费县.txt").write_text(_report("费县", 11, "前面多了一句话。"), encoding="utf-8")
    (data / "平邑县.txt").write_text(_report("平邑县", 99), encoding="utf-8")
    (data / "沂水县.txt").unlink()
    build([data], Settings(index=index), encoder=encoder)
    app = start()
    moved, changed, gone = _items(app)
    assert "原文位置有变动，已重新对上" in moved and "11件" in moved
    assert "与现在的原文不一致" in changed and "22件" in changed
    assert "原文已不在资料库中" in gone and "33件" in gone
    assert "其中 2 条需要留意" in shown(app)
    assert len(links(app, "原文")) == len(links(app, "现在的报告")) == 1  # nothing to open of what is gone


def test_a_basket_that_cannot_be_read_breaks_no_other_page(basket: Start, three: Path) -> None:
    app = basket()
    for file in three.glob("basket.sqlite*"):
        file.unlink()
    (three / "basket.sqlite").write_bytes(b"nothing of a database " * 100)
    app.run()
    assert "读不了收藏" in shown(app)
    assert "检索" in labels(at_page(app, "search"))


@pytest.mark.parametrize(
    "place", ["", "x", "../../etc-1:0-5", "aaaaaaaaaaaa-1:0-99999999999", "aaaaaaaaaaaa-1:-3-5", "a" * 9999]
)
def test_what_no_button_says_is_refused_in_words(place: str) -> None:
    assert "刷新页面" in keep_page._done(place, wanted=True)


@pytest.mark.parametrize(("given", "page"), [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("99999", 1)])
def test_any_address_is_a_view(given: str, page: int) -> None:
    assert basket_view_of(given) == BasketView(page)


def _keep(page: Page, place: str, named: str, count: int) -> str:
    """Click a button that keeps; return what it keeps."""
    keeper = page.locator(f"{place} [data-basket]", has_text=named).first
    where = keeper.get_attribute("data-basket")
    keeper.click()
    page.locator(f".fz-kept:has-text('{count}')").wait_for()
    assert page.locator(f"[data-basket='{where}']").first.inner_text().startswith("已收藏")
    return where or ""


def _texts(engine: Engine, places: list[str]) -> list[str]:
    found = []
    for place in places:
        report, _, span = place.partition(":")
        start, end = map(int, span.split("-"))
        text = engine.report(report)
        assert text
        found.append(text.text[start:end])
    return found


@pytest.mark.browser
def test_five_sentences_from_three_pages_are_taken_away_as_word(
    page: Page, browser: Browser, index: Path, engine: Engine, tmp_path: Path
) -> None:
    with serve(FAZHI_INDEX=str(index)) as app:
        page.goto(app)
        page.wait_for_selector(".st-key-query input")
        ask(page, "行政争议实质性化解")
        cards(page)
        places = [_keep(page, f".fz-cards > :nth-child({n})", "收藏这一句", n) for n in (1, 2)]
        page.goto(f"{app}/ask?q=科左后旗2024年行政复议纠错率是多少？")
        page.wait_for_selector(".fz-evidence")
        settle(page)
        places.append(_keep(page, ".fz-evidence", "加入收藏", 3))
        page.goto(f"{app}/practices")
        page.wait_for_selector(".fz-practice-name")
        settle(page)
        places += [_keep(page, f".fz-cards > :nth-child({n})", "加入收藏", n + 3) for n in (1, 2)]
        dropped = page.locator(f"[data-basket='{places[-1]}']").first
        dropped.click()
        page.locator(".fz-kept:has-text('4')").wait_for()
        dropped.click()
        page.locator(".fz-kept:has-text('5')").wait_for()
        assert english(page) == []
        page.locator(".fz-kept").click()
        page.wait_for_selector(".fz-kept-item")
        settle(page)
        note = _first(page).locator("textarea")
        note.fill("开头用")
        note.blur()
        _saved(page, index, "开头用")
        _first(page).locator(".stSelectbox input").click()
        page.keyboard.type("实质性化解")
        page.get_by_text("就用“实质性化解”").first.wait_for()
        assert english(page) == []
        page.keyboard.press("Enter")
        page.locator(".fz-kept-heading", has_text="实质性化解").wait_for()
        settle(page)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="下载 Word").click()
        waiting.value.save_as(tmp_path / "word.docx")
        _see_word(tmp_path / "word.docx", _texts(engine, places))
        assert waiting.value.suggested_filename == "资料摘编.docx"
        _without_cookies(browser, app)
    # Another day: the program is started anew, the browser is the same.
    with serve(FAZHI_INDEX=str(index)) as app:
        page.goto(f"{app}/basket")
        page.wait_for_selector(".fz-kept-item")
        settle(page)
        assert page.locator(".fz-kept-item").count() == 5
        holds(_first(page).locator("textarea"), "开头用")


def _first(page: Page) -> Locator:
    """The first item: the first box of the page may be another item's, since boxes are not drawn in order."""
    return page.locator("[class*='st-key-kept-']").first


def _saved(page: Page, index: Path, note: str) -> None:
    """Wait until a note is on disk: it takes no button."""
    (owner,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "fazhi-basket"]
    for _ in range(100):
        if any(item.note == note for item in BasketStore(index).items(owner)):
            return settle(page)
        page.wait_for_timeout(100)
    return pytest.fail("the note was not saved within 10 s")


def _see_word(file: Path, quotes: list[str]) -> None:
    document = Document(str(file))
    body = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "公文正文"]
    assert [paragraph.text for paragraph in body] == [line for quote in quotes for line in quote.split("\n")]
    assert {paragraph.style.element.rPr.rFonts.get(qn("w:eastAsia")) for paragraph in body} == {"仿宋_GB2312"}
    titles = {paragraph.style.name: paragraph.text for paragraph in document.paragraphs}
    assert titles["公文标题"] == "资料摘编"
    assert "备注：开头用" in [paragraph.text for paragraph in document.paragraphs]
    marks = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:footnoteReference"))]
    assert marks == ["1", "2", "3", "4", "5"]
    with zipfile.ZipFile(file) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
    texts = {note.get(qn("w:id")): "".join(note.itertext(qn("w:t"))) for note in notes}
    assert all("文件“" in texts[mark] or "http" in texts[mark] for mark in marks)


def _without_cookies(browser: Browser, app: str) -> None:
    """A browser that keeps no cookies has a basket of its own, for as long as its page is open."""
    other = browser.new_context(locale="zh-CN")
    other.add_init_script("Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })")
    page = other.new_page()
    page.goto(f"{app}/practices")
    page.wait_for_selector(".fz-practice-name")
    settle(page)
    assert page.locator(".fz-kept").inner_text().strip() == "收藏"
    _keep(page, ".fz-cards > :nth-child(1)", "加入收藏", 1)
    page.locator(".fz-kept").click()
    page.wait_for_selector(".fz-kept-item")
    assert page.locator(".fz-kept-item").count() == 1
    other.close()
