"""Follow-up questions keep place, year and topic."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from search import Engine
from search.answers.follow_up import rewritten, stand_alone
from search.answers.language_model import LanguageModel
from tests.search.model_server import fails, says, serving

RATE = "科左后旗2024年行政复议纠错率是多少？"
HOW = "郯城县是怎么开展行政执法监督的？"
WHERE = "哪些地方在做行政争议实质性化解？"
HIGHEST = "哪个地方的调解成功率最高？"

CASES = [
    (RATE, "那郯城县呢?", "郯城县2024年行政复议纠错率是多少？"),
    (RATE, "2023年呢", "科左后旗2023年行政复议纠错率是多少？"),
    (RATE, "败诉率呢", "科左后旗2024年败诉率是多少？"),
    (RATE, "那调解和解率是多少", "科左后旗2024年调解和解率是多少"),
    (RATE, "榆阳区2023年呢", "榆阳区2023年行政复议纠错率是多少？"),
    (RATE, "鄂尔多斯的呢", "鄂尔多斯2024年行政复议纠错率是多少？"),
    (RATE, "换成洛阳市", "洛阳市2024年行政复议纠错率是多少？"),
    (RATE, "出庭应诉率多少", "科左后旗2024年出庭应诉率多少"),
    (RATE, "哪个地方最高", "行政复议纠错率哪个地方最高"),
    (RATE, "存在什么问题", "科左后旗2024年存在什么问题"),
    (RATE, "该旗法律援助案件有多少件", "科左后旗2024年法律援助案件有多少件"),
    (RATE, "郯城县是怎么开展行政执法监督的", "郯城县是怎么开展行政执法监督的"),
    (RATE, "哪些地方在搞府院联动", "哪些地方在搞府院联动"),
    (RATE, "什么是府院联动", "什么是府院联动"),
    (HOW, "榆阳区呢", "榆阳区是怎么开展行政执法监督的？"),
    (HOW, "那榆阳区2024年呢？", "榆阳区2024年是怎么开展行政执法监督的？"),
    (HOW, "有哪些成效", "郯城县有哪些成效"),
    (HOW, "下一步打算怎么做", "郯城县下一步打算怎么做"),
    (HOW, "该县法律援助案件有多少件", "郯城县法律援助案件有多少件"),
    (HOW, "还有哪些地方在做", "行政执法监督哪些地方在做"),
    (WHERE, "那府院联动呢", "哪些地方在做府院联动？"),
    (WHERE, "2024年的呢", "2024年哪些地方在做行政争议实质性化解？"),
    (WHERE, "郯城县是怎么做的", "郯城县行政争议实质性化解是怎么做"),
    (HIGHEST, "最低的呢", "哪个地方的调解成功率最低？"),
    (HIGHEST, "2024年呢", "2024年哪个地方的调解成功率最高？"),
    (HIGHEST, "那纠错率呢", "哪个地方的纠错率最高？"),
]


@pytest.mark.parametrize(("first", "then", "alone"), CASES)
def test_a_follow_up_is_made_to_stand_alone(engine: Engine, first, then, alone):
    previous, _ = engine.answers.question(first)
    _, understood = engine.answers.question(then)
    assert stand_alone(previous, understood.text, understood.chips) == alone


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("郯城县2024年行政复议纠错率是多少", True),
        ("洛阳市2024年行政复议纠错率是多少", False),  # a place of its own
        ("郯城县2022年行政复议纠错率是多少", False),  # a year of its own
        ("郯城县\n2024年", False),
        ("", False),
    ],
)
def test_a_models_rewriting_may_bring_in_nothing(engine: Engine, said, kept):
    previous, _ = engine.answers.question(RATE)
    with serving(says(said)) as (url, _):
        model = LanguageModel(url, "qwen", SecretStr("k"), 3, 1000)
        result = rewritten(previous, "那郯城县呢", model, "按规则", engine.answers.names)
    assert result == (said if kept else "按规则")


def test_a_model_that_fails_leaves_the_rules_result(engine: Engine):
    previous, _ = engine.answers.question(RATE)
    with serving(fails(401)) as (url, _):
        model = LanguageModel(url, "qwen", SecretStr("k"), 3, 1000)
        assert rewritten(previous, "那郯城县呢", model, "按规则", engine.answers.names) == "按规则"
