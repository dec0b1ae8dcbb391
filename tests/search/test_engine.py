"""What a user gets from a search: answers with their sources, in order, in pages, within the filters."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.catalog import PARTS
from corpus.lexicon import Lexicon
from search import Engine, Filters, Query, QueryInvalid
from search.arrange import GroupBy, SortBy
from search.hit import Hit, Result
from search.syntax import matches_exactly

QUERIES = [
    line
    for line in (Path(__file__).parents[2] / "bench" / "queries.txt").read_text(encoding="utf-8").split("\n")
    if line
]
UNRELATED = (
    "糖醋排骨的做法",
    "吉他怎么调弦",
    "如何备考雅思口语",
    "推荐一部科幻电影",
    "汽车保养多少公里换机油",
    "猫咪掉毛",
    "梦见掉牙",
    "how to bake bread",
    "best hiking trails",
)


def places(result: Result) -> set[str]:
    return {hit.report.place.name for hit in result.hits if hit.report.place}


def shown(result: Result) -> list[int]:
    """All passages of a result, each card's own first."""
    return [
        passage
        for hit in result.hits
        for passage in (hit.passage, *(m.passage for m in hit.family), *(m.passage for m in hit.more))
    ]


# ---------------------------------------------------------------- what is shown


def test_a_practice_is_found_in_several_places_each_with_its_citation(engine: Engine):
    result = engine.search(Query("行政争议实质性化解"))
    assert {"郯城县", "科尔沁左翼后旗", "鄂尔多斯市"} <= places(engine.search(Query("行政争议实质性化解", top=20)))
    assert len(result.hits) == 10
    assert result.answerable
    for hit in result.hits:
        assert hit.report.source.name in hit.citation
        assert "行政争议" in hit.text or "争议" in "".join(hit.matched) or hit.relevant


@pytest.mark.parametrize("group", list(GroupBy))
@pytest.mark.parametrize(("index", "queries"), [("engine", QUERIES), ("peers", QUERIES[:12])])
def test_whatever_is_shown_stands_so_in_its_report(index, queries, group, request):
    index = request.getfixturevalue(index)
    reports = {info.id: index.report(info.id) for info in index.shelf.infos}
    for text in queries:
        for hit in index.search(Query(text, group=group, top=20)).hits:
            passages = {passage.span: passage for passage in reports[hit.report.id].passages}
            sentences = [sentence.span for sentence in passages[hit.span].sentences]
            assert hit.best_sentence in sentences
            for located in (hit, *hit.family, *hit.more):
                report = reports[located.report.id]
                assert located.span.of(report.text) == located.text
                assert index.cite(report, located.span.start) == located.citation


def test_hits_come_best_first_unless_another_report_has_its_turn(engine: Engine):
    hits = engine.search(Query("府院联动机制")).hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert hits[0].score == max(hit.score for hit in hits)
    for one, other in itertools.pairwise(hits):
        assert one.score >= other.score or one.report != other.report
    assert "府院联动" in hits[0].matched
    assert "洛阳市" in places(engine.search(Query("府院联动机制", top=3)))


def test_a_question_in_other_words_finds_its_answer(engine: Engine):
    hits = engine.search(Query("老百姓告政府，领导自己到法庭上去说话", top=5)).hits
    assert any("出庭" in hit.text for hit in hits)


@pytest.mark.parametrize("text", QUERIES)
def test_the_same_query_gives_the_same_answer_twice(engine: Engine, text):
    first, second = (engine.search(Query(text, top=30)) for _ in range(2))
    assert first.hits == second.hits
    assert (first.total, first.cards, first.facets) == (second.total, second.cards, second.facets)


def _same(hit: Hit) -> Hit:
    """Return a hit without the sums it is ranked by."""
    return replace(hit, score=0.0, nearness=None)


def test_several_threads_get_the_answer_that_one_gets(sample_index, sample_settings):
    """Eight threads on an engine that has answered nothing yet: whatever is made at the first call is made once."""
    fresh = Engine.open(sample_index, sample_settings)
    asked = [Query(text, group=group) for text in QUERIES[:8] for group in (GroupBy.PASSAGE, GroupBy.PLACE)]
    asked += [
        Query("xingzheng fuyi"),
        Query('"行政复议" -调解'),
        Query("行政夏议"),
        Query("普法", Filters(years=(2024,))),
    ]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(fresh.search, asked * 3))
    for query, result in zip(asked * 3, together, strict=True):
        alone = fresh.search(query)
        # With other threads beside it a sum of products may end in another last digit.
        assert [_same(hit) for hit in result.hits] == [_same(hit) for hit in alone.hits]
        assert [hit.score for hit in result.hits] == pytest.approx([hit.score for hit in alone.hits], abs=1e-5)
        assert (result.facets, result.suggestion, result.chips) == (alone.facets, alone.suggestion, alone.chips)


