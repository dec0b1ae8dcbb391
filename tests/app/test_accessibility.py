"""Every page in light and dark for those who see little or not at all, or have no mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from search import Engine, Query
from tests.app.browsing import open_page, settle
from views.address import View, report_params

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

CHECK = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")
QUERY = "行政争议实质性化解"
PAGES = {
    "start": "",
    "results": f"?q={QUERY}",
    "nothing found": "?q=怎么做红烧肉&place=内蒙古自治区",
    "question": "ask",
    "answer": "ask?q=科左后旗2024年行政复议纠错率是多少？",
    "wordings": "phrases?q=行政执法",
    "draft": "phrases?mode=draft",
    "figures": "figures",
    "figure table": "figures?indicator=行政复议纠错率",
    "practices": "practices",
    "themes": "browse",
    "map": "browse?mode=map",
    "matrix": "browse?mode=matrix",
    "coverage": "browse?mode=coverage",
    "compare": "compare",
    "reports": "report",
    "library": "library",
    "upload": "library?part=添加文件",
    "health": "library?part=索引和备份",
    "basket": "basket",
}


# The dark colours are the same everywhere: the pages with the most kinds of things show them.
DARK = ("start", "results", "answer", "figure table", "map", "matrix", "library", "basket")


@pytest.fixture(scope="module", params=["light", "dark"])
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab of a light or dark browser."""
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", color_scheme=request.param)
    opened.set_default_timeout(20_000)
    yield opened.new_page()
    opened.close()


@pytest.mark.parametrize(
    ("tab", "name"), [("light", name) for name in PAGES] + [("dark", name) for name in DARK], indirect=["tab"]
)
def test_text_is_dark_enough_and_every_control_has_a_chinese_name(tab: Page, app: str, name: str) -> None:
    open_page(tab, f"{app}/{PAGES[name]}")
    settle(tab)
    assert tab.evaluate(CHECK) == {"pale": [], "nameless": []}


def test_a_report_opened_from_the_results_is_as_readable(tab: Page, app: str, engine: Engine) -> None:
    hit = engine.search(Query(QUERY)).hits[1]
    open_page(tab, f"{app}/report?{urlencode(report_params(hit.report.id, hit.span, View(QUERY)), doseq=True)}")
    tab.get_by_text("第 2 处").wait_for()
    settle(tab)
    assert tab.evaluate(CHECK) == {"pale": [], "nameless": []}


def test_pale_text_and_nameless_controls_are_noticed(tab: Page) -> None:
    tab.set_content(
        "<body style='background:#fff'><p style='color:#888'>浅</p><p style='color:#767676'>深</p>"
        "<p style='opacity:.5'>透</p><input placeholder='占'><button>OK</button><button aria-label='好'>OK</button></body>"
    )
    found = tab.evaluate(CHECK)
    assert [line.split()[-1] for line in found["pale"]] == ["浅", "透"]
    assert [element[:7] for element in found["nameless"]] == ["<input ", "<button"]


def test_the_keyboard_begins_in_the_search_box_and_goes_on_in_the_order_of_the_page(tab: Page, app: str) -> None:
    open_page(tab, app)
    tab.get_by_role("button", name="使用导览").wait_for()
    tab.wait_for_function("document.activeElement.closest('.st-key-query') !== null")
    reached = []
    for _ in range(8):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.innerText.trim()"))
    assert reached[0] == "检索" and "语法" in reached[1]
    assert reached[2] == QUERY and reached[7] == "不再显示"
