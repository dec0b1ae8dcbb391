"""数据: figures by indicator, place and year, as a table, as charts, each with its sentence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pyarrow
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from corpus.figures import Measure
from search import Engine, FigureQuery
from search.figures import as_table
from search.query import Query
from tests.app.browsing import MAIN, english, open_page, parameters, settle
from tests.app.reading import Open, address, at_page, bare, bodies, links, shown

if TYPE_CHECKING:
    from playwright.sync_api import Page

RATE = "行政复议纠错率"
LOST = "行政机关败诉率"
COUNTY = "山东省/临沂市/郯城县"
CELL = f"{COUNTY}|2023|{RATE}"


# Reports of two counties, one of them of two years: a rounded figure, a target, a figure of several years.
COUNTIES = {
    "费县2022.txt": """费县2022年度法治政府建设情况报告

一、主要做法

2022年，全县受理行政复议案件40件，行政复议纠错率12.5%，行政机关败诉率8.1%。2020年至2022年，全县累计化解矛盾纠纷3600件。

二、下一步打算

力争2023年将行政机关败诉率控制在5%以内。
""",
    "费县2023.txt": """费县2023年度法治政府建设情况报告

一、主要做法

2023年，全县受理行政复议案件60余件，行政复议纠错率10.5%，行政机关败诉率6.2%。
""",
    "平邑县2023.txt": """平邑县2023年度法治政府建设情况报告

一、主要做法

