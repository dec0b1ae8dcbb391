"""Questions taken apart: 130 of them, written by somebody who did not know the rules."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from search import Engine
from search.answers import Question, QuestionKind
from search.answers.amounts import units_of
from search.answers.question import defined_term, kind_of, unquoted
from search.answers.topic import topic_of

ROWS = list(csv.DictReader(Path(__file__).with_name("questions.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def understood(engine: Engine) -> list[tuple[dict[str, str], Question]]:
    return [(row, engine.answers.question(row["question"])[0]) for row in ROWS]


def _values(text: str) -> set[str]:
    return set(filter(None, text.split(";")))


def _share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_the_kind_of_answer_is_understood(understood):
    assert _share([question.kind.value == row["kind"] for row, question in understood]) >= 0.97


def test_places_are_understood(understood):
    found = [
        {named.name.split(" › ")[-1] for named in question.places} == _values(row["places"])
        for row, question in understood
    ]
    assert _share(found) >= 0.98


def test_years_are_understood(understood):
    # The file counts 去年 and 近三年 from the day it was written on.
    if date.today().year != 2026:
        pytest.skip("the years of the file are counted from 2026")
    assert _share([set(map(str, q.years)) == _values(row["years"]) for row, q in understood]) == 1


def test_the_indicators_asked_for_are_understood(understood):
    asked = [(row, q) for row, q in understood if row["kind"] in ("数值", "比较")]
    assert _share([set(question.indicators) == _values(row["indicators"]) for row, question in asked]) >= 0.9


def test_the_topic_keeps_what_matters(understood):
    kept = [all(word in q.topic.replace(" ", "") for word in _values(row["topic"])) for row, q in understood]
    assert _share(kept) >= 0.97


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("什么是府院联动", "府院联动"),
        ("“三端”工作法是什么意思？", "“三端”工作法"),
        ("请问“1+5+N”指的是什么", "“1+5+N”"),
        ("行政复议纠错率怎么理解", "行政复议纠错率"),
        ("行政复议纠错率是什么", ""),
        ("存在的主要问题是什么", ""),
        ("介绍一下柔性执法的做法", ""),
    ],
)
def test_a_definition_is_asked_of_a_term_not_of_contents(text, term):
    assert defined_term(text) == term


def test_two_places_and_a_figure_are_a_comparison():
    assert kind_of("郯城县和榆阳区各办结多少件", 2, names_indicator=False) is QuestionKind.COMPARISON
    assert kind_of("郯城县办结多少件", 1, names_indicator=False) is QuestionKind.FIGURE


def test_a_question_says_what_it_counts_in():
    assert "件" in units_of("受理多少件")
    assert units_of("出庭率是多少") == ("%", "‰", "个百分点", "成", "倍")
    assert {"件", "%"} <= set(units_of("应诉案件多少件，败诉率多少"))
    assert units_of("案件标的额有多大") == ("元", "美元")
    assert units_of("有哪些做法") == ()


def test_a_word_is_not_cut_where_it_begins_like_one_that_asks():
    assert topic_of("有多少就业困难人员实现就业？") == "就业困难人员实现就业"
    assert topic_of("就公示制度怎么规定") == "公示制度 规定"


def test_names_in_quotation_marks_are_told():
    assert unquoted("什么是“三端”工作法") == ("什么是三端工作法", ("三端",))