# ---------------------------------------------------------------- no relevant result is an answer


@pytest.mark.parametrize("text", UNRELATED)
def test_a_question_from_another_walk_of_life_has_no_answer_only_the_nearest_there_is(engine: Engine, text):
    result = engine.search(Query(text, top=50))
    assert not result.answerable
    assert result.total == len(shown(result)) == 10
    assert result.facets.passages == 10
    assert not any(hit.relevant for hit in result.hits)


def test_what_staff_ask_has_an_answer(engine: Engine):
    refused = [text for text in QUERIES if not engine.search(Query(text)).answerable]
    assert len(refused) <= 0.05 * len(QUERIES), refused


def test_a_term_that_stands_in_the_reports_has_an_answer(engine: Engine):
    """Also one that is in a few passages of many."""
    texts = engine.locator.texts(range(len(engine.table.report)))
    terms = [term.name for term in Lexicon.load().terms[::5] if sum(term.name in text for text in texts) >= 3]
    refused = [term for term in terms if not engine.search(Query(term)).answerable]
    assert len(terms) >= 25
    assert len(refused) <= 0.05 * len(terms), refused


def test_the_total_counts_every_passage_once(engine: Engine):
    for text in QUERIES[:12]:
        result = engine.search(Query(text, top=1000))
        assert result.total == len(shown(result)) == len(set(shown(result)))
        assert result.cards == len(result.hits)
        assert result.facets.passages == result.total


# ---------------------------------------------------------------- filters


def values(engine: Engine) -> dict[str, list]:
    shelf = engine.shelf
    return {
        "places": ["内蒙古", "郯城县", "科左后旗", "河南", "云南省"],
        "years": shelf.years(),
        "levels": shelf.levels(),
        "kinds": shelf.kinds(),
        "publishers": ["司法局", "人民政府"],
        "sections": [*engine.table.sections[:8]],
        "parts": list(PARTS),
    }


PLACES = {
    "内蒙古": "内蒙古自治区",
    "郯城县": "郯城县",
    "科左后旗": "科尔沁左翼后旗",
    "河南": "河南省",
    "云南省": "云南省",
}


def passes(engine: Engine, passage: int, filters: Filters) -> bool:
    """Tell whether a passage is within the filters, read from its report."""
    info = engine.shelf.infos[int(engine.table.report[passage])]
    metadata, chain = info.metadata, info.place.chain if info.place else ()
    tests = {
        "places": lambda wanted: any(PLACES[name] in chain for name in wanted),
        "years": lambda wanted: metadata.year.value in wanted,
        "levels": lambda wanted: metadata.level.value in wanted,
        "kinds": lambda wanted: metadata.kind.value in wanted,
        "publishers": lambda wanted: any(word in (metadata.publisher.value or "") for word in wanted),
        "sections": lambda wanted: engine.table.sections[engine.table.section[passage]] in wanted,
        "parts": lambda wanted: PARTS[engine.table.part[passage]] in wanted,
    }
    return all(test(getattr(filters, name)) for name, test in tests.items() if getattr(filters, name))


def every(engine: Engine, filters: Filters) -> set[int]:
    return {passage for passage in range(len(engine.table.report)) if passes(engine, passage, filters)}


@pytest.mark.parametrize("text", ["公证", "行政执法监督", "猫咪掉毛", '"行政" -复议'])
@pytest.mark.parametrize("field", ["places", "years", "levels", "kinds", "publishers", "sections", "parts"])
def test_a_filter_lets_nothing_else_through(engine: Engine, field, text):
    for value in values(engine)[field]:
        filters = Filters(**{field: (value,)})
        for group in GroupBy:
            result = engine.search(Query(text, filters, top=1000, group=group))
            assert set(shown(result)) <= every(engine, filters)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_filters_together_let_through_what_passes_all_of_them(engine: Engine, data):
    chosen = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                name: st.lists(st.sampled_from(found), min_size=1, max_size=3, unique=True).map(tuple)
                for name, found in values(engine).items()
            },
        )
    )
    filters = Filters(**chosen)
    allowed = every(engine, filters)
    text = data.draw(st.sampled_from(["公证", "行政复议 调解", "优化营商环境", "how to bake bread"]))
    assert set(engine.rank(Query(text, filters)).passages.tolist()) == allowed
    result = engine.search(Query(text, filters, top=1000))
    assert set(shown(result)) <= allowed
    assert bool(result.hits) == bool(allowed)


