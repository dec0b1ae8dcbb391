"""What a user gets from a search of the sample corpus."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.model import Kind, Level
from search import Engine, Filters, Query, QueryInvalid


def places(result) -> set[str]:
    return {hit.report.place.name for hit in result.hits if hit.report.place}


def test_a_practice_is_found_in_several_places_each_with_its_citation(engine: Engine):
    result = engine.search(Query("行政争议实质性化解"))
    assert {"郯城县", "科尔沁左翼后旗", "鄂尔多斯市", "洛阳市"} <= places(result)
    assert len(result.hits) == 10
    for hit in result.hits:
        report = engine.report(hit.report.id)
        assert hit.span.of(report.text) == hit.text
        assert hit.best_sentence.start >= hit.span.start
        assert hit.best_sentence.end <= hit.span.end
        assert hit.report.source.name in hit.citation
        assert engine.cite(report, hit.span.start) == hit.citation


def test_hits_come_best_first_with_their_ranks(engine: Engine):
    hits = engine.search(Query("府院联动机制")).hits
    assert [hit.rank for hit in hits] == list(range(1, 11))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1 for hit in hits)
    assert set(hits[0].ranks) == {"passage", "sentence", "words", "bigrams"}
    assert "府院联动" in hits[0].matched
    assert "洛阳市" in places(engine.search(Query("府院联动机制", top=3)))


def test_a_question_in_other_words_finds_its_answer(engine: Engine):
    hits = engine.search(Query("老百姓告政府，领导自己到法庭上去说话", top=5)).hits
    assert any("出庭" in hit.text for hit in hits)


@pytest.mark.parametrize("name", ["内蒙古", "内蒙古自治区"])
def test_a_province_includes_its_banners(engine: Engine, name):
    result = engine.search(Query("矛盾纠纷", Filters(places=(name,)), top=50))
    assert places(result) == {"科尔沁左翼后旗", "鄂尔多斯市"}
    assert result.searched == 2


def test_an_abbreviation_filters_to_one_banner(engine: Engine):
    assert places(engine.search(Query("普法", Filters(places=("科左后旗",))))) == {"科尔沁左翼后旗"}


@pytest.mark.parametrize(
    "filters",
    [
        Filters(places=("科左后旗",)),
        Filters(years=(2023,)),
        Filters(levels=(Level.COUNTY,)),
        Filters(kinds=(Kind.THEORY,)),
        Filters(publishers=("司法局",)),
        Filters(places=("内蒙古",), years=(2024,), levels=(Level.CITY,)),
    ],
)
def test_a_filter_never_returns_fewer_hits_than_exist(engine: Engine, filters):
    """The lexical legs find few passages; meaning still ranks all that the filter allows."""
    rows = engine.shelf.allowed(filters)
    exist = sum(len(engine.report(engine.shelf.infos[row].id).passages) for row in rows)
    result = engine.search(Query("公证", filters, top=200))
    assert len(result.hits) == min(200, exist)
    assert {hit.report.row for hit in result.hits} <= set(rows.tolist())


def test_filters_that_exclude_everything_give_no_hits(engine: Engine):
    result = engine.search(Query("公证", Filters(years=(1999,))))
    assert (result.hits, result.searched, result.total) == ((), 0, 0)


def test_a_place_nobody_knows_is_refused_with_advice(engine: Engine):
    with pytest.raises(QueryInvalid, match="地区表里没有“火星”"):
        engine.search(Query("普法", Filters(places=("火星",))))


@pytest.mark.parametrize("text", ["", "   ", "\u3000\n"])
def test_an_empty_query_is_refused(engine: Engine, text):
    with pytest.raises(QueryInvalid, match="查询不能为空"):
        engine.search(Query(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "？？？",
            "a",
            "😀",
            "AND OR NOT (",
            '"未闭合',
            "field:value~2^3",
            "\\",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
        ),
        *("\x00\x01", "行政" * 5000, "的", "ﷺ" * 100, "𠮷野家"),
    ],
)
def test_any_text_can_be_asked(engine: Engine, text):
    assert engine.search(Query(text)).took_ms > 0


def test_pages_follow_each_other_without_gap_or_repeat(engine: Engine):
    whole = [hit.passage for hit in engine.search(Query("行政复议", top=30)).hits]
    pages = [hit.passage for offset in (0, 10, 20) for hit in engine.search(Query("行政复议", offset=offset)).hits]
    assert pages == whole
    assert len(set(whole)) == 30


def test_several_threads_get_the_same_answer(engine: Engine):
    def ask(_):
        return [hit.passage for hit in engine.search(Query("营商环境")).hits]

    with ThreadPoolExecutor(8) as pool:
        assert len({tuple(hits) for hits in pool.map(ask, range(24))}) == 1


def test_the_original_file_can_be_given_back(engine: Engine, sample_settings):
    info = next(info for info in engine.shelf.infos if "榆阳区" in info.name)
    assert engine.original(info.id).read_bytes() == (sample_settings.data / info.source.name).read_bytes()
    assert engine.original("nothing-1") is None
    assert engine.report("nothing-1") is None
