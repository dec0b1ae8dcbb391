"""The order of passages: the legs' weights, what the query says of place and year, and text that stands everywhere."""

from dataclasses import replace

import numpy as np
import pytest

from search import Engine, Query
from search.candidates import Candidates
from search.fusion import LEGS, Weights, ranks
from search.ranking import Ranked, Ranker, Wanted

NOTHING = Weights(**dict.fromkeys(LEGS, 0.0), place=0, year=0, common=0, expansion=0)


class Given:
    """Legs that say of four passages what a test lets them say."""

    def __init__(self, **legs: list[float]) -> None:
        self._legs = {name: np.array(scores, np.float32) for name, scores in legs.items()}

    def candidates(self, asked, allowed, heading) -> Candidates:
        count = len(next(iter(self._legs.values())))
        return Candidates(np.arange(count) * 10, self._legs, np.arange(count))


def ranked(weights: Weights, wanted: Wanted | None = None, common=(0, 0, 0, 0), **legs: list[float]) -> Ranked:
    """Rank the passages 0, 10, 20, 30; ``common`` and ``wanted`` are by passage id."""
    commonness = np.zeros(31, np.float32)
    commonness[[0, 10, 20, 30]] = common
    return Ranker(Given(**legs), commonness).rank(None, None, wanted, weights)


def of(*passages: int) -> np.ndarray:
    return np.isin(np.arange(31), passages)


WORDS = replace(NOTHING, words=1.0)


def test_the_best_come_first_and_ties_keep_the_order_of_the_corpus():
    assert ranked(WORDS, words=[1.0, 3.0, 2.0, 3.0]).passages.tolist() == [10, 30, 20, 0]


def test_a_place_named_in_the_query_moves_its_passages_up_and_filters_nothing():
    weights = replace(WORDS, place=0.6)
    result = ranked(weights, Wanted(place=of(20, 0)), words=[1.0, 5.0, 4.0, 3.0])
    assert result.passages.tolist() == [20, 10, 0, 30]
    assert [result.boosts_of(position) for position in range(4)] == [("place",), (), ("place",), ()]


def test_place_and_year_add_up():
    weights = replace(WORDS, place=0.3, year=0.3)
    result = ranked(weights, Wanted(place=of(0, 30), year=of(30, 20)), words=[5.0, 5.0, 5.0, 5.0])
    assert result.passages.tolist() == [30, 0, 20, 10]
    assert result.boosts_of(3) == ("place", "year")


def test_text_that_stands_in_many_reports_comes_after_what_is_said_once():
    weights = replace(WORDS, common=0.1)
    assert ranked(weights, common=(1, 0.5, 0, 0), words=[5.0, 5.0, 5.0, 1.0]).passages.tolist() == [20, 10, 0, 30]


def test_a_passage_no_leg_found_comes_last():
    result = ranked(replace(NOTHING, words=0.5, clause=0.5), words=[0, 0, 2.0, 1.0], clause=[0.3, -0.2, 0.1, 0.2])
    assert result.passages.tolist()[-1] == 10
    assert {leg: found.tolist() for leg, found in result.leg_ranks().items()} == {
        "words": [0, 0, 1, 2],
        "clause": [1, 0, 3, 2],
    }


def test_another_order_gives_each_passage_the_score_of_its_new_place():
    """Otherwise whatever sorts by score again undoes a reranking."""
    first = ranked(WORDS, words=[4.0, 3.0, 2.0, 1.0])
    second = first.reordered(np.array([2, 0, 1, 3]))
    assert second.passages.tolist() == [20, 0, 10, 30]
    assert second.scores[second.order].tolist() == first.scores[first.order].tolist()
    assert [second.boosts_of(position) for position in range(4)] == [("reranked",)] * 3 + [()]


# ---------------------------------------------------------------- with an index


@pytest.mark.parametrize("leg", LEGS)
@pytest.mark.parametrize("text", ["行政复议纠错率", "如何让企业少跑腿", "规范性文件备案审查"])
def test_one_leg_alone_gives_its_own_order(engine: Engine, leg, text):
    weights = replace(NOTHING, **{leg: 1.0}, depth=50)
    result = engine.rank(Query(text), weights)
    own = ranks(result.candidates.legs[leg])
    counted = int((result.scores > 0).sum())  # the last of the fifty, and its equals, count nothing any more
    assert 10 < counted < 50
    assert own[result.order[:counted]].tolist() == list(range(1, counted + 1))


def test_every_allowed_passage_is_ranked_once(engine: Engine):
    passages = engine.rank(Query("政务公开")).passages.tolist()
    assert sorted(passages) == list(range(len(engine.table.report)))


@pytest.mark.parametrize(
    ("text", "place"),
    [("郯城县 行政复议", "郯城县"), ("科左后旗的普法工作", "科尔沁左翼后旗"), ("鄂尔多斯 公证", "鄂尔多斯市")],
)
def test_the_place_a_query_names_comes_first_and_others_still_come(engine: Engine, text, place):
    hits = engine.search(Query(text, top=50)).hits
    assert hits[0].report.place.name == place
    assert "place" in hits[0].wanted
    rows = engine.rank(Query(text)).passages
    assert len({int(engine.table.report[passage]) for passage in rows}) == len(engine.shelf)


def test_a_province_means_the_places_in_it(engine: Engine):
    hits = engine.search(Query("内蒙古 矛盾纠纷化解")).hits
    assert {hit.report.place.name for hit in hits[:4]} == {"科尔沁左翼后旗", "鄂尔多斯市"}


def test_the_year_a_query_names_moves_its_reports_up(engine: Engine):
    def share(text: str) -> float:
        hits = engine.search(Query(text, top=10)).hits
        return sum(hit.report.metadata.year.value == 2024 for hit in hits) / len(hits)

    assert share("2024年 普法") > share("普法")


def test_a_place_without_a_report_moves_nothing(engine: Engine):
    named, plain = engine.rank(Query("深圳市 普法宣传")), engine.rank(Query("普法宣传"))
    assert "place" not in named.boosts
    assert set(named.passages[:5].tolist()) & set(plain.passages[:5].tolist())


def test_weights_of_nought_for_place_and_year_leave_them_to_the_words(engine: Engine):
    weights = replace(engine.weights, place=0.0, year=0.0)
    result = engine.rank(Query("2024年 郯城县 普法"), weights)
    with_boost = engine.rank(Query("2024年 郯城县 普法"))
    assert result.passages[0] != with_boost.passages[0] or result.scores.max() < with_boost.scores.max()