@pytest.mark.parametrize("name", ["内蒙古", "内蒙古自治区"])
def test_a_province_includes_its_banners(engine: Engine, name):
    result = engine.search(Query("矛盾纠纷", Filters(places=(name,)), top=50))
    assert places(result) == {"科尔沁左翼后旗", "鄂尔多斯市"}
    assert result.searched == 2


def test_a_filter_typed_into_the_query_is_one_like_those_beside_it(engine: Engine):
    typed = engine.search(Query("普法 地区:科左后旗 年份:2024"))
    beside = engine.search(Query("普法", Filters(places=("科左后旗",), years=(2024,))))
    assert [hit.passage for hit in typed.hits] == [hit.passage for hit in beside.hits]
    assert places(typed) == {"科尔沁左翼后旗"}


def test_a_filter_by_theme_and_part_of_the_report(engine: Engine):
    filters = Filters(sections=("行政执法",), parts=("存在问题", "下一步打算"))
    result = engine.search(Query("执法", filters, top=100))
    assert set(shown(result)) <= every(engine, filters)
    assert engine.search(Query("执法", Filters(sections=("没有这个主题",)))).hits == ()


def test_filters_that_exclude_everything_give_no_hits(engine: Engine):
    result = engine.search(Query("公证", Filters(years=(1999,))))
    assert (result.hits, result.searched, result.total, result.answerable) == ((), 0, 0, False)


def test_a_place_nobody_knows_is_refused_with_advice(engine: Engine):
    with pytest.raises(QueryInvalid, match="地区表里没有“火星”"):
        engine.search(Query("普法", Filters(places=("火星",))))


def test_facets_say_how_many_there_would_be_with_another_value(engine: Engine):
    free = engine.search(Query("营商环境"))
    years = {value.value: value for value in free.facets.years}
    filtered = engine.search(Query("营商环境", Filters(years=(2024,))))
    beside = {value.value: value for value in filtered.facets.years}
    assert beside[2024].selected
    assert beside[2022].passages == years[2022].passages, "what another year has is counted without this year's filter"
    assert filtered.facets.passages == filtered.total == years[2024].passages


# ---------------------------------------------------------------- exact words


@pytest.mark.parametrize(
    "phrase",
    [
        "行政复议",
        "第一责任人",
        "放管服改革",  # the reports write “放管服”改革
        "12345",
        "23年度",  # part of a number
        "ａｐｐ",
        "好差评",
        "的",
    ],
)
def test_exact_words_stand_in_every_hit_and_every_passage_that_has_them_is_one(engine: Engine, phrase):
    texts = engine.locator.texts(range(len(engine.table.report)))
    holding = {number for number, text in enumerate(texts) if matches_exactly((phrase,), (), text)}
    assert holding
    result = engine.search(Query(f'"{phrase}"', top=1000))
    assert set(shown(result)) == holding
    assert result.answerable
    without = engine.search(Query(f"工作 -{phrase}", top=1000))
    assert not set(shown(without)) & holding
    assert set(engine.rank(Query(f"工作 -{phrase}")).passages.tolist()) == set(range(len(texts))) - holding


@pytest.mark.parametrize(
    "typed",
    [
        '"健全机制推进治理"',
        "“健全机制 推进治理”",
        '"设立蒙速办app"',
        '"蒙速办ＡＰＰ服务点"',
        '"办理社保、医保等高频事项310件"',
    ],
)
def test_exact_words_are_found_across_soft_breaks_marks_width_and_case(peers: Engine, typed):
    (hit,) = peers.search(Query(typed)).hits
    assert "蒙速办" in hit.text
    assert not any("蒙速办" in one.text for one in peers.search(Query(f"治理 -{typed}", top=50)).hits)


def test_several_exact_words_must_all_stand_and_excluded_ones_none(engine: Engine):
    result = engine.search(Query('"行政复议" "调解" -纠错', top=1000))
    assert result.hits
    for hit in result.hits:
        assert "行政复议" in hit.text
        assert "调解" in hit.text
        assert "纠错" not in hit.text


def test_exact_words_within_a_filter(engine: Engine):
    filters = Filters(places=("内蒙古",))
    result = engine.search(Query('"行政复议"', filters, top=1000))
    assert places(result) <= {"科尔沁左翼后旗", "鄂尔多斯市"}
    assert all("行政复议" in hit.text for hit in result.hits)


