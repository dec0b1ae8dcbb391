"""From passage numbers to what is shown: the text as it stands in the report, its headings, its citation."""

import pytest

from corpus.model import Heading, Span
from search import Engine, Query
from search.arrange import GroupBy
from search.locating import MORE, matched_words, top_part


def heading(depth: int, parent: int | None) -> Heading:
    return Heading(Span(0, 1), depth, parent, "", Span(0, 1))


def test_every_passage_is_text_of_its_report_under_its_headings(engine: Engine):
    located = engine.locator.located(range(len(engine.table.report)))
    reports = {info.id: engine.report(info.id) for info in engine.shelf.infos}
    for passage, one in located.items():
        report = reports[one.report.id]
        assert one.passage == passage
        assert one.span.of(report.text) == one.text
        position = 0
        for words in one.heading:
            position = report.text.index(words, position)
            assert position <= one.span.start
        assert engine.cite(report, one.span.start) == one.citation


def test_texts_come_in_the_order_asked_for_and_as_often(engine: Engine):
    one, other = engine.locator.texts([3]), engine.locator.texts([400])
    assert engine.locator.texts([400, 3, 400]) == [*other, *one, *other]
    assert engine.locator.texts([]) == []
    assert engine.locator.located([]) == {}


def test_words_are_marked_in_the_order_of_the_query_whatever_their_width_and_case():
    text = "推行“蒙速办”ＡＰＰ,实行容缺受理"
    assert matched_words(("容缺受理", "app", "告知承诺", "容缺受理"), text) == ("容缺受理", "app")


def test_a_part_is_counted_among_the_top_headings():
    """一、 (一) (二) 二、 (一)."""
    headings = [heading(1, None), heading(2, 0), heading(2, 0), heading(1, None), heading(2, 3)]
    assert [top_part(headings, number) for number in range(5)] == [1, 1, 1, 2, 2]
    assert top_part(headings, None) is None


def test_a_group_carries_its_first_passages_and_says_how_many_there_are(engine: Engine):
    result = engine.search(Query("行政执法", group=GroupBy.REPORT, top=50))
    largest = max(result.hits, key=lambda hit: hit.more_total)
    assert largest.more_total > MORE == len(largest.more)
    assert result.total == sum(1 + len(hit.family) + hit.more_total for hit in result.hits)


@pytest.mark.parametrize("group", list(GroupBy))
def test_a_hit_says_how_each_leg_ranked_it(engine: Engine, group):
    legs = {"passage", "sentence", "clause", "words", "bigrams"}
    for hit in engine.search(Query("府院联动机制", group=group)).hits:
        assert set(hit.ranks) <= legs
        assert all(1 <= rank <= len(engine.table.report) for rank in hit.ranks.values())
    assert set(engine.search(Query("府院联动机制")).hits[0].ranks) == legs
