"""做法 and 对照: practices by name, two reports side by side."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from corpus.encoder import Encoder
from corpus.settings import Settings
from indexer.build import build
from search import Engine
from search.year_on_year import compare
from search.year_on_year_export import change_text, year_on_year_xlsx
from tests.app.browsing import english, open_page
from tests.app.reading import Open, address, at_page, shown
from tests.app.running import serve
from tests.sharing import share

if TYPE_CHECKING:
    from playwright.sync_api import Page

YEARS = {
    "费县2022.txt": """费县2022年度法治政府建设情况报告

一、主要做法

推出“说事议事”工作法，化解矛盾纠纷360件。打造“一站通”平台，办理事项120项。行政复议纠错率12.5%，行政机关败诉率8.1%。
""",
    "费县2023.txt": """费县2023年度法治政府建设情况报告

一、主要做法

推出“说事议事”工作法，化解矛盾纠纷400余件。首创“云解纷”模式，服务企业90家。行政复议纠错率10.5%，行政机关负责人出庭应诉率98%。
""",
    "平邑县2023.txt": """平邑县2023年度法治政府建设情况报告

一、主要做法

推广“说事议事”工作法，在全县设立说事点45个。
""",
}


@pytest.fixture(scope="module")
def years(index_of: Callable[[Mapping[str, str]], Path]) -> Path:
    """An index of the reports above."""
    return index_of(YEARS)


def _open(open_app: Open, page: str, /, *given: Path, **params: str | list[str]) -> AppTest:
    return at_page(open_app(*given), page, **params)


def _two_of_one_place(folder: Path) -> tuple[Engine, str, str]:
    engine = Engine.open(folder)
    first, second = sorted(
        (info for info in engine.shelf.infos if info.place and info.place.name == "费县"),
        key=lambda info: info.metadata.year.value or 0,
    )
    return engine, first.id, second.id


def test_a_practice_stands_once_with_the_others_of_its_name(open_app: Open, years: Path) -> None:
    text = shown(_open(open_app, "practices", years))
    assert "共 3 个做法，5 处写到，2 个地区" in text
    assert "同名做法：另有 2 处" in text
    assert "化解矛盾纠纷360件" in text  # what came of it


def test_the_boxes_of_practices_write_the_address_and_read_it(open_app: Open, years: Path) -> None:
    app = _open(open_app, "practices", years, words="云解纷")
    assert app.text_input(key="practice-words").value == "云解纷"
    assert "共 1 个做法" in shown(app)
    app.text_input(key="practice-words").set_value("没有这样的词").run()
    assert address(app) == {"words": "没有这样的词"}
    assert "没有找到这样的做法" in shown(app) and "去掉词" in shown(app)


def test_a_place_shows_its_practice_with_those_of_the_same_name_elsewhere(open_app: Open, years: Path) -> None:
    text = shown(_open(open_app, "practices", years, place="平邑县"))
    assert "共 1 个做法，1 处写到，1 个地区" in text
    assert "同名做法：另有 2 处" in text and "费县2022年度法治政府建设情况报告" in text


def test_an_unknown_place_of_practices_is_told(open_app: Open, years: Path) -> None:
    assert "地区表里没有“火星”" in shown(_open(open_app, "practices", years, place="火星"))


def test_places_with_several_reports_are_offered_for_comparison(open_app: Open, years: Path) -> None:
    text = shown(_open(open_app, "compare", years))
    assert "费县" in text and "2022年与2023年" in text
    assert "平邑县" not in text.split("同一地区有几篇报告的")[1]


def test_two_years_show_what_rose_fell_went_on_and_came(open_app: Open, years: Path) -> None:
    _, first, second = _two_of_one_place(years)
    text = shown(_open(open_app, "compare", years, a=second, b=first))
    assert "行政复议纠错率12.5%10.5%下降2个百分点" in text
    assert "行政机关败诉率8.1%——" in text
    assert "矛盾纠纷调解数360件400余件—" in text  # a rounded figure has no exact change
    assert "延续的做法（1 个）" in text
    assert "新的做法（1 个）" in text and "云解纷" in text.split("新的做法")[1].split("未再提到")[0]
    assert "一站通" in text.split("未再提到的做法")[1]


def test_a_comparison_of_unknown_reports_says_so(open_app: Open, years: Path) -> None:
    assert "没有找到这两篇报告" in shown(_open(open_app, "compare", years, a="x-1", b="y-1"))
    _, first, _ = _two_of_one_place(years)
    assert "没有找到这一篇报告" in shown(_open(open_app, "compare", years, a=first, b="y-1"))


def test_reports_of_two_places_are_named_by_place_and_nothing_is_called_dropped(open_app: Open, years: Path) -> None:
    engine, first, _ = _two_of_one_place(years)
    other = next(info.id for info in engine.shelf.infos if info.place and info.place.name == "平邑县")
    text = shown(_open(open_app, "compare", years, a=first, b=other))
    assert "指标费县 2022年平邑县 2023年后者比前者" in text
    assert not {"上升", "下降"} & set(re.findall("上升|下降", text.split("后者比前者")[1]))
    assert "两篇都有的做法（1 个）" in text and "只有费县 2022年写到的做法（1 个）" in text
    assert "未再提到" not in text


def test_figures_of_different_bodies_have_no_change(tmp_path: Path, models_dir: Path, encoder: Encoder) -> None:
    (tmp_path / "reports").mkdir()
    for year, said in (
        (2022, "行政机关负责人出庭应诉率90%。"),
        (2023, "市中院审理的行政案件负责人出庭应诉率98%。"),
    ):
        text = f"洛阳市{year}年度法治政府建设情况报告\n\n一、主要做法\n\n{said}\n"
        (tmp_path / "reports" / f"{year}.txt").write_text(text, encoding="utf-8")
    share(models_dir, tmp_path / "index")
    build([tmp_path / "reports"], Settings(index=tmp_path / "index"), encoder=encoder)
    engine = Engine.open(tmp_path / "index")
    first, second = engine.shelf.infos
    compared = compare(first.id, second.id, engine.shelf, engine.figures, engine.practices)
    (pair,) = (pair for pair in compared.figures if pair.indicator == "负责人出庭应诉率")
    assert pair.earlier and pair.later and pair.later.figure.body == "市中院"
    assert (pair.change, change_text(pair)) == (None, "—")


def test_the_workbook_of_a_comparison_holds_both_sides(years: Path) -> None:
    engine, first, second = _two_of_one_place(years)
    compared = compare(first, second, engine.shelf, engine.figures, engine.practices)
    book = load_workbook(io.BytesIO(year_on_year_xlsx(compared)))
    assert book.sheetnames == ["数据", "做法"]
    rows = {row[0]: row for row in book["数据"].iter_rows(values_only=True)}
    assert rows["行政复议纠错率"][1:4] == ("12.5%", "10.5%", "下降2个百分点")
    assert rows["行政机关败诉率"][2:4] == ("—", "—")
    assert [row[0] for row in book["做法"].iter_rows(min_row=2, values_only=True)] == ["延续", "新增", "未再提到"]


@pytest.mark.browser
def test_a_practice_leads_to_its_sentence_and_back(page: Page, app: str) -> None:
    open_page(page, f"{app}/practices")
    page.locator(".fz-practice-name").first.wait_for()
    assert english(page) == []
    name = page.locator(".fz-practice-name").first.inner_text()
    page.locator(".fz-card").first.get_by_text("打开原文").click()
    page.locator("mark.fz-passage").first.wait_for()
    assert name in "".join(page.locator("mark.fz-passage").all_inner_texts())
    page.get_by_text("返回做法").click()
    page.locator(".fz-practice-name").first.wait_for()


@pytest.mark.browser
def test_a_value_of_a_comparison_leads_to_its_sentence_and_back(page: Page, years: Path) -> None:
    _, first, second = _two_of_one_place(years)
    with serve(FAZHI_INDEX=str(years)) as address:
        page.goto(f"{address}/compare?a={first}&b={second}")
        page.locator(".fz-compared a", has_text="12.5%").click()
        page.locator("mark.fz-passage").first.wait_for()
        assert "行政复议纠错率12.5%" in "".join(page.locator("mark.fz-passage").all_inner_texts())
        page.get_by_text("返回对照").click()
        page.locator(".fz-compared").wait_for()
        assert english(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["practices", "compare"])
def test_no_width_needs_sideways_scrolling(page: Page, app: str, path: str) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        open_page(page, f"{app}/{path}")
        page.locator("h1").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
