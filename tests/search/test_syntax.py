"""What a user can type besides words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Kind, Level
from search.query import Filters
from search.syntax import ParsedQuery, PieceKind, format, matches_exactly, parse, without

# What the language is made of, so that random texts hit it often.
PIECES = st.sampled_from(
    [
        *'"“”「」『』＂-－ :：、,，|。',
        "地区",
        "年份:",
        "层级：",
        "文种:",
        "机构:",
        "地区:",
        "-",
        '"',
        "2021-2023",
        "abc",
        "北京",
        "郯城县",
        "县",
        "豫",
        "行政",
        "复议",
        "年报",
        "本",
        "\n",
        "\u3000",
        "\x85",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=40))


def test_a_query_of_all_kinds_is_taken_apart():
    parsed = parse('"府院联动" 机制 -仲裁 地区:郯城县、临沂市 年份：2021-2023 层级: 县 文种:年度报告 机构:司法局')
    assert parsed == ParsedQuery(
        text="府院联动 机制",
        phrases=("府院联动",),
        excluded=("仲裁",),
        filters=Filters(
            places=("郯城县", "临沂市"),
            years=(2021, 2022, 2023),
            levels=(Level.COUNTY,),
            kinds=(Kind.ANNUAL_REPORT,),
            publishers=("司法局",),
        ),
    )
    assert parsed.problems == ()


@pytest.mark.parametrize(
    "typed", ['"府院联动"', "“府院联动”", "「府院联动」", "『府院联动』", "＂府院联动＂", "“府院联动“", '”府院联动"']
)
def test_any_pair_of_quotation_marks_asks_for_the_exact_words(typed):
    assert parse(f"深化{typed}机制").phrases == ("府院联动",)
    assert parse(f"深化{typed}机制").text == "深化府院联动机制"


@pytest.mark.parametrize(
    ("typed", "excluded", "text"),
    [
        ("复议 -诉讼", ("诉讼",), "复议"),
        ("复议 －诉讼", ("诉讼",), "复议"),
        ('-"行政 诉讼" 复议', ("行政 诉讼",), "复议"),
        ("复议 -诉讼，调解", ("诉讼",), "复议 ，调解"),
        ("2021-2025年规划", (), "2021-2025年规划"),
        ("A-B股 甲 - 乙", (), "A-B股 甲 - 乙"),
        ("一—二 ——三", (), "一—二 ——三"),
    ],
)
def test_a_minus_before_a_word_leaves_it_out_and_a_hyphen_inside_does_not(typed, excluded, text):
    parsed = parse(typed)
    assert (parsed.excluded, parsed.text) == (excluded, text)


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("年度：2023年", Filters(years=(2023,))),
        ("年份:2021—2023", Filters(years=(2021, 2022, 2023))),
        ("年份:2021-23,2019", Filters(years=(2021, 2022, 2023, 2019))),
        ("年份:二〇二三", Filters(years=(2023,))),
        ("年份:２０２３", Filters(years=(2023,))),
        ("层级:省级|市级", Filters(levels=(Level.PROVINCE, Level.CITY))),
        ("层级:区县、街道", Filters(levels=(Level.COUNTY, Level.TOWNSHIP))),
        ("文种:年报 ", Filters(kinds=(Kind.ANNUAL_REPORT,))),
        ("发布机构:司法局,检察院", Filters(publishers=("司法局", "检察院"))),
        ('地区:"内蒙古 通辽"', Filters(places=("内蒙古 通辽",))),
        ("地区:内蒙古自治区/通辽市/科左后旗", Filters(places=("内蒙古自治区/通辽市/科左后旗",))),
        ("地区:豫、蓉城", Filters(places=("河南省", "四川省/成都市"))),
        ("地区:榕城", Filters(places=("福建省/福州市", "榕城"))),
        ("地区:川渝", Filters(places=("四川省", "重庆市"))),
        ("地区: 郯城县 地区:北京", Filters(places=("郯城县", "北京"))),
    ],
)
def test_fields_filter(typed, filters):
    parsed = parse(typed)
    assert (parsed.filters, parsed.text, parsed.problems) == (filters, "", ())


def test_a_township_is_known_only_where_reports_are_about_it():
    assert parse("地区:马头镇", townships={"马头镇"}).filters.places == ("马头镇",)
    assert "马头镇" in parse("地区:马头镇").problems[0]


@pytest.mark.parametrize(
    ("typed", "text", "problem"),
    [
        ("年份:abc 执法", "年份 abc 执法", "年份“abc”没有看懂"),
        ("层级:村", "层级 村", "层级“村”没有看懂"),
        ("文种:小说", "文种 小说", "文种“小说”没有看懂"),
        ("地区:亚特兰蒂斯", "地区 亚特兰蒂斯", "地区表里没有“亚特兰蒂斯”"),
        ("地区:北京、亚特兰蒂斯 执法", "亚特兰蒂斯 执法", "地区表里没有“亚特兰蒂斯”"),
        ("执法 地区:", "执法 地区", "后面没有内容"),
        ('执法 "监督', "执法 监督", "引号没有成对"),
        ("执法”监督", "执法监督", "引号没有成对"),
        ("-地区:北京", "地区 北京", "减号"),
    ],
)
def test_what_is_not_understood_is_ordinary_text_and_is_told(typed, text, problem):
    parsed = parse(typed)
    assert parsed.text == text
    assert len(parsed.problems) == 1
    assert problem in parsed.problems[0]


@pytest.mark.parametrize("typed", ["注意:事项", "本地区:北京", "工作机构：设置", "10:30", "地区 北京", "A:B"])
def test_a_colon_after_another_word_is_ordinary_text(typed):
    parsed = parse(typed)
    assert (parsed.text, parsed.filters, parsed.problems) == (typed, Filters(), ())


def test_a_comma_of_the_sentence_ends_the_values():
    parsed = parse("地区:郯城县，执法监督")
    assert (parsed.filters.places, parsed.text, parsed.problems) == (("郯城县",), "，执法监督", ())
    assert parse("机构:司法局，执法监督").filters.publishers == ("司法局",)


def test_each_piece_can_be_taken_out_of_the_text():
    typed = '"府院联动" 机制 -仲裁 地区:郯城县、临沂市 年份:2021-2023'
    parsed = parse(typed)
    assert [(piece.kind, piece.label) for piece in parsed.pieces] == [
        (PieceKind.PHRASE, "“府院联动”"),
        (PieceKind.EXCLUDED, "不含“仲裁”"),
        (PieceKind.FILTER, "地区:郯城县、临沂市"),
        (PieceKind.FILTER, "年份:2021-2023"),
    ]
    left = typed
    for piece in reversed(parsed.pieces):
        left = without(left, piece.span)
    assert left == "机制"
    assert parse(without('"甲"-乙', parse('"甲"-乙').pieces[0].span)).excluded == ()


@given(TEXTS)
def test_any_text_is_taken_apart_and_written_back_to_ask_the_same(typed):
    parsed = parse(typed)
    again = parse(format(parsed))
    assert again == parsed
    assert again.problems == ()
    assert all(0 <= piece.span.start < piece.span.end <= len(typed) for piece in parsed.pieces)


@given(TEXTS)
def test_the_words_that_remain_hold_every_phrase_and_no_syntax(typed):
    parsed = parse(typed)
    assert all(phrase in parsed.text for phrase in parsed.phrases)
    assert parse(parsed.text).text == parsed.text
    assert parse(parsed.text).pieces == ()


@pytest.mark.parametrize(
    ("phrases", "excluded", "text", "passes"),
    [
        (("府院联动",), (), "健全府院 联动机制", True),
        (("府院联动",), (), "府、院联动", False),
        (("放管服改革",), (), "深化“放管服”改革", True),
        (("ABC",), (), "ａｂｃ", True),
        (("甲", "乙"), (), "只有甲", False),
        ((), ("仲裁",), "调解和仲 裁", False),
        (("调解",), ("仲裁",), "调解和诉讼", True),
        ((), (), "", True),
    ],
)
def test_exact_words_are_compared_whatever_their_width_case_and_spaces(phrases, excluded, text, passes):
    assert matches_exactly(phrases, excluded, text) is passes


def test_a_text_of_opening_marks_alone_takes_no_time():
    assert parse("“" * 20_000 + "『" * 20_000).text == ""
