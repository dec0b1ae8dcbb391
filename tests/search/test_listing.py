"""A query of filters alone lists what passes them, as one goes along a shelf."""

import itertools

import pytest

from search import Engine, Filters, GroupBy, Query, QueryInvalid, SortBy
from search.hit import Located, Result
from search.nicknames import path_of
from search.syntax import matches_exactly

FILTERS = Filters(years=(2022,), parts=("存在问题", "下一步打算"))


def shown(result: Result) -> list[Located]:
    return [located for hit in result.hits for located in (hit, *hit.family, *hit.more)]


def holding(engine: Engine, *, place: str = "", year: int = 0) -> set[int]:
    """The passages of the reports of a place, or of a year."""
    rows = [
        info.row
        for info in engine.shelf.infos
        if (info.place and place in info.place.chain) or (year and info.metadata.year.value == year)
    ]
    return {passage for passage, row in enumerate(engine.table.report.tolist()) if row in rows}


@pytest.mark.parametrize("typed", ["地区:郯城", "地区：郯城县。", "  地区:郯城 年份:2023", '地区:郯城 ""'])
def test_a_field_alone_lists_all_its_passages(engine: Engine, typed):
    result = engine.search(Query(typed, top=1000))
    assert result.listed
    assert result.answerable
    assert {one.passage for one in shown(result)} == holding(engine, place="郯城县")
    assert (result.total, result.searched) == (len(shown(result)), 1)


def test_filters_beside_an_empty_text_list_like_fields_in_it(engine: Engine):
    beside = engine.search(Query("", Filters(years=(2024,)), top=1000))
    typed = engine.search(Query("年份:2024", top=1000))
    assert {one.passage for one in shown(beside)} == holding(engine, year=2024)
    assert beside.hits == typed.hits
    assert engine.search(Query(" ", FILTERS)).listed


def test_a_listing_goes_from_place_to_place_and_through_each_report(engine: Engine):
    hits = engine.search(Query("文种:经验材料、年度报告、工作总结 层级:市、县", top=1000)).hits
    where = [(hit.report.place.adcodes, -hit.report.metadata.year.value, hit.report.row, hit.span) for hit in hits]
    assert len({hit.report.place for hit in hits}) > 10
    assert where == sorted(where)


def test_what_is_unknown_comes_last(peers: Engine):
    """Every report of the small corpus is published by nobody named, so a filter by part takes them all."""
    parts = tuple({one.value for one in peers.search(Query("行政执法")).facets.parts})
    hits = peers.search(Query("", Filters(parts=parts), top=100, group=GroupBy.REPORT)).hits
    names = [(hit.report.place.name if hit.report.place else None, hit.report.metadata.year.value) for hit in hits]
    assert names == [("郯城县", 2024), ("郯城县", 2023), ("洛阳市", 2024), ("榆阳区", 2022), (None, None)]


def test_the_same_words_of_several_reports_share_a_card(peers: Engine):
    result = peers.search(Query("年份:2022-2024", top=100))
    assert result.cards < result.total == len({one.passage for one in shown(result)})
    assert any({one.report.id for one in hit.family} - {hit.report.id} for hit in result.hits)


def test_nothing_is_said_of_relevance(engine: Engine):
    result = engine.search(Query("地区:内蒙古"))
    assert (result.chips, result.suggestion, result.corrected, result.uncovered) == ((), None, False, ())
    for hit in result.hits:
        assert (hit.nearness, hit.best_sentence, hit.matched, hit.ranks, hit.wanted) == (None, None, (), {}, ())


@pytest.mark.parametrize("text", ["年份:2022", "地区:内蒙古", "机构:司法局 -行政复议"])
def test_the_numbers_beside_values_are_what_a_click_lists(engine: Engine, text):
    facets = engine.search(Query(text)).facets
    for one in (*facets.sections, *facets.parts):
        field = "parts" if one in facets.parts else "sections"
        clicked = engine.search(Query(text, Filters(**{field: (one.value,)})))
        assert clicked.total == clicked.facets.passages == one.passages
        assert clicked.facets.reports == one.reports
    for node in facets.places:
        if node.place and not node.selected and not text.startswith("地区"):
            assert engine.search(Query(text, Filters(places=(path_of(node.place),)))).total == node.passages


def test_excluded_words_stand_in_nothing_that_is_listed(engine: Engine):
    result = engine.search(Query("地区:郯城 -行政", top=1000))
    assert 0 < result.total < len(holding(engine, place="郯城县"))
    assert not any("行政" in one.text for one in shown(result))
    assert all(matches_exactly((), result.parsed.excluded, one.text) for one in shown(result))


@pytest.mark.parametrize("group", list(GroupBy))
@pytest.mark.parametrize("sort", list(SortBy))
def test_a_listing_can_be_grouped_sorted_and_turned_over(engine: Engine, group, sort):
    whole = engine.search(Query("年份:2024", top=40, group=group, sort=sort)).hits
    pages = [
        engine.search(Query("年份:2024", top=8, offset=offset, group=group, sort=sort)).hits
        for offset in range(0, 40, 8)
    ]
    assert list(itertools.chain(*pages)) == list(whole)
    assert len({hit.passage for hit in whole}) == len(whole)


@pytest.mark.parametrize("text", ["年份:1999", "地区:深圳"])
def test_filters_that_nothing_passes_list_nothing(engine: Engine, text):
    result = engine.search(Query(text))
    assert (result.hits, result.total, result.answerable, result.searched) == ((), 0, False, 0)


@pytest.mark.parametrize("text", ["-仲裁", '-"行政 复议"', "-仲裁 -调解", "-仲裁，"])
def test_only_what_is_not_wanted_is_no_query_and_the_advice_works(engine: Engine, text):
    with pytest.raises(QueryInvalid, match="没有写要找什么") as refused:
        engine.search(Query(text))
    advised = str(refused.value).partition("，如 ")[2]
    assert engine.search(Query(advised)).parsed.excluded
    assert engine.search(Query(text, Filters(years=(2024,)))).listed


def test_words_and_exact_words_beside_a_field_are_searched(engine: Engine):
    assert not engine.search(Query("地区:郯城 复议")).listed
    assert not engine.search(Query('地区:郯城 "行政复议"')).listed
    assert not engine.search(Query("仲裁 -调解")).listed
