"""What a search shows: the list and its order, cards, why they are there, what resembles them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from search import Engine, Query
from search.fusion import LEGS
from search.relevance import BAR
from tests.app.conftest import TWINS
from tests.app.reading import Open, address, bare, bodies, button, cards, follow, links, places, shown, total
from views.why import LETTERS, MEANING, why

QUERY = "行政复议"
BROAD = "法治政府"
SHARED = "企业法治体检"


def test_pages_follow_each_other_without_repeating_a_card(open_app: Open) -> None:
    first = open_app(q=BROAD)
    on_first = cards(first)
    assert len(on_first) == 10
    second = button(first, "下一页").click().run()
    assert address(second)["page"] == "2" and "第 2 页" in shown(second)
    assert not set(on_first) & set(cards(second))
    assert "page" not in address(button(second, "上一页").click().run())


def test_an_address_beyond_the_last_page_shows_the_last_page(open_app: Open) -> None:
    app = open_app(q=BROAD, page="9999")
    assert 1 <= len(cards(app)) <= 10 and button(app, "下一页").disabled


def test_the_number_of_passages_and_cards_is_said_and_all_pages_together_hold_the_cards(open_app: Open) -> None:
    app = open_app(q=SHARED)
    said = re.search(r"共 (\d+) 个相关段落，(\d+) 张卡片", shown(app))
    assert said and int(said[1]) > int(said[2])
    on_pages = [len(cards(app))]
    while not button(app, "下一页").disabled:
        app = button(app, "下一页").click().run()
        on_pages.append(len(cards(app)))
    assert sum(on_pages) == int(said[2]) and max(on_pages) <= 20


def test_a_field_alone_lists_its_passages_and_says_nothing_of_relevance(open_app: Open) -> None:
    app = open_app(q="地区:内蒙古")
    assert re.search(r"共 \d+ 个段落", shown(app))
    assert "相关" not in shown(app)
    assert "为什么是这条" not in "".join(bodies(app)) and cards(app)
    assert links(app, "报告") and not links(app, "相关度")


def test_only_what_is_not_wanted_is_refused_with_advice(open_app: Open) -> None:
    assert "没有写要找什么" in shown(open_app(q="-仲裁"))


def test_sorting_by_date_puts_the_latest_first_and_keeps_what_was_found(open_app: Open) -> None:
    app = open_app(q=BROAD, page="2")
    found = total(app)
    app = follow(app, links(app, "日期")[0])
    assert address(app) == {"q": BROAD, "sort": "日期"}
    years = [int(year) for line in places(app) for year in re.findall(r"(\d{4})年", line)]
    assert years == sorted(years, reverse=True) and total(app) == found


def test_grouped_by_report_each_report_has_one_card_with_its_other_passages_folded(open_app: Open) -> None:
    app = open_app(q=BROAD)
    app = follow(app, links(app, "报告")[0])
    assert address(app)["group"] == "报告"
    names = next(re.findall(r'class="fz-title">(.*?)<', body) for body in bodies(app) if "fz-cards" in body)
    assert len(names) == len(set(names)) > 1
    assert re.search(r"本篇另有 \d+ 段", shown(app)) and links(app, "原文")


def test_grouped_by_place_a_link_searches_inside_the_place(open_app: Open) -> None:
    app = open_app(q=BROAD, group="地区", sort="日期")
    assert len(places(app)) == len({line.split(" · ")[0] for line in places(app)})
    assert re.search(r"本地区另有 \d+ 段", shown(app))
    app = follow(app, links(app, "只看郯城县的段落")[0])
    assert address(app) == {"q": BROAD, "sort": "日期", "place": "山东省/临沂市/郯城县"}
    assert len(places(app)) > 1 and all("郯城县" in line for line in places(app))


def test_a_shared_wording_is_one_card_with_every_source(open_app: Open, engine: Engine) -> None:
    app = open_app(q=SHARED)
    card = next(card for card in cards(app) if "另有 1 处使用相同表述" in card)
    for county in TWINS:
        assert f"《{county}2023年度法治政府建设情况报告》" in card
    source = follow(app, links(app, "原文")[0])
    other = engine.search(Query(SHARED)).hits[0].family[0]
    assert other.citation in shown(source)


def test_a_card_says_why_it_is_there(open_app: Open) -> None:
    card = cards(open_app(q="内蒙古2024年行政复议"))[0]
    assert "为什么是这条" in card
    assert re.search(r"意思相近段落第 \d+、句子第 \d+", card) and re.search(r"字面相同词第 \d+", card)
    assert "命中的词" in card and "查询里提到这个地区" in card and "贴切程度" in card


def test_words_that_only_the_examples_have_are_not_called_those_of_the_query(engine: Engine) -> None:
    hit = engine.search(Query("行政复议")).hits[0]
    assert hit.matched and "说法示例里报告的用词" not in why(hit)
    assert "词第 3（词来自说法示例里报告的用词）" in why(replace(hit, matched=(), ranks={"words": 3}))


def test_a_near_passage_that_answers_nothing_is_not_measured_against_the_bar(engine: Engine) -> None:
    hit = replace(engine.search(Query("行政复议")).hits[0], nearness=BAR + 1, relevant=False)
    assert "还不足以算直接相关" in why(hit) and "最低线" not in why(hit)
    assert "最低线" in why(replace(hit, nearness=BAR - 1))


def test_every_leg_of_the_engine_has_a_name_in_the_explanation() -> None:
    assert set(MEANING) | set(LETTERS) == set(LEGS)


def test_no_answer_is_said_plainly_and_the_nearest_look_different(open_app: Open) -> None:
    app = open_app(q="怎么做红烧肉", year=["2024"])
    text = shown(app)
    assert "没有找到直接相关的内容" in text and "正在筛选：年度 2024年" in text
    assert re.search(r"检索了 \d 篇报告，没有段落直接说到“怎么做红烧肉”", text)
    assert text.index("没有找到直接相关的内容") < text.index("可能相关")
    assert "个相关段落" not in text
    listed = "".join(bodies(app))
    assert cards(app) and listed.count('class="fz-card fz-near"') == len(cards(app))
    assert 'class="fz-card fz-near"' not in "".join(bodies(open_app(q=QUERY)))


def test_a_slip_is_asked_about_and_the_link_searches_what_was_meant(open_app: Open) -> None:
    app = open_app(q="行政复仪 -仲裁", year=["2024"])
    assert "您是不是要找：行政复议 -仲裁" in shown(app)
    app = follow(app, links(app, "行政复议 -仲裁")[0])
    assert address(app) == {"q": "行政复议 -仲裁", "year": "2024"} and "您是不是要找" not in shown(app)


def test_pinyin_is_corrected_and_can_be_searched_as_it_stands(open_app: Open) -> None:
    app = open_app(q="xingzheng fuyi")
    assert "已按“行政复议”检索" in shown(app) and any("行政复议" in card for card in cards(app))
    app = follow(app, links(app, "仍按原文检索")[0])
    assert address(app) == {"q": "xingzheng fuyi", "literal": "1"}
    assert "已按" not in shown(app)
    app.text_input(key="query").set_value("xingzheng susong")
    assert "literal" not in address(button(app, "检索").click().run())


def test_exact_words_that_stand_nowhere_are_named(open_app: Open) -> None:
    assert "没有段落逐字含有“紫色大象条例”" in shown(open_app(q='"紫色大象条例"'))


def test_exact_words_that_the_filters_leave_nowhere_can_be_taken_out(open_app: Open) -> None:
    app = open_app(q='行政复议 "府院联动"', place=["陕西省"])
    assert "没有段落逐字含有“府院联动”" in shown(app) and "地区 陕西省" in shown(app)
    app = button(app, "去掉 “府院联动”").click().run()
    assert address(app) == {"q": "行政复议", "place": "陕西省"} and cards(app)


def test_similar_content_shows_the_passage_and_other_places_and_leads_back(open_app: Open, engine: Engine) -> None:
    hit = engine.search(Query(QUERY)).hits[0]
    app = open_app(q=QUERY, sort="地区", year=["2024", "2023"], page="1")
    like = next(link for link in links(app, "相似内容") if link.params["like"] == [hit.report.id])
    app = follow(app, like)
    first, *others = cards(app)
    asked = next(body for body in bodies(app) if "fz-asked" in body)
    assert "所比的段落" in asked and like.params["start"][0] in address(app)["start"]
    expected = [one.passage.citation for one in engine.similar(_passage(engine, like.params), 20)]
    assert len(expected) == len([first, *others])
    assert all(citation in card for citation, card in zip(expected, [first, *others], strict=True))
    assert "其他地区的写法" in shown(app)
    back = follow(app, links(app, "← 返回检索结果")[0])
    assert address(back) == {"q": QUERY, "sort": "地区", "year": ["2024", "2023"]}


def test_a_report_opened_from_similar_content_leads_back_to_it(open_app: Open, engine: Engine) -> None:
    hit = engine.search(Query(QUERY)).hits[0]
    where = {"like": hit.report.id, "start": str(hit.span.start), "end": str(hit.span.end)}
    app = open_app(q=QUERY, **where)
    opened = links(app, "打开原文")[1]
    assert opened.params["from"] == [f"{hit.span.start}-{hit.span.end}"] and opened.params["id"] != [hit.report.id]
    report = follow(app, opened)
    assert "fz-passage" in "".join(bodies(report))
    assert report.get("page_link")[0].proto.label == "返回相似内容"
    assert f"start={hit.span.start}" in report.get("page_link")[0].proto.query_string


def test_similar_content_of_a_passage_that_is_gone_says_so(open_app: Open) -> None:
    app = open_app(q=QUERY, like="<b>nope</b>", start="0", end="9")
    assert "没有找到这个段落" in shown(app) and links(app, "← 返回检索结果")


def test_the_report_page_ends_with_the_most_similar_reports(open_app: Open, engine: Engine) -> None:
    report = engine.shelf.infos[0]
    similar = engine.similar_reports(report.id)
    app = open_app()
    app.switch_page("views/report.py")
    app.query_params["id"] = report.id
    end = next(body for body in bodies(app.run()) if "最相似的报告" in body)
    assert re.findall(r"id=([\w-]+)", end) == [one.report.id for one in similar]


def _passage(engine: Engine, params: dict[str, list[str]]) -> int:
    """The number of the passage that a link to similar content names."""
    info = engine.shelf.get(params["like"][0])
    assert info
    table = engine.table
    return next(
        number
        for number, row in enumerate(table.report.tolist())
        if row == info.row and int(table.start[number]) == int(params["start"][0])
    )


@pytest.mark.parametrize(
    "more", [{}, {"group": "报告"}, {"group": "地区"}, {"section": "<img src=x>", "part": "做法成效"}]
)
def test_what_a_report_or_an_address_brings_is_never_markup(open_app: Open, more: dict[str, str]) -> None:
    app = open_app(q="烟花爆竹联合执法 <img src=x>", **more)
    markup = "".join(bodies(app))
    if like := links(app, "相似内容"):
        assert "烟花爆竹联合执法" in bare(markup)
        markup += "".join(bodies(follow(app, like[0])))
    for brought in ("<img", "甲县<b>", "<script"):
        assert brought not in markup
