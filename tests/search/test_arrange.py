"""From ranked passages to cards: families, variety, groups. Each passage is shown once, none is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Engine, Query
from search.arrange import Card, GroupBy, SortBy, families, grouped, varied


def cards_of(passages: list[int], family: dict[int, int] | None = None) -> list[Card]:
    """Cards of passages, the first scoring 1.0 and each next 0.01 less; ``family`` says who is like whom."""
    numbers = np.arange(100)
    for passage, other in (family or {}).items():
        numbers[passage] = numbers[other]
    scores = 1 - np.arange(len(passages), dtype=np.float32) / 100
    return families(np.array(passages, dtype=np.int64), scores, numbers)


def shown(cards: list[Card]) -> list[int]:
    return [passage for card in cards for passage in (card.passage, *card.family, *card.more)]


def test_near_identical_passages_share_the_card_of_the_best():
    cards = cards_of([7, 3, 9, 4, 1], family={9: 7, 1: 7})
    assert [(card.passage, card.family) for card in cards] == [(7, (9, 1)), (3, ()), (4, ())]
    assert cards[0].score == pytest.approx(1.0)
    assert cards[1].score == pytest.approx(0.99)


def test_no_passages_are_no_cards():
    assert cards_of([]) == grouped([], lambda passage: passage) == varied([], lambda passage: passage, 0.1, 50) == []


def test_a_group_keeps_its_best_card_and_lists_the_others_with_their_families():
    cards = grouped(cards_of([10, 20, 11, 12, 21], family={12: 11}), lambda passage: passage // 10)
    assert [(card.passage, card.family, card.more) for card in cards] == [(10, (), (11, 12)), (20, (), (21,))]


RANKED = st.lists(st.integers(0, 99), unique=True, max_size=40)
LIKE = st.dictionaries(st.integers(0, 99), st.integers(0, 99), max_size=20)


@given(RANKED, LIKE)
def test_cards_hold_every_passage_once_in_order_of_their_best(passages, like):
    cards = cards_of(passages, like)
    assert sorted(shown(cards)) == sorted(passages)
    firsts = [passages.index(card.passage) for card in cards]
    assert firsts == sorted(firsts)
    for card in cards:
        places = [passages.index(passage) for passage in (card.passage, *card.family)]
        assert places == sorted(places)


@given(RANKED, st.integers(1, 12))
def test_groups_hold_every_passage_once_and_only_their_own(passages, size):
    cards = grouped(cards_of(passages), lambda passage: passage // size)
    assert sorted(shown(cards)) == sorted(passages)
    keys = [card.passage // size for card in cards]
    assert len(set(keys)) == len(keys)
    assert all(passage // size == card.passage // size for card in cards for passage in card.more)


def of_reports(passages: list[int], penalty: float, head: int = 50) -> list[int]:
    """Passages in order of variety, those of ten having one report."""
    return [card.passage for card in varied(cards_of(passages), lambda passage: passage // 10, penalty, head)]


def test_reports_take_turns_where_others_are_nearly_as_good():
    assert of_reports([10, 11, 12, 20, 30], penalty=0.025) == [10, 20, 11, 30, 12]


def test_a_report_that_is_far_better_keeps_its_place():
    assert of_reports([10, 11, 12, 20, 30], penalty=0.001) == [10, 11, 12, 20, 30]


def test_variety_of_nought_changes_nothing():
    assert of_reports([10, 11, 12, 20], penalty=0) == [10, 11, 12, 20]


def test_variety_moves_nothing_across_its_head():
    assert of_reports([10, 11, 12, 20, 13, 30], penalty=1.0, head=3) == [10, 11, 12, 20, 13, 30]
    assert of_reports([10, 11, 20, 30, 12], penalty=1.0, head=4) == [10, 20, 30, 11, 12]


@given(RANKED, st.floats(0, 1), st.integers(0, 50))
def test_variety_shows_every_card_once(passages, penalty, head):
    assert sorted(of_reports(passages, penalty, head)) == sorted(passages)


@given(RANKED, st.floats(0, 1))
def test_the_cards_of_one_report_keep_their_order(passages, penalty):
    order = of_reports(passages, penalty)
    for report in range(10):
        own = [passage for passage in passages if passage // 10 == report]
        assert [passage for passage in order if passage // 10 == report] == own


# ---------------------------------------------------------------- with an index


FORMULA = '"执法全过程可回溯管理" 行政执法三项制度'


def test_places_with_the_same_words_share_a_card_and_stay_sources(peers: Engine):
    """Four reports hold the formula, one of them twice with another word."""
    (hit,) = peers.search(Query(FORMULA)).hits
    everyone = (hit, *hit.family)
    assert len(everyone) == 5
    assert {member.report.place.name for member in everyone if member.report.place} == {"郯城县", "洛阳市", "榆阳区"}
    assert len({member.citation for member in everyone}) == 5 - 1  # the same heading is over two of them
    assert all("可回溯" in member.text for member in everyone)


@pytest.mark.parametrize("sort", list(SortBy))
def test_by_report_a_report_is_found_whose_only_passage_is_like_anothers(peers: Engine, sort):
    result = peers.search(Query(FORMULA, group=GroupBy.REPORT, sort=sort))
    assert [len(hit.family) for hit in result.hits if hit.report.place is None] == [1]
    assert len(result.hits) == 4
    assert len({hit.report.id for hit in result.hits}) == 4
    assert result.total == 5


def test_by_place_a_place_is_found_whose_only_passage_is_like_anothers(peers: Engine):
    result = peers.search(Query(FORMULA, group=GroupBy.PLACE))
    names = {hit.report.place.name if hit.report.place else None for hit in result.hits}
    assert names == {None, "榆阳区", "洛阳市", "郯城县"}
    assert len(result.hits) == 4


def test_by_place_reports_of_unknown_places_stand_each_for_itself(engine: Engine):
    """Three articles are about no place; that they have in common is no reason to share a card."""
    unknown = {info.id for info in engine.shelf.infos if info.place is None}
    assert len(unknown) == 3
    result = engine.search(Query('"法治政府"', group=GroupBy.PLACE, top=100))
    hits = [hit for hit in result.hits if hit.report.place is None]
    assert {hit.report.id for hit in hits} == unknown
    assert len(hits) == 3
    assert sum(hit.more_total for hit in hits) > 0
    for hit in hits:
        assert {one.report.id for one in (*hit.family, *hit.more)} <= {hit.report.id}


def test_the_newest_come_first_and_the_undated_last(peers: Engine):
    query = Query('"行政" 执法 争议', group=GroupBy.REPORT, sort=SortBy.NEWEST)
    dates = [hit.report.metadata.published.value or hit.report.metadata.year.value for hit in peers.search(query).hits]
    assert dates == ["2025-02-06", 2024, "2024-02-01", "2023-01-10", None]


def test_by_place_neighbours_stand_together_and_the_unknown_last(peers: Engine):
    hits = peers.search(Query('"行政" 执法 争议', group=GroupBy.REPORT, sort=SortBy.PLACE)).hits
    codes = [hit.report.place.adcodes if hit.report.place else ("~",) for hit in hits]
    assert codes == sorted(codes)
    assert codes[-1] == ("~",)
