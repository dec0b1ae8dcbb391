"""Ranks that a question asks for and a sentence states."""

from __future__ import annotations

import pytest

from corpus.model import Span
from search import Engine
from search.answers.question import QuestionKind
from search.answers.ranks import ASKS_RANK, ranks_in
from search.answers.sentences import Scored


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("平顶山“平安守护”专项行动成果排全省第几", True),
        ("弥渡县公众号关注人数在全省排第几名？", True),
        ("云南老旧小区改造数居全国第几位", True),
        ("第几批示范创建推荐了多少个地区", False),
        ("排查了几件矛盾纠纷", False),
        ("居委会有几名干部，排查了几次", False),
        ("各单位次数是多少", False),
    ],
)
def test_a_rank_is_asked_for(question: str, asks: bool) -> None:
    assert bool(ASKS_RANK.search(question)) is asks


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("开工改造老旧小区2878个、居全国第5位。", [5]),
        ("专项行动成果均居全省第二名,群众满意。", [2]),
        ("粮食产量连续3年居主产省第1位，总产量853.2亿斤，全国第4的地位进一步巩固。", [1]),
        ("第二批示范创建开展。", []),
    ],
)
def test_a_rank_is_read(engine: Engine, text: str, ranks: list[int]) -> None:
    info = engine.shelf.infos[0]
    scored = Scored(0, 0, 0, Span(0, len(text)), text, 0.0, 0.0, 0.0, 0.0, True)
    found = list(ranks_in(scored, info))
    assert [figure.value for figure in found] == ranks
    assert all("第" in figure.span.of(text) for figure in found)


def test_a_rank_is_answered_with_its_sentence(engine: Engine) -> None:
    answer = engine.answers.answer("平顶山公安“平安守护”专项行动成果排全省第几")
    assert answer.question.kind is QuestionKind.FIGURE
    assert [(figure.value, figure.unit) for figure in answer.figures] == [(2, "位")]
