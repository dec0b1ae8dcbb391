"""Narrowing down: facets, chips, what is typed in field syntax."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.model import Kind, Level
from search import Engine, Filters, Query
from search.report_counts import counts_of
from search.syntax import parse
from tests.app.reading import Open, address, button, facet, follow, labels, links, places, shown, total
from views.address import View
from views.choices import Clicks

QUERY = "矛盾纠纷化解"


def test_one_click_on_a_year_narrows_to_as_many_passages_as_it_said(open_app: Open) -> None:
    app = open_app(q=QUERY)
    year = facet(app, "年度")["2024年"]
    app = follow(app, year)
    assert address(app) == {"q": QUERY, "year": "2024"}
    assert total(app) == year.number and all(line.endswith("2024年") for line in places(app))
    assert r"年度：2024年" in labels(app)


def test_a_second_value_of_the_same_filter_adds_to_the_first_and_another_click_takes_it_off(open_app: Open) -> None:
    app = open_app(q=QUERY, year=["2024"], page="7")
    other = facet(app, "年度")["2023年"]
    assert other.number
    app = follow(app, other)
    assert address(app)["year"] == ["2024", "2023"] and "page" not in address(app)
    years = facet(app, "年度")
    assert years["2024年"].chosen and years["2023年"].chosen
    app = follow(app, years["2024年"])
    assert address(app)["year"] == "2023"


def test_a_chosen_value_stays_in_sight_with_zero(open_app: Open) -> None:
    app = open_app(q=QUERY, year=["2023"], place=["内蒙古自治区"])
    year = facet(app, "年度")["2023年"]
    assert year.chosen and year.number == 0
    assert "2022年" not in facet(app, "年度")


def test_every_filter_of_the_sidebar_counts_and_narrows(open_app: Open) -> None:
    app = open_app(q=QUERY)
    for name, key in (
        ("年度", "year"),
        ("层级", "level"),
        ("文种", "kind"),
        ("发布机构", "publisher"),
        ("主题章节", "section"),
        ("部分", "part"),
    ):
        label, value = next(iter(facet(app, name).items()))
        assert value.number and value.params[key] == [label.removesuffix("年")]
        narrowed = follow(open_app(q=QUERY), value)
        assert places(narrowed) and facet(narrowed, name)[label].chosen


def test_a_province_includes_what_lies_in_it(open_app: Open) -> None:
    app = open_app(q=QUERY)
    province = facet(app, "地区")["内蒙古自治区"]
    inside = [facet(app, "地区")[name].number or 0 for name in ("通辽市", "鄂尔多斯市")]
    assert province.number == sum(inside)
    app = follow(app, province)
    assert address(app)["place"] == "内蒙古自治区"
    assert places(app) and all(line.startswith("内蒙古自治区") for line in places(app))
    assert any("科尔沁左翼后旗" in line for line in places(app))


def test_a_county_inside_a_chosen_province_narrows_it_and_the_province_widens_it_again(open_app: Open) -> None:
    app = open_app(q=QUERY, place=["内蒙古自治区", "山东省"])
    app = follow(app, facet(app, "地区")["科尔沁左翼后旗"])
    assert address(app)["place"] == ["山东省", "内蒙古自治区/通辽市/科尔沁左翼后旗"]
    app = follow(app, facet(app, "地区")["内蒙古自治区"])
    assert address(app)["place"] == ["山东省", "内蒙古自治区"]


@pytest.mark.parametrize("written", ["内蒙古", "内蒙古自治区/通辽市/科尔沁左翼后旗", "科左后旗"])
def test_an_address_may_name_a_place_as_people_do(open_app: Open, written: str) -> None:
    app = open_app(q=QUERY, place=[written])
    assert any("科尔沁左翼后旗" in line for line in places(app))
    chosen = [link for link in facet(app, "地区").values() if link.chosen]
    assert len(chosen) == 1 and "place" not in address(follow(app, chosen[0]))


def test_a_place_can_be_found_by_typing_its_name(open_app: Open) -> None:
    app = open_app(q=QUERY)
    app = app.selectbox(key="find-place").set_value("山东省 › 临沂市 › 郯城县").run()
    assert address(app)["place"] == "山东省/临沂市/郯城县"
    assert places(app) and all("郯城县" in line for line in places(app))
    assert app.selectbox(key="find-place").value is None


def test_without_a_question_the_filters_count_reports_and_list_them(open_app: Open) -> None:
    app = open_app()
    section = facet(app, "主题章节")["矛盾纠纷化解"]
    app = follow(app, section)
    assert f"符合筛选条件的报告：{section.number} 篇" in shown(app)
    app = follow(app, facet(app, "地区")["内蒙古自治区"])
    assert "符合筛选条件的报告：2 篇" in shown(app)


def test_a_chip_takes_its_filter_off_and_leaves_the_others(open_app: Open) -> None:
    app = open_app(q=QUERY, year=["2023", "2024"], level=["县"], part=["做法成效"], sort="日期")
    assert "部分：做法成效" in labels(app)
    app = app.button(key="chip-0").click().run()
    assert address(app) == {"q": QUERY, "year": "2024", "level": "县", "part": "做法成效", "sort": "日期"}
    app = button(app, "清除筛选").click().run()
    assert address(app) == {"q": QUERY, "sort": "日期"}


def test_filters_that_exclude_everything_are_named_and_offered_for_removal(open_app: Open) -> None:
    app = open_app(q=QUERY, place=["内蒙古自治区"], year=["2023"])
    assert "没有报告符合筛选条件" in shown(app) and "年度 2023年" in shown(app)
    app = button(app, "去掉“2023年”").click().run()
    assert places(app)


def test_what_the_query_names_is_offered_as_a_filter_and_on_only_after_the_click(open_app: Open) -> None:
    app = open_app(q="内蒙古2024年行政复议")
    assert "place" not in address(app) and "地区：内蒙古自治区" not in labels(app)
    app = button(app, "按 内蒙古自治区 筛选（2 篇）").click().run()
    assert address(app)["place"] == "内蒙古自治区"
    assert "地区：内蒙古自治区" in labels(app) and "按 内蒙古自治区 筛选（2 篇）" not in labels(app)
    assert "按 2024年 筛选（3 篇）" in labels(app)
    assert places(app) and all(line.startswith("内蒙古自治区") for line in places(app))


def test_a_place_that_no_report_is_about_is_said_plainly_and_not_offered(open_app: Open) -> None:
    app = open_app(q="上海市行政复议")
    assert "资料中没有上海市的报告" in shown(app)
    assert not [label for label in labels(app) if "上海" in label]


def test_field_syntax_is_shown_as_chips_that_take_it_out_of_the_text(open_app: Open) -> None:
    app = open_app(q='地区:郯城 年份:2023 "府院联动" -仲裁')
    shown_pieces = [button(app, label) for label in (r"地区\:郯城", r"年份\:2023", "“府院联动”", "不含“仲裁”")]
    assert all(shown_pieces) and places(app) == ["山东省 › 临沂市 › 郯城县 · 2023年"]
    app = button(app, "不含“仲裁”").click().run()
    assert address(app)["q"] == '地区:郯城 年份:2023 "府院联动"'
    assert app.text_input(key="query").value == '地区:郯城 年份:2023 "府院联动"'


def test_a_facet_takes_off_what_the_text_chose(open_app: Open) -> None:
    app = open_app(q="行政复议 年份:2022-2023")
    year = facet(app, "年度")["2023年"]
    assert year.chosen
    app = follow(app, year)
    assert address(app) == {"q": "行政复议", "year": "2022"}


def test_clearing_takes_the_text_s_filters_off_too(open_app: Open) -> None:
    app = open_app(q='地区:郯城 "行政复议" 年份:2023', kind=["年度报告"])
    app = button(app, "清除筛选").click().run()
    assert address(app) == {"q": '"行政复议"'}


def test_what_was_not_understood_is_said(open_app: Open) -> None:
    assert "年份“明后天”没有看懂" in shown(open_app(q="行政复议 年份:明后天"))


def test_the_help_on_the_syntax_has_examples_that_can_be_clicked(open_app: Open) -> None:
    app = open_app(year=["2023"])
    assert "检索语法" in shown(app)
    app = button(app, r'地区\:郯城 年份\:2023 "府院联动" \-仲裁').click().run()
    assert address(app)["q"] == '地区:郯城 年份:2023 "府院联动" -仲裁' and places(app)


def test_a_place_nobody_knows_is_said_so(open_app: Open) -> None:
    app = open_app(q=QUERY, place=["不存在的地方**x**"])
    assert "地区表里没有“不存在的地方**x**”" in shown(app)
    assert button(app, r"地区：不存在的地方\*\*x\*\*")
    assert facet(app, "年度")


def test_a_search_is_asked_of_the_engine_once(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    search = Engine.search

    def counted(engine: Engine, query: Query) -> object:
        asked.append(query)
        return search(engine, query)

    open_app()  # opening the engine searches once
    monkeypatch.setattr(Engine, "search", counted)
    open_app(q=QUERY, year=["2024"], place=["内蒙古自治区"], group="报告")
    assert len(asked) == 1


def test_clicks_on_values_lead_where_they_should(engine: Engine) -> None:
    text = "行政复议 地区:山东、内蒙古 层级:县"
    townships = counts_of(engine.shelf).townships
    view = View(text, Filters(kinds=(Kind.ANNUAL_REPORT,)), page=3)
    clicks = Clicks(view, parse(text, townships), engine.shelf, townships)
    linyi = next(place for place in engine.shelf.places() if place.name == "临沂市")
    assert clicks.place(linyi, selected=False) == View(
        "行政复议 层级:县", Filters(places=("内蒙古", "山东省/临沂市"), kinds=(Kind.ANNUAL_REPORT,))
    )
    assert clicks.off("levels", lambda level: level == Level.COUNTY).text == "行政复议 地区:山东、内蒙古"
    assert clicks.on("years", 2023) == replace(view, filters=replace(view.filters, years=(2023,)), page=1)


def test_links_hold_whatever_was_typed(open_app: Open) -> None:
    text = '执法 "a&b=c#d" <i> 100% +1'
    app = open_app(q=text)
    assert links(app, "日期")[0].params == {"q": [text], "sort": ["日期"]}
