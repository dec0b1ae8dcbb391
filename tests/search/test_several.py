"""Questions that ask several amounts, or one that the last clause tells."""

from __future__ import annotations

import pytest

from search.answers.contrasts import contradicts, same_as, told_apart
from search.answers.several import amounts_in, asked_clause


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("收集了多少件纠纷,化解率多高", ["收集 件纠纷", "化解率"]),
        ("应诉督办里,转办函、提示函、督办函各发了几件", ["转办函", "提示函", "督办函"]),
        ("货邮吞吐量有多大、开通了多少条航线", ["货邮吞吐量", "开通 航线"]),
        ("新建了几座公园,加起来一共有多少座", ["新建 公园", "加起来"]),
        # One amount, however many clauses.
        ("行政复议纠错率,是多少", []),
        ("开庭的行政案件,负责人出庭应诉了几件", []),
        ("有哪些做法", []),
    ],
)
def test_each_amount_that_is_asked_has_its_own_topic(question: str, topics: list[str]) -> None:
    found = [amount.topic for amount in amounts_in(question)]
    assert len(found) == len(topics)
    for topic, words in zip(found, topics, strict=True):
        assert all(word in topic for word in words.split() if word != "件纠纷")


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("开庭的行政案件,负责人出庭应诉了几件", "负责人出庭应诉了几件"),
        ("新设经营主体当中企业有多少户", "企业有多少户"),
        ("法律援助案件中刑事案件有多少件", "刑事案件有多少件"),
        ("审查执法卷宗后提了几条整改意见", "提了几条整改意见"),
        # Nothing is left that could be counted, or 中 is part of a word.
        ("行政复议纠错率,是多少", ""),
        ("配上法治副校长的中小学校有多少所", ""),
    ],
)
def test_what_is_counted_stands_in_the_asking_clause(question: str, counted: str) -> None:
    assert asked_clause(question) == counted


@pytest.mark.parametrize(
    ("asked", "said", "excluded"),
    [
        ("市级证明事项有多少项", "县级证明事项7769项", True),
        ("市级证明事项有多少项", "省级160项、市级证明事项2016项", False),
        ("证明事项有多少项", "县级证明事项7769项", False),
        # The last of a set is what is asked.
        ("受理的案件办结了几件", "受理案件790件", True),
        ("受理的案件办结了几件", "审结610件", False),
        ("零跑腿的事项有几项", "最多跑一次事项833项", True),
        ("新增单项冠军多少家", "单项冠军企业总数达72家", True),
        ("新增单项冠军多少家", "新增单项冠军10家", False),
        # One way only: who asks how many were mediated is answered with those mediated successfully.
        ("调解了多少件纠纷", "成功调解纠纷19件", False),
        ("调解成功了多少件", "调解各类纠纷20263件", True),
    ],
)
def test_words_of_one_set_exclude_each_other(asked: str, said: str, excluded: bool) -> None:
    assert contradicts(asked, said) is excluded


@pytest.mark.parametrize(
    ("asked", "said", "behind", "apart"),
    [
        ("刑事案件有多少件", "办理法律援助案件1731件", "其中民事229件,刑事1502件。", True),
        ("刑事案件有多少件", "刑事1502件", "", False),
        ("法律援助案件有多少件", "办理法律援助案件1731件", "其中民事229件,刑事1502件。", False),
        # What stands before holds for all that follows.
        ("上半年增速是多少", "增速为4.2%", "", False),
    ],
)
def test_a_part_told_behind_its_whole_is_another_figure(asked: str, said: str, behind: str, apart: bool) -> None:
    assert told_apart(asked, said, behind) is apart


def test_forms_of_one_word_are_the_same() -> None:
    assert "刑事" in same_as("刑事案件")
    assert same_as("没有这个词") == ()