2023年，全县受理行政复议案件80件，行政复议纠错率14%，行政机关败诉率7.4%。
""",
}


@pytest.fixture(scope="module")
def counties(index_of: Callable[[Mapping[str, str]], Path]) -> Path:
    """An index of the reports above."""
    return index_of(COUNTIES)


# ---------------------------------------------------------------- picking


def test_before_anything_is_picked_the_indicators_with_most_figures_are_offered(open_app: Open, engine: Engine) -> None:
    app = open_figures(open_app)
    given = engine.figures.given()
    for group, names in engine.figures.indicators.groups().items():
        most = max(names, key=lambda name: given.get(name, 0))
        assert group in shown(app)
        if most in given:
            assert f"{most}{given[most]}" in shown(app)
    app = follow(app, links(app, RATE)[0].params)
    assert address(app) == {"indicator": RATE} and "30.98%" in shown(app)


def test_the_boxes_show_what_the_address_holds_and_write_what_is_picked(open_app: Open) -> None:
    app = open_figures(open_app, indicator=RATE, place="内蒙古自治区")
    assert app.multiselect(key="figure-indicators").value == [RATE]
    assert app.multiselect(key="figure-places").value == ["内蒙古自治区"]
    app.multiselect(key="figure-years").set_value([2024]).run()
    assert address(app) == {"indicator": RATE, "place": "内蒙古自治区", "year": "2024"}
    assert "科尔沁左翼后旗" in cells(app) and "郯城县" not in cells(app)


def test_an_indicator_without_figures_is_offered_after_the_others_and_says_so(open_app: Open, engine: Engine) -> None:
    box = open_figures(open_app).multiselect(key="figure-indicators")
    given = engine.figures.given()
    offered = [re.sub(r"（.*", "", label) for label in box.options]
    assert offered[: len(given)] == list(given) and len(offered) > len(given)
    assert box.options[-1].endswith("（没有数据）") and f"{RATE}（{given[RATE]}）" in box.options


def test_a_group_offers_its_own_indicators_and_keeps_what_was_picked(open_app: Open, engine: Engine) -> None:
    app = open_figures(open_app, indicator=LOST)
    app.selectbox(key="figure-group").set_value("行政复议").run()
    assert address(app) == {"indicator": LOST, "group": "行政复议"}
    offered = {re.sub(r"（.*", "", label) for label in app.multiselect(key="figure-indicators").options}
    assert offered == {*engine.figures.indicators.groups()["行政复议"], LOST}


def test_a_place_and_year_alone_show_all_that_is_given(open_app: Open, engine: Engine) -> None:
    app = open_figures(open_app, place=COUNTY, year="2023")
    found = engine.figures.find(FigureQuery(places=(COUNTY,), years=(2023,))).figures
    table = cells(app)
    assert len({one.figure.indicator for one in found}) > 5
    assert all(one.figure.indicator in table for one in found if one.figure.period.year)


# ---------------------------------------------------------------- table


def test_the_table_shows_each_value_as_the_text_gives_it_and_what_is_missing_as_missing(
    open_app: Open, engine: Engine
) -> None:
    app = open_figures(open_app, indicator=[RATE, LOST])
    found = as_table(engine.figures.find(FigureQuery((RATE, LOST))).figures)
    shown_rows = [[bare(cell) for cell in row] for row in rows(app)]
    assert len(shown_rows) == len(found)
    for shown_row, row in zip(shown_rows, found, strict=True):
        assert row.place and shown_row[0].startswith(row.place.name) and shown_row[1] == str(row.year)
        for cell, name in zip(shown_row[2:], (RATE, LOST), strict=True):
            given = row.cells.get(name)
            assert cell == "—" if given is None else given.best and cell.startswith(given.best.quote)
    assert ["—"] in [row[3:] for row in shown_rows]
    assert "10%以内（目标）" in cells(app)


def test_sorting_goes_by_value_with_what_is_missing_last(open_app: Open) -> None:
    app = open_figures(open_app, indicator=[RATE, LOST], sort=LOST)
    column = [bare(row[3]) for row in rows(app)]
    values = [float(re.match(r"[\d.]+", text)[0]) for text in column if text != "—"]  # type: ignore[index]
    assert values == sorted(values, reverse=True) and column[len(values) :] == ["—"] * (len(column) - len(values)) != []
    app = follow(app, links(app, f"{LOST}↓")[0].params)
    assert [bare(row[3]) for row in rows(app)][: len(values)] == column[: len(values)][::-1]


def test_a_doubtful_figure_is_marked_and_its_reason_is_told(open_app: Open, engine: Engine) -> None:
    doubtful = [one for one in engine.figures.find(FigureQuery((RATE,))).figures if one.doubts]
    app = open_figures(open_app, indicator=RATE)
    cell = next(link for link in tree(app).xpath("//td/a") if doubtful[0].quote in link.text_content())
    assert "疑" in cell.text_content() and doubtful[0].doubts[0] in cell.get("title")
    assert doubtful[0].doubts[0] in shown(open_figures(open_app, indicator=RATE, cell=CELL))


def test_a_cell_opens_its_sentence_with_source_and_a_way_to_the_report(open_app: Open, engine: Engine) -> None:
    app = open_figures(open_app, indicator=RATE)
    there = next(link for link in links(app, "18.18%疑") if link.params["cell"] == [CELL])
    app = follow(app, there.params)
    found = next(one for one in engine.figures.find(FigureQuery((RATE,), (COUNTY,))).figures)
    panel = tree(app).xpath('//section[@id="figure"]')[0]
    assert found.sentence in panel.text_content() and found.citation in panel.text_content()
    assert [mark.text_content() for mark in panel.xpath(".//mark")] == [found.quote]
    to = links(app, "打开原文")[0]
    assert to.page == "report" and to.params["id"] == [found.report.id]
    assert (to.params["start"], to.params["end"]) == tuple([str(end)] for end in found.figure.sentence)


def test_other_figures_of_a_cell_and_its_changes_are_shown_below_it(open_app: Open) -> None:
    text = shown(open_figures(open_app, indicator=RATE, cell=f"内蒙古自治区/鄂尔多斯市|2024|{RATE}"))
    assert "变化" in text and "下降4个百分点" in text
    # What the report of 2024 plans for stands in the row of 2025.
    text = shown(open_figures(open_app, indicator=RATE, cell=f"内蒙古自治区/通辽市/科尔沁左翼后旗|2025|{RATE}"))
    assert "15%以内（目标）" in text and "同一格的其他数据" not in text


def test_coverage_says_how_many_reports_could_have_had_a_figure(open_app: Open, engine: Engine) -> None:
    none = next(e.name for e in engine.figures.indicators.entries if e.name not in engine.figures.given())
    app = open_figures(open_app, indicator=[RATE, none])
    given, missing = engine.figures.find(FigureQuery((RATE, none))).coverage
    assert f"{RATE}：{given.searched} 篇报告中有 {given.reports} 篇给出" in shown(app)
    assert f"{none}：{missing.searched} 篇报告中没有给出" in shown(app)


def test_figures_of_several_years_are_listed_under_the_table(open_app: Open, counties: Path) -> None:
    app = open_figures(open_app, counties, indicator="矛盾纠纷调解数")
    assert "跨年度的数据（1 个）" in shown(app) and "2020—2022年" in shown(app)
    assert "2020年至2022年，全县累计化解矛盾纠纷3600件。" in shown(app) and not rows(app)


# ---------------------------------------------------------------- what is not there


def test_nothing_found_says_so_and_offers_a_way_out(open_app: Open) -> None:
    app = open_figures(open_app, indicator=RATE, year="1999")
    assert "没有这样的数据" in shown(app)
    app = follow(app, links(app, "去掉年度")[0].params)
    assert address(app) == {"indicator": RATE} and rows(app)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"indicator": "<b>复议纠错率</b>"}, "没有“<b>复议纠错率</b>”这个指标"),
        ({"place": "没有这样的<i>地方</i>"}, "没有这样的<i>地方</i>"),
        ({"indicator": RATE, "year": "abc", "cell": "x|y|z", "chart": "?", "page": "-1", "when": "9"}, "30.98%"),
    ],
)
def test_whatever_stands_in_the_address_the_page_speaks_chinese(
    open_app: Open, params: dict[str, str], said: str
) -> None:
    app = open_figures(open_app, **params)
    assert said in shown(app) and not app.exception and "意外的错误" not in shown(app)


def test_a_chart_that_has_nothing_to_show_says_why(open_app: Open) -> None:
    assert "有两个以上年度" in shown(open_figures(open_app, indicator=RATE, chart="按年度"))
    assert "没有可以比较的地区" in shown(open_figures(open_app, indicator=RATE, when="2023"))
    assert "画不出对照" in shown(open_figures(open_app, indicator=[RATE, LOST], chart="两项对照"))


# ---------------------------------------------------------------- charts


def test_bars_draw_levels_only_and_say_which_are_rounded(open_app: Open, counties: Path) -> None:
    app = open_figures(open_app, counties, indicator="行政复议受理数")
    assert drawn(app, "数值") == {"平邑县，2023年，80件": 80.0, "费县，2023年，60余件（概数）": 60.0}
    assert drawn(app, "浓淡") == {"平邑县，2023年，80件": 1.0, "费县，2023年，60余件（概数）": 0.4}
    assert "颜色浅的是概数" in shown(app)
    # 5%以内 is a target for the same year.
    lost = drawn(open_figures(open_app, counties, indicator=LOST), "数值")
    assert lost == {"平邑县，2023年，7.4%": 7.4, "费县，2023年，6.2%": 6.2}


def test_an_earlier_year_can_be_chosen(open_app: Open, counties: Path) -> None:
    app = open_figures(open_app, counties, indicator=RATE)
    app.selectbox(key="chart-when").set_value(2022).run()
    assert address(app) == {"indicator": RATE, "when": "2022"}
    assert "2022年只有费县给出行政复议纠错率（12.5%）" in shown(app)


def test_the_years_of_a_place_make_a_line_and_one_year_makes_none(open_app: Open, counties: Path) -> None:
    app = open_figures(open_app, counties, indicator=RATE, chart="按年度")
    assert drawn(app, "数值") == {"费县，2022年，12.5%": 12.5, "费县，2023年，10.5%": 10.5}


def test_two_indicators_make_a_point_a_place_and_year(open_app: Open, counties: Path) -> None:
    app = open_figures(open_app, counties, indicator=[RATE, LOST], chart="两项对照")
    across, up = drawn(app, "横"), drawn(app, "纵")
    assert across.keys() == up.keys() and len(up) == 3
    assert across["费县，2022年，行政复议纠错率12.5%，行政机关败诉率8.1%"] == 12.5
    assert up["费县，2022年，行政复议纠错率12.5%，行政机关败诉率8.1%"] == 8.1


# ---------------------------------------------------------------- outside the dictionary, reports, search


def test_figures_outside_the_dictionary_are_found_by_the_words_of_their_sentences(
    open_app: Open, engine: Engine
) -> None:
    word = "执法"
    app = open_figures(open_app, others="1")
    assert not app.get("multiselect")[0].key.endswith("indicators")
    app.text_input(key="figure-words").set_value(word).run()
    assert address(app) == {"others": "1", "words": word}
    found = engine.figures.find(FigureQuery(words=word, others=True)).figures
    expected = {(one.report.id, one.figure.sentence) for one in found if not one.figure.indicator}
    assert f"共 {len(expected)} 句" in shown(app)
    cards = tree(app).xpath('//article[contains(@class, "fz-card")]')
    assert len(cards) == min(20, len(expected)) and all(word in card.text_content() for card in cards)


def test_a_report_marks_its_figures_and_lists_them_with_links_to_their_cells(open_app: Open, engine: Engine) -> None:
    report_id = engine.search(Query("科左后旗 行政复议纠错率")).hits[0].report.id
    named = [figure for figure in engine.figures.of_report(report_id) if figure.indicator]
    report = engine.report(report_id)
    assert report and named
    app = open_app()
    app.switch_page("views/report.py")
    app.query_params["id"] = report_id
    app.run()
    marks = tree(app).xpath('//article[@id="document"]//span[@class="fz-number"]')
    assert "".join(mark.text_content() for mark in marks) == "".join(figure.span.of(report.text) for figure in named)
    assert f"{RATE}：2024年，科尔沁左翼后旗" in {mark.get("title") for mark in marks}
    assert f"本篇数据 {len(named)} 项" in shown(app)
    to = next(link for link in links(app, RATE) if "cell" in link.params)
    assert "30.98%" in shown(open_figures(open_app, **{name: values[0] for name, values in to.params.items()}))


def test_search_cards_mark_the_figures_of_indicators(open_app: Open) -> None:
    app = open_app(q=RATE)
    marks = tree(app).xpath('//article[contains(@class, "fz-card")]//span[@class="fz-number"]')
    assert f"{RATE}：2024年，科尔沁左翼后旗" in {mark.get("title") for mark in marks}


# ---------------------------------------------------------------- in a browser


@pytest.mark.browser
def test_the_bars_are_the_engines_figures_and_a_cell_leads_to_its_sentence_and_back(
    page: Page, app: str, engine: Engine
) -> None:
    found = engine.figures.find(FigureQuery((RATE,), years=(2024,))).figures
    levels = {f"{one.place_name}，2024年，{one.quote}" for one in found if one.figure.measure is Measure.LEVEL}
    open_page(page, f"{app}/figures?indicator={RATE}&when=2024")
    bars = page.locator('.st-key-chart [role="graphics-symbol"]')
    bars.first.wait_for()
    assert {bar.get_attribute("aria-label") for bar in bars.all()} == levels and len(levels) > 1
    # The lengths of the bars, not only their labels, are the values.
    widths = {bar.get_attribute("aria-label"): (bar.bounding_box() or {"width": 0})["width"] for bar in bars.all()}
    values = {f"{one.place_name}，2024年，{one.quote}": one.figure.value for one in found}
    scales = [width / values[str(label)] for label, width in widths.items()]
    assert max(scales) / min(scales) < 1.03
    axis = page.locator(".st-key-chart .role-axis-label text").all_text_contents()
    assert {one.place_name for one in found if one.figure.measure is Measure.LEVEL} <= set(axis)
    assert english(page) == []
    cell = page.locator(".fz-value-link", has_text="18.18%")
    cell.focus()
    page.keyboard.press("Enter")
    page.locator("#figure mark", has_text="18.18%").wait_for()
    assert parameters(page)["cell"] == [CELL]
    page.wait_for_function("document.activeElement.id === 'figure'")
    page.locator("#figure").get_by_text("打开原文").click()
    page.locator("mark.fz-passage", has_text="18.18%").wait_for()
    page.get_by_text("返回数据").click()
    page.locator("#figure mark", has_text="18.18%").wait_for()
    page.go_back()
    page.locator("mark.fz-passage").first.wait_for()
    page.go_back()
    page.locator("#figure").wait_for()
    page.go_back()
    page.locator("#figure").wait_for(state="detached")
    assert "cell" not in parameters(page)


@pytest.mark.browser
def test_the_exports_hold_the_figures_with_their_sources(page: Page, app: str, engine: Engine) -> None:
    result = engine.figures.find(FigureQuery((RATE, LOST)))
    open_page(page, f"{app}/figures?indicator={RATE}&indicator={LOST}")
    with page.expect_download() as waiting:
        page.get_by_text("导出 CSV").click()
    assert waiting.value.suggested_filename == f"数据-{RATE}、{LOST}.csv"
    written = Path(waiting.value.path()).read_bytes()
    assert written.startswith("\ufeff".encode())
    lines = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert [(line["指标"], line["原文"], line["出处"]) for line in lines] == [
        (one.figure.indicator, one.quote, one.citation) for one in result.figures
    ]
    with page.expect_download() as waiting:
        page.get_by_text("导出 Excel").click()
    book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert waiting.value.suggested_filename.endswith(".xlsx") and "对照表" in book.sheetnames
    assert [row[9] for row in book["数据"].iter_rows(min_row=2, values_only=True)] == [
        one.quote for one in result.figures
    ]


@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    ["", f"indicator={RATE}&indicator={LOST}&cell={CELL}", "year=2024", f"place={COUNTY}", "others=1&words=执法"],
)
def test_no_width_of_the_figures_needs_sideways_scrolling(page: Page, app: str, query: str) -> None:
    open_page(page, f"{app}/figures?{query}")
    for width in (1600, 768, 360):
        page.set_viewport_size({"width": width, "height": 800})
        settle(page)
        assert page.evaluate(f"{MAIN}.scrollWidth - {MAIN}.clientWidth") <= 0
        assert english(page) == []


@pytest.mark.browser
def test_an_indicator_is_found_by_typing_and_the_menu_speaks_chinese(page: Page, app: str) -> None:
    open_page(page, f"{app}/figures?indicator={RATE}")
    page.locator(".st-key-figure-indicators input").click()
    page.keyboard.type("败诉")
    option = page.get_by_role("option", name=re.compile(LOST))
    option.wait_for()
    assert english(page) == []
    option.click()
    page.locator(".fz-data th", has_text=LOST).wait_for()
    assert parameters(page)["indicator"] == [RATE, LOST]
    page.go_back()
    page.locator(".fz-data th", has_text=LOST).wait_for(state="detached")


@pytest.mark.browser
def test_a_hostile_address_of_figures_is_text(page: Page, app: str) -> None:
    page.goto(app)
    page.evaluate(
        "text => { location.href = '/figures?' + new URLSearchParams({others: 1, words: text, group: text, place: text}) }",
        "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>",
    )
    page.locator(".fz-notice").wait_for()
    settle(page)
    assert page.evaluate("window.hacked") is None


# ---------------------------------------------------------------- reading the page


def open_figures(open_app: Open, folder: Path | None = None, **params: str | list[str]) -> AppTest:
    """Open the figures page with an address."""
    return at_page(open_app(folder) if folder else open_app(), "figures", **params)


def follow(app: AppTest, params: dict[str, list[str]]) -> AppTest:
    """Go where a link within the figures page leads."""
    app.query_params.clear()
    for name, values in params.items():
        app.query_params[name] = values
    return app.run()


def drawn(app: AppTest, field: str) -> dict[str, float]:
    """A field of what the chart draws, by what a screen reader says of the mark."""
    (dataset,) = app.get("vega_lite_chart")[0].proto.datasets
    values = pyarrow.ipc.open_stream(dataset.data.data).read_all().to_pylist()
    return {row["说明"]: row[field] for row in values}


def tree(app: AppTest) -> lxml.html.HtmlElement:
    """The page's HTML."""
    return lxml.html.fromstring("<div>" + "".join(bodies(app)) + "</div>")


def rows(app: AppTest) -> list[list[str]]:
    """The cells of each row of the table, as HTML, without the signs of doubt and of further figures."""
    found = tree(app).xpath('//table[contains(@class, "fz-data")]/tbody/tr')
    return [[lxml.html.tostring(cell, encoding="unicode", with_tail=False) for cell in row] for row in found]


def cells(app: AppTest) -> str:
    """The text of the table."""
    return bare("\n".join(cell for row in rows(app) for cell in row))
