"""出处 in the usual Chinese form; what is unknown is left out."""

import pytest

from corpus.model import Fact, Kind, Level, Metadata, Place, Source
from search.citation import chinese_date, chinese_ordinal, citation
from search.shelf import ReportInfo

SOURCE = Source("ab" * 32, "郯城.txt", "data/郯城.txt", "txt", 10)


def info(**facts) -> ReportInfo:
    return ReportInfo(0, "abab-1", 1, SOURCE, Metadata(**{name: Fact(value, 1.0) for name, value in facts.items()}))


def test_a_full_citation():
    report = info(
        title="关于2023年度情况的报告", publisher="郯城县司法局", published="2024-02-01", url="https://a.gov.cn/1"
    )
    assert (
        citation(report, ("二、存在不足", "一是思路亟待拓宽"), 2)
        == "《关于2023年度情况的报告》，郯城县司法局，2024年2月1日，第二部分（存在不足），https://a.gov.cn/1。"
    )


def test_unknown_fields_are_left_out_and_the_file_stands_in_for_the_link():
    assert citation(info(title="总结", year=2022), (), None) == "《总结》，2022年度，文件“郯城.txt”。"


def test_a_report_without_a_title_is_named_by_place_year_and_kind():
    place = Place("150522", Level.COUNTY, ("内蒙古自治区", "通辽市", "科尔沁左翼后旗"), ("150000", "150500", "150522"))
    report = info(place=place, year=2024, kind=Kind.ANNUAL_REPORT, publisher="科左后旗司法局", published="2025-01")
    assert citation(report, ("一、工作开展情况",), 1).startswith(
        "科尔沁左翼后旗2024年年度报告（原文无标题），科左后旗司法局，2025年1月，第一部分（工作开展情况）"
    )


def test_an_author_stands_beside_the_institution():
    assert "吉林省委党校 魏芙蓉" in citation(info(title="论", publisher="吉林省委党校", author="魏芙蓉"), (), None)


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_ordinals(number, text):
    assert chinese_ordinal(number) == text


@pytest.mark.parametrize(("iso", "text"), [("2025-01-09", "2025年1月9日"), ("2025-11", "2025年11月"), (None, "")])
def test_dates(iso, text):
    assert chinese_date(iso) == text
