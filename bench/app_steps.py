"""What a user does in the app and waits for: every page, and what is done on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page

from bench.search import QUERIES
from search import Engine, Query

QUESTIONS = (
    "科左后旗2024年行政复议纠错率是多少？",
    "哪些地方在做行政争议实质性化解？",
    "郯城县是怎么开展行政执法监督的？",
    "哪个地方的调解成功率最高？",
    "什么是“三端”工作法？",
)
PLACES = ("山东省/临沂市/郯城县", "内蒙古自治区/通辽市/科尔沁左翼后旗", "陕西省/榆林市/榆阳区")
# Cards of a page of results, as in views/search.py.
SIZE = 10
_CARD, _MARK, _BOX = ".fz-card", "mark.fz-passage", ".st-key-query input"
Act = Callable[[Page, int], None]


@dataclass(frozen=True)
class Step:
    """Something that is opened or done.

    :param addresses: opened, one a round; none: it goes on where the step before ended.
    :param ready: selector of the first result of what was opened.
    :param act: done there, with the number of the round; without it the opening itself is timed.
    :param done: JavaScript that holds once the result of ``act`` is there (``bench.seen``, ``bench.changed``).
    :param watched: selectors whose text ``bench.changed`` compares with what it was before.
    """

    what: str
    addresses: Sequence[str] = ()
    ready: str = _CARD
    act: Act | None = None
    done: str = ""
    watched: Sequence[str] = ()


def opening(what: str, ready: str, *addresses: str) -> Step:
    """Return the opening of a page, timed until ``ready`` is seen."""
    return Step(what, addresses, ready)


def address(page: str = "", **params: object) -> str:
    """Return path and query of a page."""
    return f"/{page}?{urlencode(params, doseq=True)}" if params else f"/{page}"


def click(selector: str, text: str = "") -> Act:
    """Return a click on the first that a selector finds, with a text if one is given."""

    def act(page: Page, _: int) -> None:
        found = page.locator(selector)
        (found.filter(has_text=text) if text else found).first.click()

    return act


def click_next(selector: str) -> Act:
    """Return a click on what a selector finds: the first in the first round, the second in the second."""
    return lambda page, number: page.locator(selector).nth(number).click()


def typed(selector: str, texts: Sequence[str]) -> Act:
    """Return typing a text of its own in every round, and Enter."""

    def act(page: Page, number: int) -> None:
        box = page.locator(selector)
        box.fill(texts[number % len(texts)])
        box.press("Enter")

    return act


def seen(selector: str) -> str:
    """Return the condition that something is on the page."""
    return f"bench.seen({selector!r})"


def changed(selector: str) -> str:
    """Return the condition that something is on the page and says something else than before."""
    return f"bench.changed({selector!r})"


COLD = opening("检索：程序刚启动", _CARD, address(q="行政争议实质性化解"))
_ASKED = [address(q=query) for query in QUERIES[:10]]
_CARDS = ".fz-cards"


def steps(engine: Engine) -> list[Step]:
    """Return all steps, in the order in which a round does them."""
    return [*_searching(engine), *_reading(engine), *_looking(engine), *_browsing(engine)]


def _searching(engine: Engine) -> list[Step]:
    # With more than one page.
    broad = [address(q=query) for query in QUERIES if engine.search(Query(query)).cards > SIZE][:5]

    def narrowed(what: str, act: Act, *also: str) -> Step:
        return Step(what, broad, _CARD, act, " && ".join((changed(_CARDS), *also)), (_CARDS,))

    return [
        opening("检索：首页", ".fz-holdings", address()),
        opening("检索：带查询打开", _CARD, *_ASKED),
        Step("检索：键入查询，回车", (address(),), ".fz-holdings", typed(_BOX, QUERIES[10:20]), seen(_CARD)),
        narrowed("检索：再问一个", typed(_BOX, QUERIES[20:30])),
        narrowed(
            "检索：点筛选项", click('.fz-facet[aria-label="年度"] > ul a.fz-value >> nth=-1'), seen(".st-key-chips")
        ),
        narrowed("检索：下一页", click(".st-key-pager button", "下一页")),
        narrowed("检索：按日期排序", click(".fz-orders a", "日期")),
        Step("检索：加入收藏", _ASKED, _CARD, click_next(".fz-keep"), changed(".fz-kept"), (".fz-kept",)),
    ]


def _reading(engine: Engine) -> list[Step]:
    hits = [engine.search(Query(query)).hits[0] for query in QUERIES[:5]]
    where = [{"id": hit.report.id, "start": hit.span.start, "end": hit.span.end} for hit in hits]
    back: Act = lambda page, _: page.evaluate("bench.begin(); history.back()")  # noqa: E731
    return [
        Step("检索：打开原文", _ASKED, _CARD, click(".fz-way", "打开原文"), seen(_MARK)),
        Step("报告：后退到结果", act=back, done=f"{seen(_CARD)} && !{seen(_MARK)}"),
        opening("报告：定位到引文", _MARK, *(address("report", **one) for one in where)),
        opening("报告：全部报告", ".fz-item", address("report")),
    ]


def _looking(engine: Engine) -> list[Step]:
    question = ".st-key-question input"
    rates = address("figures", indicator=["行政复议纠错率", "行政机关败诉率"])
    cell = ".fz-data a.fz-value-link"
    pair = [info.id for info in engine.shelf.infos if info.place and info.place.name == "滁州市"]
    return [
        opening("问答：带问题打开", ".fz-answer", *(address("ask", q=text) for text in QUESTIONS)),
        Step(
            "问答：键入问题，回车", (address("ask"),), ".fz-kinds", typed(question, QUESTIONS[::-1]), seen(".fz-answer")
        ),
        opening("句式：带查询打开", _CARD, *(address("phrases", q=query) for query in QUERIES[:10])),
        opening("数据：选指标", ".fz-groups", address("figures")),
        opening("数据：两个指标的表", ".fz-data", rates),
        Step("数据：点一格", (rates,), ".fz-data", click(cell), seen("#figure")),
        opening("做法：全部", ".fz-practice-name", address("practices")),
        opening("做法：带词打开", ".fz-practice-name", address("practices", words="调解")),
        opening("对照：两篇报告", ".fz-compared", address("compare", a=pair[0], b=pair[1])),
        opening("收藏", ".fz-kept-item", address("basket")),
        opening("资料库", '[data-testid="stDataFrame"] canvas', address("library")),
    ]


def _browsing(engine: Engine) -> list[Step]:
    theme = engine.themes.themes[0].id
    beside = address("browse", mode="compare", theme=theme, places=PLACES)
    matrix, points = ".fz-matrix", ".st-key-chart-map .mark-symbol path"
    return [
        opening("浏览：主题", ".fz-theme", address("browse")),
        opening("浏览：一个主题的段落", _CARD, address("browse", theme=theme)),
        opening("浏览：地图", points, address("browse", mode="map")),
        opening("浏览：地区 × 主题", matrix, address("browse", mode="matrix")),
        opening("浏览：各地对照", ".fz-beside", beside),
        opening("浏览：资料覆盖", ".fz-covered", address("browse", mode="coverage")),
        Step(
            "浏览：从主题换到地区 × 主题", (address("browse"),), ".fz-theme", click(".fz-modes a", "地区"), seen(matrix)
        ),
        Step("浏览：点一格", act=click(".fz-matrix a.fz-value-link"), done=seen(".fz-opened")),
        Step("浏览：换到地图", act=click(".fz-modes a", "地图"), done=seen(points)),
    ]
