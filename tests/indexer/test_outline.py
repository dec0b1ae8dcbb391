"""The outline of reports that number their parts in other ways than the sample corpus does."""

import pytest

from indexer.reading import read_source

BODY = "健全重大行政决策程序，全年审查规范性文件三十六件，清理废止十二件，组织案卷评查两次，优秀率有较大提高。"


def outline(*lines: str) -> list[tuple[int, str]]:
    """The headings of a report with these lines under a title; ``…`` stands for a paragraph of prose."""
    text = "黟县2023年度法治政府建设情况报告\n" + "\n".join(line.replace("…", BODY) for line in lines)
    (report,) = read_source("报告.txt", "报告.txt", text.encode()).reports
    return [(heading.depth, heading.span.of(report.text)) for heading in report.headings]


def test_five_levels_in_the_usual_order():
    lines = (
        "一、成效",
        "（一）领导",
        "1.学习",
        "（1）专题",
        "①讲座",
        "…",
        "②竞赛",
        "…",
        "2.考核",
        "…",
        "（二）制度",
        "…",
        "二、不足",
        "…",
    )
    assert outline(*lines) == [
        *((1, "一、成效"), (2, "（一）领导"), (3, "1.学习"), (4, "（1）专题"), (5, "①讲座"), (5, "②竞赛")),
        *((3, "2.考核"), (2, "（二）制度"), (1, "二、不足")),
    ]


def test_arabic_numbers_over_bracketed_ones():
    lines = ("1、成效", "（一）领导", "…", "（二）制度", "…", "2、不足", "…", "3、打算", "（一）学习", "…")
    assert outline(*lines) == [
        *((1, "1、成效"), (2, "（一）领导"), (2, "（二）制度"), (1, "2、不足"), (1, "3、打算"), (2, "（一）学习")),
    ]


def test_arabic_numbers_over_one_bracketed_list():
    lines = ("1、成效", "（一）领导", "…", "（二）制度", "…", "2、不足", "…")
    assert outline(*lines) == [(1, "1、成效"), (2, "（一）领导"), (2, "（二）制度"), (1, "2、不足")]


def test_arabic_numbers_that_run_on_across_sections():
    lines = (
        "一、成效",
        "（一）领导",
        "1.学习",
        "…",
        "2.考核",
        "…",
        "（二）制度",
        "3.立规",
        "…",
        "4.清理",
        "…",
        "二、不足",
        "5.意识",
        "…",
    )
    assert outline(*lines) == [
        *(
            (1, "一、成效"),
            (2, "（一）领导"),
            (3, "1.学习"),
            (3, "2.考核"),
            (2, "（二）制度"),
            (3, "3.立规"),
            (3, "4.清理"),
        ),
        *((1, "二、不足"), (2, "5.意识")),
    ]


def test_parts_chapters_and_sections():
    lines = (
        "第一部分 工作回顾",
        "一、领导",
        "…",
        "二、制度",
        "…",
        "第二部分 工作安排",
        "一、领导",
        "…",
        "二、制度",
        "…",
    )
    assert outline(*lines) == [
        *((1, "第一部分 工作回顾"), (2, "一、领导"), (2, "二、制度")),
        *((1, "第二部分 工作安排"), (2, "一、领导"), (2, "二、制度")),
    ]


def test_chapters_sections_and_articles():
    lines = (
        "第一章 总则",
        "第一条 为了规范管理，制定本办法。",
        "第二条 本县适用本办法。",
        "第二章 程序",
        "第一节 决定",
        "第三条 …",
        "第二节 公布",
        "第四条 …",
    )
    assert outline(*lines) == [
        *(
            (1, "第一章 总则"),
            (2, "第一条 为了规范管理，制定本办法。"),
            (2, "第二条 本县适用本办法。"),
            (1, "第二章 程序"),
        ),
        *((2, "第一节 决定"), (3, "第三条"), (2, "第二节 公布"), (3, "第四条")),
    ]


def test_chapters_without_a_space():
    assert outline("第一章总则", "…", "第二章组织保障", "…") == [(1, "第一章总则"), (1, "第二章组织保障")]


def test_a_number_left_out_and_a_number_given_twice():
    lines = ("一、成效", "…", "三、不足", "…", "三、打算", "…", "四、建议", "…")
    assert outline(*lines) == [(1, "一、成效"), (1, "三、不足"), (1, "三、打算"), (1, "四、建议")]


@pytest.mark.parametrize(
    "line",
    [
        "一、二、三产业融合发展，带动农民增收，全年培训经营主体一百二十人次。",
        "三、四线城市的做法也值得借鉴，县里组织了两次外出学习。",
        "一、二审案件败诉率下降，行政机关负责人出庭应诉率百分之百。",
        "2.1亿元资金全部到位，项目建设进展顺利，群众满意度不断提高。",
        "3.5%的增幅高于全市平均水平，行政复议受案量持续上升。",
        "1+5+N工作机制全面建立，形成了上下联动的工作格局。",
        "12345热线受理群众诉求三千件，办结率百分之九十九。",
        "2023年，全县办理行政复议案件九十四件，综合纠错率百分之三十。",
        "12.4国家宪法日期间开展宣传活动，发放资料五千份。",
        "第三条规定的程序得到严格执行，没有发生违法决策的情况。",
        "第一，这里只有一句话。",
        "首先是思想认识不到位，其次是能力不足。",
        "（详见附件）全县各乡镇均已完成任务，并通过市级验收。",
    ],
)
def test_what_looks_like_a_number_is_no_heading(line):
    assert outline("一、成效", "…", line, "…", "二、不足", "…") == [(1, "一、成效"), (1, "二、不足")]


