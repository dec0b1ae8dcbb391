"""More like this: other reports', other places' first, one card a family."""

import numpy as np
import pytest

from search import Engine


def all_of(engine: Engine):
    return range(0, len(engine.table.report), 7)


def test_a_passages_own_report_and_family_are_left_out(engine: Engine, peers: Engine):
    for index, passages in ((engine, all_of(engine)), (peers, range(len(peers.table.report)))):
        family = index.families.passages.family
        for passage in passages:
            found = index.similar(passage)
            ids = [one.passage.passage for one in found]
            assert passage not in ids
            assert not {one.passage.report.row for one in found} & {int(index.table.report[passage])}
            assert family[passage] not in {family[other] for other in ids}
            assert len({int(family[other]) for other in ids}) == len(ids), "one card a family"


def test_what_is_shown_is_what_stands_in_the_report(engine: Engine):
    for passage in all_of(engine):
        for one in engine.similar(passage, top=3):
            report = engine.report(one.passage.report.id)
            assert one.passage.span.of(report.text) == one.passage.text
            assert engine.cite(report, one.passage.span.start) == one.passage.citation


def test_other_places_come_first_each_part_the_nearest_first(engine: Engine):
    for passage in all_of(engine):
        here = engine.shelf.infos[int(engine.table.report[passage])].place
        found = engine.similar(passage)
        same = [one.passage.report.place == here for one in found]
        assert same == sorted(same)
        for part in (False, True):
            scores = [one.score for one, own in zip(found, same, strict=True) if own is part]
            assert scores == sorted(scores, reverse=True)


def test_a_same_place_comes_after_a_less_similar_other(peers: Engine):
    """郯城县 writes of its disputes centre in two years; the question is who else does."""
    texts = peers.locator.texts(range(len(peers.table.report)))
    centre = next(number for number, text in enumerate(texts) if "94件行政争议" in text)
    found = peers.similar(centre)
    assert "120件行政争议" in found[-1].passage.text
    assert found[-1].score == max(one.score for one in found)


def test_a_family_is_one_card_and_says_how_many_more_say_nearly_the_same(peers: Engine):
    """Two places abolished 8 certificates in the same words; 郯城县 abolished 21."""
    texts = peers.locator.texts(range(len(peers.table.report)))
    own = next(number for number, text in enumerate(texts) if "取消证明事项21项" in text)
    others = [one for one in peers.similar(own) if "取消证明事项8项" in one.passage.text]
    assert [one.family for one in others] == [1]


def test_scores_are_cosines_and_no_stranger_is_shown(engine: Engine):
    for passage in all_of(engine):
        found = engine.similar(passage)
        assert all(0 < one.score <= 1.0001 for one in found)
        best = max((one.score for one in found), default=0)
        assert all(one.score >= 0.5 * best for one in found)


def test_no_more_than_asked_for(engine: Engine):
    assert len(engine.similar(0, top=3)) <= 3
    assert engine.similar(0, top=3) == engine.similar(0, top=10)[:3]


@pytest.mark.parametrize("passage", [-1, 10**6])
def test_a_passage_there_is_not_is_an_error(engine: Engine, passage):
    with pytest.raises(IndexError):
        engine.similar(passage)


def test_similar_passages_are_about_the_same_thing(engine: Engine):
    texts = engine.locator.texts(range(len(engine.table.report)))
    mediation = next(number for number, text in enumerate(texts) if "人民调解员" in text)
    found = engine.similar(mediation, top=5)
    assert sum("调解" in one.passage.text or "纠纷" in one.passage.text for one in found) >= 3


def test_similar_reports_are_others_and_those_of_other_places_come_first(engine: Engine):
    for info in engine.shelf.infos:
        found = engine.similar_reports(info.id, top=50)
        assert found
        assert info.id not in {one.report.id for one in found}
        assert len({one.report.id for one in found}) == len(found)
        assert all(0 < one.score <= 1.0001 for one in found)
        same = [one.report.place == info.place for one in found]
        assert same == sorted(same)
        for part in (False, True):
            scores = [one.score for one, own in zip(found, same, strict=True) if own is part]
            assert scores == sorted(scores, reverse=True)


def test_a_year_of_work_is_like_another_places_year_of_work(engine: Engine):
    """A yearly report is nearer to yearly reports than to a scholar's article."""
    banner = next(info for info in engine.shelf.infos if "科尔沁左翼后旗" in info.name)
    names = [one.report.name for one in engine.similar_reports(banner.id, top=3)]
    assert any("榆阳区" in name for name in names)
    assert not any("思考" in name for name in names)


def test_a_report_there_is_not_has_none_similar(engine: Engine):
    assert engine.similar_reports("nothing-1") == ()


def test_asking_changes_nothing_in_the_index(engine: Engine):
    before = np.array(engine.passages.vectors)
    first = engine.similar(5)
    assert engine.similar(5) == first
    assert (engine.passages.vectors == before).all()
