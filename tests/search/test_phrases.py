"""What a writer gets from a search for wordings: sentences with their sources, varied, none invented."""

from pathlib import Path

import numpy as np
import pytest

from corpus.gazetteer import Gazetteer
from corpus.lexical import LexicalFilter
from corpus.model import heading_path
from search import Engine, Filters, QueryInvalid
from search.citation import citation
from search.locating import top_part
from search.phrases import LONGEST, SHORTEST, PhraseSearch
from search.variety import RUN, YIELD, Wording, spread
from tests.sharing import engine_over

QUERIES = [
    line for line in (Path(__file__).parents[2] / "bench" / "queries.txt").read_text("utf-8").split("\n") if line
]


def phrases_of(engine: Engine) -> PhraseSearch:
    """How an engine offers phrasing search: ``engine.phrases(text, filters, top, offset)`` is its ``search``."""

    def worded(words, depth, rows):
        where = None if rows is None else LexicalFilter(reports=rows.tolist())
        return engine.lexical.search(dict.fromkeys(words, 1.0), {"words": 1.0}, depth, where)[0]

    def cite(info, text, headings, number):
        return citation(info, heading_path(text, headings, number), top_part(headings, number))

    return PhraseSearch(
        vector=engine.asker.vector,
        words=engine.asker._tokenizer.words,
        table=engine.table,
        sentences=engine.sentences,
        families=engine.families,
        shelf=engine.shelf,
        texts=engine.catalog.texts,
        worded=worded,
        cite=cite,
        places=Gazetteer.load(),
    )


@pytest.fixture(scope="module")
def phrases(engine) -> PhraseSearch:
    return phrases_of(engine)


def shown(result) -> list[tuple[str, int]]:
    return [(phrase.report.id, phrase.span.start) for phrase in result.phrases]


def test_every_shown_text_stands_in_its_report(engine, phrases):
    reports = {info.id: engine.report(info.id) for info in engine.shelf.infos}
    for query in QUERIES:
        result = phrases.search(query, top=20)
        assert result.phrases
        for phrase in result.phrases:
            report = reports[phrase.report.id]
            assert phrase.text == phrase.span.of(report.text)
            assert phrase.citation == engine.cite(report, phrase.span.start)
            assert SHORTEST <= len(phrase.text) <= LONGEST
            assert 0 <= phrase.score <= 1
            assert phrase.uses[0] == (phrase.report, phrase.span, phrase.citation)
            for use in phrase.uses:
                assert use.span.of(reports[use.report.id].text).strip()
                assert use.citation == engine.cite(reports[use.report.id], use.span.start)


def test_a_sentence_with_the_very_words_comes_first(phrases):
    for words in (
        "深化行政执法体制改革",
        "行政机关负责人出庭应诉制度",
        "轻微违法行为免罚清单",
        "建设法治政府,需不断提升立法质量",
    ):
        best = phrases.search(words).phrases[0]
        assert words in best.text


def test_wordings_are_found_by_meaning_too(phrases):
    texts = [phrase.text for phrase in phrases.search("老百姓告政府，领导自己到法庭上去说话").phrases]
    assert any("出庭" in text for text in texts)


def test_no_pattern_is_shown_twice_and_pages_follow_each_other(phrases):
    for query in ("行政复议", "法治政府建设", "共办理案件"):
        whole = phrases.search(query, top=60)
        patterns = [phrase.pattern for phrase in whole.phrases]
        assert len(set(patterns)) == len(patterns)
        pages = [place for offset in range(0, 60, 7) for place in shown(phrases.search(query, top=7, offset=offset))]
        assert pages[:60] == shown(whole)[:60]
        assert whole.total >= len(whole.phrases) == 60
        beyond = phrases.search(query, offset=whole.total)
        assert (beyond.phrases, beyond.total) == ((), whole.total)


def test_a_page_is_spread_over_places(phrases):
    for query in ("法治政府建设", "行政执法", "优化营商环境"):
        found = phrases.search(query).phrases
        owners = [phrase.report.place.name if phrase.report.place else phrase.report.id for phrase in found]
        assert len(set(owners)) >= 5
        narrow = phrases.search(query, per_place=1, variety=0.0).phrases
        assert len({phrase.report.place or phrase.report.id for phrase in narrow}) >= len(set(owners))


def test_filters_and_sections_narrow_what_is_shown(engine, phrases):
    inner = phrases.search("化解矛盾纠纷", Filters(places=("内蒙古",)), top=20)
    assert {phrase.report.place.name for phrase in inner.phrases} == {"科尔沁左翼后旗", "鄂尔多斯市"}
    assert inner.searched == 2
    assert phrases.search("化解矛盾纠纷", Filters(years=(1999,))).phrases == ()
    table = engine.table
    problems = [passage for passage in range(len(table.report)) if "存在" in "".join(_path(engine, passage))]
    allowed = np.flatnonzero(np.isin(table.sentence_passage, problems))
    found = phrases.search("执法不规范", allowed=allowed, top=20).phrases
    assert found
    assert all(any("存在" in heading for heading in phrase.heading) for phrase in found)
    nothing = phrases.search("执法不规范", allowed=np.empty(0, np.int64))
    assert (nothing.phrases, nothing.total) == ((), 0)