def test_cross_references_are_no_headings():
    lines = ("一、成效", f"按照本办法第三条、第(二)项的要求，{BODY}见(一)和第(二)项。", "二、不足", "…")
    assert outline(*lines) == [(1, "一、成效"), (1, "二、不足")]


def test_a_number_before_a_year_is_a_heading():
    assert outline("1.2023年工作回顾", "…", "2.2024年工作安排", "…") == [
        (1, "1.2023年工作回顾"),
        (1, "2.2024年工作安排"),
    ]


def test_headings_with_a_full_stop_and_headings_that_run_into_their_text():
    lines = ("（一）加强领导。", "…", f"（二）完善制度。{BODY}", f"（三）规范执法 {BODY}", f"（四）强化监督：{BODY}")
    assert outline(*lines) == [
        (1, "（一）加强领导。"),
        (1, "（二）完善制度。"),
        (1, "（三）规范执法"),
        (1, "（四）强化监督"),
    ]


def test_items_inside_a_paragraph_with_semicolons_and_commas():
    for mark in "；，":
        line = f"（一）加强领导。一是健全机制，{BODY[:-1]}{mark}二是压实责任，{BODY[:-1]}{mark}三是严格考核，{BODY}"
        assert outline(line, "（二）规范执法。…") == [
            *(
                (1, "（一）加强领导。"),
                (2, "一是健全机制"),
                (2, "二是压实责任"),
                (2, "三是严格考核"),
                (1, "（二）规范执法。"),
            ),
        ]


def test_a_short_enumeration_is_part_of_its_sentence():
    assert outline("一、成效", f"做到一是快、二是准、三是实。一要快；二要准；三要实。{BODY}", "二、不足", "…") == [
        (1, "一、成效"),
        (1, "二、不足"),
    ]


def test_ordinals_that_open_paragraphs():
    lines = (
        "一、不足",
        f"第一，学习不够深入。{BODY}",
        f"第二，执法不够规范。{BODY}",
        "二、打算",
        f"一要抓学习。{BODY}",
        f"二要抓执法。{BODY}",
    )
    assert outline(*lines) == [
        *((1, "一、不足"), (2, "第一，学习不够深入。"), (2, "第二，执法不够规范。")),
        *((1, "二、打算"), (2, "一要抓学习。"), (2, "二要抓执法。")),
    ]


def test_headings_without_numbers():
    lines = ("加强组织领导", "…", "（一）学习", "…", "（二）考核", "…", "规范行政执法", "…", "（一）公示", "…")
    assert outline(*lines) == [
        *((1, "加强组织领导"), (2, "（一）学习"), (2, "（二）考核"), (1, "规范行政执法"), (2, "（一）公示")),
    ]


def test_a_heading_without_a_number_inside_a_list_does_not_end_it():
    lines = ("一、成效", "（一）领导", "强化学习教育", "…", "（二）制度", "…", "二、不足", "…")
    assert outline(*lines) == [
        *((1, "一、成效"), (2, "（一）领导"), (3, "强化学习教育"), (2, "（二）制度"), (1, "二、不足")),
    ]


def test_the_characters_that_are_a_number_in_brackets():
    assert outline("一、成效", "㈠领导", "⑴学习", "…", "⑵考核", "…", "㈡制度", "…") == [
        *((1, "一、成效"), (2, "㈠领导"), (3, "⑴学习"), (3, "⑵考核"), (2, "㈡制度")),
    ]


def test_an_annex_is_not_part_of_the_last_section():
    lines = ("一、成效", "…", "二、不足", "…", "附件：黟县重点任务清单", "一、立规", "…", "二、清理", "…")
    assert outline(*lines) == [
        *((1, "一、成效"), (1, "二、不足"), (1, "附件：黟县重点任务清单"), (2, "一、立规"), (2, "二、清理")),
    ]


def test_full_width_and_half_width_marks_are_the_same():
    lines = ("一．成效", "(一)领导", "１．学习", "…", "2、考核", "…", "（二）制度", "…", "二、不足", "…")
    assert outline(*lines) == [
        *((1, "一．成效"), (2, "(一)领导"), (3, "１．学习"), (3, "2、考核"), (2, "（二）制度"), (1, "二、不足")),
    ]


def test_a_report_without_headings_has_none():
    assert outline("…", "…", "…") == []


def test_questions_are_headings_over_their_answers():
    lines = ("问：为什么要制定这个办法？", "答：…", "问：办法有哪些主要内容？", "答：…")
    assert outline(*lines) == [(1, "问：为什么要制定这个办法？"), (1, "问：办法有哪些主要内容？")]