def test_exact_words_that_stand_nowhere_are_searched_by_meaning_and_that_is_said(engine: Engine):
    result = engine.search(Query('"行政机关一把手上法庭"'))
    assert any("行政机关一把手上法庭" in problem for problem in result.parsed.problems)
    assert any("出庭" in hit.text for hit in result.hits)


# ---------------------------------------------------------------- pages, groups, order


@pytest.mark.parametrize("group", list(GroupBy))
@pytest.mark.parametrize("sort", list(SortBy))
@pytest.mark.parametrize("text", ["法治督察", "行政执法三项制度", '"行政复议"'])
def test_pages_follow_each_other_without_gap_or_repeat(engine: Engine, text, group, sort):
    whole = engine.search(Query(text, top=50, group=group, sort=sort)).hits
    pages = [
        hit
        for offset in range(0, 50, 10)
        for hit in engine.search(Query(text, offset=offset, group=group, sort=sort)).hits
    ]
    assert pages == list(whole)
    assert [hit.rank for hit in pages] == list(range(1, len(whole) + 1))
    passages = [passage for hit in whole for passage in (hit.passage, *(m.passage for m in hit.family))]
    assert len(set(passages)) == len(passages)


def test_a_page_after_the_last_is_empty(engine: Engine):
    result = engine.search(Query("法治督察", offset=1000))
    assert result.hits == ()
    assert result.total > 0


@pytest.mark.parametrize("text", QUERIES[:10])
def test_grouped_by_report_each_report_is_there_once_and_holds_its_own(engine: Engine, text):
    passages = engine.search(Query(text, top=1000))
    grouped = engine.search(Query(text, top=1000, group=GroupBy.REPORT))
    assert grouped.total == passages.total
    assert len({hit.report.id for hit in grouped.hits}) == len(grouped.hits)
    assert {hit.report.id for hit in grouped.hits} == {hit.report.id for hit in passages.hits}
    for hit in grouped.hits:
        assert {one.report.id for one in (*hit.more, *hit.family)} <= {hit.report.id}


@pytest.mark.parametrize("text", QUERIES[:10])
def test_grouped_by_place_each_place_is_there_once_and_holds_its_own(engine: Engine, text):
    grouped = engine.search(Query(text, top=1000, group=GroupBy.PLACE))
    # A report of an unknown place stands for itself.
    found = [hit.report.place or hit.report.id for hit in grouped.hits]
    assert len(set(found)) == len(found)
    for hit in grouped.hits:
        assert {(one.report.place or one.report.id) for one in (*hit.more, *hit.family)} <= {
            hit.report.place or hit.report.id
        }
    assert grouped.total == sum(1 + len(hit.family) + hit.more_total for hit in grouped.hits)


def test_the_best_passage_stands_for_its_report(engine: Engine):
    scores = {hit.passage: hit.score for hit in engine.search(Query("法治督察", top=1000)).hits}
    for hit in engine.search(Query("法治督察", top=1000, group=GroupBy.REPORT)).hits:
        assert all(hit.score >= scores[one.passage] for one in hit.more)


def test_sorted_by_date_the_newest_come_first_and_the_undated_last(engine: Engine):
    hits = engine.search(Query('"法治"', top=1000, sort=SortBy.NEWEST)).hits
    metadata = [hit.report.metadata for hit in hits]
    dated = [one.published.value or one.year.value for one in metadata]
    assert None in dated
    assert all(date is None for date in dated[dated.index(None) :])
    days = [date for date in dated if isinstance(date, str)]
    assert days == sorted(days, reverse=True)
    years = [int(str(date)[:4]) for date in dated if date]
    assert years == sorted(years, reverse=True)


def test_sorting_shows_the_same_passages_in_another_order(engine: Engine):
    results = [engine.search(Query("法治督察", top=1000, sort=sort)) for sort in SortBy]
    assert len({frozenset(shown(result)) for result in results}) == 1


def test_no_report_fills_the_first_page_where_others_are_as_good(engine: Engine):
    reports = [hit.report.id for hit in engine.search(Query("法治政府建设")).hits]
    assert len(set(reports)) >= 7


class Reversing:
    """A reranker that likes best what the search put last."""

    def scores(self, query, texts, seconds):
        return np.linspace(0, 1, len(texts), dtype=np.float32)


class TooSlow:
    def scores(self, query, texts, seconds):
        return None


def with_reranker(engine: Engine, reranker, top: int) -> Engine:
    asker = engine.asker
    return Engine(engine.generation, asker._encoder, asker._tokenizer, reranker=reranker, rerank_top=top)


