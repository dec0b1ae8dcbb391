"""What stands beside a figure and says what it counts."""

from __future__ import annotations

import re

import pytest

from corpus.figures import Figure, Measure, Period
from corpus.model import Span
from search.answers.figure_words import Share, stands_for, words_beside, words_right_beside

NUMBER = re.compile(r"[\d.]+(?:万|亿)?(?:%|人次|万辆|万台|[件项个套元户次台辆所座])+")


def figures_of(text: str) -> list[Figure]:
    """Return the numbers of a sentence as figures."""
    return [
        Figure(
            Span(*match.span()),
            Span(0, len(text)),
            None,
            "",
            1.0,
            None,
            match[0][-1],
            "",
            Period(),
            None,
            "",
            Measure.FORMER if text[match.start() - 1] == "从" else Measure.LEVEL,
        )
        for match in NUMBER.finditer(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理复议43件,办结13件", ["受理复议43件", ",办结13件"]),
        ("网上可办率达98.86%、全程网办率为73.74%", ["网上可办率达98.86%", "全程网办率为73.74%"]),
        ("厦门、福州机场吞吐量分别达2790人次、1529人次", ["厦门机场吞吐量分别达", "福州机场吞吐量分别达"]),
        ("口岸货运量、客运量分别增长13.6%、86.6%", ["口岸货运量分别增长", "口岸客运量分别增长"]),
        ("节庆、论坛、展会,数量分别压减75%、95%、73%", ["节庆", "论坛", "展会"]),
        ("建设“民呼必应”调度中心5个、街道服务中心36个", ["建设“民呼必应”调度中心5个", "民呼必应”街道服务中心36个"]),
        ("清单已覆盖23个部门、86个领域", ["清单已覆盖23个部门", "清单已覆盖86个领域"]),
        ("推荐了87个候选地区和149个候选项目", ["推荐了87个候选地区", "推荐了149个候选项目"]),
        ("抽查12个领域101件案件", ["抽查12个领域", "抽查101件案件"]),
        ("18项指标中有10项进入标杆", ["18项指标", "18项指标中有10项进入标杆"]),
        ("线上申报企业32.76万户,涉及资金85.3亿元", ["线上申报企业", "线上申报企业32.76万户,涉及资金85.3亿元"]),
        ("受理仲裁案件790件(含结转),审结610件", ["受理仲裁案件790件", "受理仲裁案件790件(含结转),审结610件"]),
        (
            "办理案件1731件,其中民事229件,刑事1502件",
            ["办理案件1731件", "办理案件1731件,其中民事229件", "办理案件1731件,刑事1502件"],
        ),
        ("城乡低保标准分别增长5%、12%", ["城市低保标准分别增长", "农村低保标准分别增长"]),
        ("在240所中、小学校配齐副校长", ["240所中、小学校配齐副校长"]),
        ("“保交房”项目561个10.3万套", ["“保交房”项目561个", "“保交房”项目561个10.3万套"]),
        ("标准从1484元提高到1536元", ["标准从1484元提高到", "标准从1484元提高到1536元"]),
        ("新增公园141座、累计达到973座", ["新增公园141座", "新增公园973座"]),
        (
            "生产安全事故起数、死亡人数分别下降40.5%、32.7%",
            ["生产安全事故起数分别下降", "生产安全事故死亡人数分别下降"],
        ),
        ("243项服务事项实现跨省通办、158项实现省内通办", ["243项服务事项实现跨省通办", "服务事项"]),
        ("通达127个国家和地区的555个港口", ["通达127个", "通达127个国家和地区的555个港口"]),
        ("组织考试9次,参与人数21人次", ["组织考试9次", "组织考试9次,参与人数21人次"]),
    ],
)
def test_each_figure_has_its_own_words(text: str, expected: list[str]) -> None:
    figures = figures_of(text)
    found = [words_beside(text, figure, figures) for figure in figures]
    assert len(found) == len(expected)
    assert all(words in said for words, said in zip(expected, found, strict=True)), found


def test_the_noun_of_a_neighbour_is_not_its_own() -> None:
    text = "建设“民呼必应”区级调度中心5个、街道服务中心36个"
    figures = figures_of(text)
    assert "调度中心" not in words_beside(text, figures[1], figures)
    assert "街道服务中心" not in words_beside(text, figures[0], figures)


def test_the_noun_behind_the_figure_before_is_not_its_own() -> None:
    text = "有16项法治工作获表彰,15项做法在全国推广"
    figures = figures_of(text)
    assert "表彰" not in words_beside(text, figures[1], figures)
    text = "联合94个市直部门,推出180个短视频"
    figures = figures_of(text)
    assert "市直部门" not in words_beside(text, figures[1], figures)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增公园141座、累计达到973座", [Share.NEW, Share.ALL]),
        ("新增公园35个、全市公园总数达1100个", [Share.NEW, Share.ALL]),
        ("办件760件,经营主体总量达14户", [None, None]),
        ("办理公园141座、累计达到973座", [None, None]),
    ],
)
def test_new_ones_are_told_from_all_there_are(text: str, expected: list[Share | None]) -> None:
    figures = figures_of(text)
    assert [stands_for(text, figure, figures) for figure in figures] == expected


def test_right_beside_are_a_few_characters() -> None:
    assert words_right_beside("梳理出权力事项5566项", "5566项") == "梳理出权力事项"
    assert words_right_beside("全市应用清单已覆盖86个领域和部门以及单位", "86个").endswith("领域和部门以")
