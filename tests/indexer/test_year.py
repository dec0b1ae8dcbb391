"""The year a report is about, and the years that must not win."""

import pytest

from corpus.model import Span
from indexer.year import recognise_year

OPEN = "全县坚持依法行政，"


def year(title: str, body: str, published: str | None = None, name: str = ""):
    text = f"{title}\n{body}" if title else body
    start = len(title) + 1 if title else 0
    return recognise_year(
        text, title=Span(0, len(title)) if title else None, body=Span(start, len(text)), published=published, name=name
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("泾县2023年度法治政府建设报告", 2023),
        ("泾县2023年上半年法治政府建设工作总结", 2023),
        ("泾县二〇二三年度法治政府建设报告", 2023),
        ("泾县二○二三年法治政府建设报告", 2023),
        ("泾县2023年工作总结和2024年工作计划", 2023),
        ("泾县2021—2023年法治政府建设报告", None),
        ("泾县“十四五”时期法治政府建设报告", None),
        ("关于落实皖政〔2019〕28号文件情况的报告", None),
        ("关于《法治政府建设实施纲要（2021—2025年）》落实情况的报告", None),
    ],
)
def test_the_year_in_a_title(title, expected):
    assert year(title, OPEN).value == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("现将我县2023年度法治政府建设情况报告如下：", 2023),
        ("2023年，泾县坚持依法行政。", 2023),
        ("2023年以来，泾县坚持依法行政。", 2023),
        ("2018年以来，泾县坚持依法行政。2022年，建成示范点。", None),
        ("三年来，泾县坚持依法行政。2022年，建成示范点。", None),
        ("一年来，泾县坚持依法行政。二、2025年工作打算", None),
        ("按照《法治政府建设实施纲要（2021—2025年）》，泾县开展自查。", None),
    ],
)
def test_the_year_in_the_opening(body, expected):
    assert year("泾县法治政府建设报告", body).value == expected


def test_a_title_named_after_the_year_of_issue_gives_way_to_what_the_text_reports():
    fact = year("泾县2024年法治政府建设年度报告", "现将2023年法治政府建设情况报告如下：", "2024-01-20")
    assert (fact.value, fact.candidates) == (2023, ("2024年",))
    assert year("泾县2024年法治政府建设年度报告", "2023年底，泾县启动试点。2024年，", "2024-12-20").value == 2024


def test_this_year_and_last_year_are_read_against_the_date():
    assert year("泾县法治政府建设报告", "今年以来，泾县坚持依法行政。", "2023-11-01").value == 2023
    assert year("泾县法治政府建设报告", "去年，泾县坚持依法行政。", "2024-02-01").value == 2023
    assert year("泾县法治政府建设报告", "今年以来，泾县坚持依法行政。").value is None


def test_the_name_of_the_file_comes_last():
    assert year("", OPEN, name="泾县2021年法治政府建设报告").value == 2021
    assert year("泾县2023年法治政府建设报告", OPEN, name="2021年").value == 2023
    assert year("", OPEN, name="2021-2023年报告").value is None