def test_a_rerankers_order_is_what_is_shown(engine: Engine):
    first = engine.rank(Query("行政执法三项制度")).passages.tolist()
    result = with_reranker(engine, Reversing(), 3).search(Query("行政执法三项制度", sort=SortBy.RELEVANCE, top=100))
    found = [hit.passage for hit in result.hits]
    assert found.index(first[2]) < found.index(first[0])
    assert set(found[:3]) == set(first[:3])
    assert found[0] == first[2]
    assert "reranked" in result.hits[0].wanted
    assert "reranked" not in result.hits[5].wanted


def test_a_reranker_that_has_no_time_changes_nothing(engine: Engine):
    query = Query("行政执法三项制度", top=50)
    assert with_reranker(engine, TooSlow(), 50).search(query).hits == engine.search(query).hits


# ---------------------------------------------------------------- what is typed


@pytest.mark.parametrize("text", ["xingzhengfuyi", "xing zheng fu yi", "zhifa jiandu"])
def test_pinyin_is_read_as_what_it_says_unless_that_is_not_wanted(engine: Engine, text):
    result = engine.search(Query(text))
    assert result.corrected
    assert result.suggestion is not None
    same = engine.search(Query(result.suggestion.text))
    assert [hit.passage for hit in result.hits] == [hit.passage for hit in same.hits]
    literal = engine.search(Query(text, literal=True))
    assert not literal.corrected
    assert engine.understand(Query(text, literal=True)).text == text


@pytest.mark.parametrize("text", ["行政夏议", "行政复义纠错率", "府院连动"])
def test_what_is_written_in_characters_is_asked_about_and_never_changed(engine: Engine, text):
    result = engine.search(Query(text))
    assert not result.corrected
    assert result.suggestion is not None
    assert engine.understand(Query(text)).text == text


@pytest.mark.parametrize("text", ["APP", "GDP", "legal aid", "12345", "公证", '"APP"'])
def test_what_is_no_pinyin_is_left_alone(engine: Engine, text):
    assert not engine.search(Query(text)).corrected


def test_places_and_years_no_report_is_about_are_named(engine: Engine):
    result = engine.search(Query("2019年深圳市的普法工作"))
    assert set(result.uncovered) == {"2019年", "深圳市"}
    assert engine.search(Query("郯城县 普法")).uncovered == ()


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
            '""',
            "-",
            "地区:郯城县",
            "地区:火星 年份:去年",
            "field:value~2^3",
            "\\",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
        ),
        *("\x00\x01", "行政" * 5000, "的", "ﷺ" * 100, "𠮷野家", '"𠮷"', "İstanbul ﬁ"),
    ],
)
def test_any_text_can_be_asked(engine: Engine, text):
    result = engine.search(Query(text))
    assert result.took_ms > 0
    assert result.total <= len(engine.table.report)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet='行政复议的 "“”-－地区年份:：2024内蒙古aＡ。\n', min_size=1, max_size=25),
    group=st.sampled_from(GroupBy),
)
def test_any_mixture_of_words_and_syntax_can_be_asked(engine: Engine, text, group):
    try:
        result = engine.search(Query(text, group=group, top=5))
    except QueryInvalid:
        # only words that are not wanted, or a place nobody knows
        assert not text.strip() or "地区" in text or "-" in text or "－" in text
        return
    for hit in result.hits:
        assert matches_exactly(result.parsed.phrases, result.parsed.excluded, hit.text)


# ---------------------------------------------------------------- the rest


def test_the_time_of_a_search_is_told_by_stage(engine: Engine):
    result = engine.search(Query("营商环境"))
    assert {"understand", "encode", "rank", "relevance", "arrange", "hits", "facets"} <= set(result.stages)
    assert all(taken >= 0 for taken in result.stages.values())
    assert sum(result.stages.values()) <= result.took_ms


def test_a_query_asked_again_needs_no_encoder(engine: Engine):
    engine.search(Query("公平竞争审查制度"))
    again = engine.search(Query("公平竞争审查制度", sort=SortBy.NEWEST, offset=10))
    assert again.stages["encode"] < 20


def test_the_original_file_can_be_given_back(engine: Engine, sample_settings):
    info = next(info for info in engine.shelf.infos if "榆阳区" in info.name)
    assert engine.original(info.id).read_bytes() == (sample_settings.data / info.source.name).read_bytes()
    assert engine.original("nothing-1") is None
    assert engine.report("nothing-1") is None