def _path(engine: Engine, passage: int) -> tuple[str, ...]:
    row, number = int(engine.table.report[passage]), int(engine.table.heading[passage])
    text, headings = engine.catalog.texts([row])[row]
    return heading_path(text, headings, None if number < 0 else number)


def test_headings_that_run_into_their_paragraph_come_behind_sentences(phrases):
    found = phrases.search("健全完善法规规章", top=30, variety=0.0).phrases
    scores = {phrase.text: phrase.score for phrase in found}
    assert scores["一是健全完善法规规章。"] <= 0.5


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_is_refused(phrases, text):
    with pytest.raises(QueryInvalid, match="查询不能为空"):
        phrases.search(text)


@pytest.mark.parametrize("text", ["？？？", "a", "😀", "的", "行政" * 5000, "\x00\x01", "××年"])
def test_any_text_can_be_asked(phrases, text):
    assert phrases.search(text).took_ms > 0


# ---------------------------------------------------------------- a small index of four places

REPORT = """{place}2024年法治政府建设情况报告

一、主要做法
全年共办理行政复议案件{cases}件，行政机关负责人出庭应诉率达到{rate}%。{practice}

二、存在的问题
部分执法人员依法行政意识有待提高。
"""
PLACES = {
    "郯城县": (94, 100, "在镇街设立复议受理点，由司法所代收材料。"),
    "榆阳区": (1203, 98.5, "组织律师每月到企业开展法治体检。"),
    "洛阳市": (736, 70, "推行说理式执法文书，由当事人当场评价。"),
    "灵台县": (12, 91, "邀请人大代表担任执法监督员，随案旁听。"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory, models_dir, encoder) -> Engine:
    texts = {
        place: REPORT.format(place=place, cases=cases, rate=rate, practice=practice)
        for place, (cases, rate, practice) in PLACES.items()
    }
    return engine_over(texts, tmp_path_factory.mktemp("small"), models_dir, encoder)


def test_the_same_wording_of_four_places_is_one_phrase_with_four_sources(small):
    first, *others = phrases_of(small).search("办理行政复议案件，负责人出庭应诉率").phrases
    assert first.pattern == "全年共办理行政复议案件××件，行政机关负责人出庭应诉率达到××%。"
    assert (first.places, first.used) == (4, 4)
    assert {use.report.place.name for use in first.uses} == set(PLACES)
    for use in first.uses:
        cases, rate, _ = PLACES[use.report.place.name]
        text = small.report(use.report.id).text
        assert use.span.of(text) == f"全年共办理行政复议案件{cases}件，行政机关负责人出庭应诉率达到{rate}%。"
        assert use.report.source.name in use.citation
    assert all(first.pattern != phrase.pattern for phrase in others)


def test_uses_of_a_wording_are_told_whatever_the_filter_shows(small):
    (first, *_) = phrases_of(small).search("出庭应诉率", Filters(places=("榆阳区",))).phrases
    assert first.report.place.name == "榆阳区"
    assert first.uses[0].report.place.name == "榆阳区"
    assert first.places == 4


def test_the_list_of_sources_can_be_cut_short_but_not_their_count(small):
    (first, *_) = phrases_of(small).search("出庭应诉率", Filters(places=("榆阳区",)), most_uses=2).phrases
    assert (len(first.uses), first.used, first.places) == (2, 4, 4)
    assert first.uses[0] == (first.report, first.span, first.citation)


# ---------------------------------------------------------------- variety


def wording(number: int, score: float, pattern: str, owner: str) -> Wording:
    return Wording(number, score, pattern, pattern, (owner,))


def test_what_repeats_a_shown_wording_waits():
    first = wording(0, 0.9, "全年共办理行政复议案件××件", "甲")
    again = wording(1, 0.89, "全年办理行政复议案件××件", "乙")
    other = wording(2, 0.7, "畅通复议申请渠道，设立便民窗口", "丙")
    assert spread([first, again, other], 3, 0.3, 2) == [first, other, again]
    assert spread([first, again, other], 3, 0.0, 2) == [first, again, other]


def test_no_place_fills_a_page_while_others_have_something_as_good():
    many = [wording(number, 0.9 - number / 100, chr(0x4E00 + number) * 9, "甲") for number in range(5)]
    good, poor = wording(8, 0.8, "乙" * 9, "乙"), wording(9, 0.5 * YIELD, "丙" * 9, "丙")
    assert [one.owner[0] for one in spread([*many, good, poor], 7, 0.3, 2)] == [
        "甲",
        "甲",
        "乙",
        "甲",
        "甲",
        "甲",
        "丙",
    ]


def test_the_share_of_a_place_counts_anew_on_each_page():
    many = [wording(number, 0.9, chr(0x4E00 + number) * 9, "甲") for number in range(20)]
    others = [wording(50 + number, 0.8, chr(0x5E00 + number) * 9, f"乙{number}") for number in range(20)]
    owners = [one.owner[0] == "甲" for one in spread([*many, *others], 2 * RUN, 0.3, 3)]
    assert owners == ([True] * 3 + [False] * (RUN - 3)) * 2
