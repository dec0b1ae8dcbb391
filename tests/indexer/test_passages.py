"""Passages: what can be found and quoted."""

from indexer.passages import LONGEST_PASSAGE
from indexer.reading import read_source

BODY = "健全重大行政决策程序，全年审查规范性文件三十六件，清理废止十二件，组织案卷评查两次，优秀率有较大提高。"


def passages(*lines: str) -> list[str]:
    text = "\n".join(("黟县2023年度法治政府建设情况报告", *lines))
    (report,) = read_source("报告.txt", "报告.txt", text.encode()).reports
    return [passage.span.of(report.text) for passage in report.passages]


def test_a_numbered_sentence_with_nothing_under_it_can_be_found():
    items = ("1.组织开展案卷评查，共评查案卷120卷。", "2.组织开展执法培训，共培训人员300人。")
    assert passages("一、主要工作", *items) == list(items)


def test_a_heading_with_text_under_it_is_no_passage():
    assert passages("一、主要工作", "（一）加强领导，压实责任", BODY) == [BODY]


def test_short_neighbours_are_joined_and_long_paragraphs_divided():
    assert passages("一、主要工作", "县委高度重视。", "县政府狠抓落实。") == ["县委高度重视。\n县政府狠抓落实。"]
    parts = passages("一、主要工作", BODY * 20)
    assert "".join(parts) == BODY * 20
    assert all(len(part) <= LONGEST_PASSAGE for part in parts)


def test_a_table_s_rows_are_in_a_passage():
    assert passages("一、主要指标", "指标\t数量", "行政复议\t94件") == ["指标\t数量\n行政复议\t94件"]
