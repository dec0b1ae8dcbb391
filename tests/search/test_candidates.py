"""The legs: what each says of a passage is what a plain loop over its sentences and clauses says."""

import numpy as np
import pytest

from corpus.lexical import LexicalFilter
from corpus.model import Span
from corpus.text import clause_spans
from search import Engine, Query
from search.candidates import Allowed, Candidates, Legs
from search.fusion import Weights
from search.ranking import Ranker

HEADING = Weights().heading
QUERIES = (
    "行政争议实质性化解",
    "府院联动机制",
    "行政复议纠错率",
    "老百姓告政府,领导自己到法庭上去说话",
    "容缺受理和告知承诺",
    "法律顾问参与决策合法性审查",
    "行政执法三项制度",
    "首违不罚",
    "规范性文件备案审查",
    "公平竞争审查",
    "12345热线",
    "法治副校长",
    "人民调解员",
    "社区矫正",
    "述法全覆盖",
    "突发事件应急处置",
    "如何让企业少跑腿",
    "乡镇综合行政执法改革",
    "败诉率偏高",
    "政务诚信建设",
)


def legs_of(engine: Engine) -> Legs:
    return Legs(engine.table, engine.passages, engine.sentences, engine.clauses, engine.lexical)


def asked(engine: Engine, text: str):
    return engine.asker.ask(text).legs


def allowing(engine: Engine, reports: list[int]) -> Allowed:
    return Allowed(np.isin(engine.table.report, reports), LexicalFilter(reports=reports))


@pytest.fixture(scope="module")
def found(engine) -> Candidates:
    return legs_of(engine).candidates(asked(engine, "行政执法三项制度"), None, HEADING)


def test_in_a_small_index_every_passage_is_looked_at(engine, found):
    assert found.passages.tolist() == list(range(len(engine.table.report)))
    assert set(found.legs) == {"passage", "sentence", "clause", "words", "bigrams"}
    assert all(scores.shape == found.passages.shape for scores in found.legs.values())


def test_the_best_sentence_is_what_a_plain_loop_finds(engine, found):
    vector = asked(engine, "行政执法三项制度").vector
    owners = engine.table.sentence_passage
    for passage, score, best in zip(found.passages, found.legs["sentence"], found.best_sentence, strict=True):
        own = np.flatnonzero(owners == passage)
        cosines = engine.sentences.vectors[own] @ vector
        assert score == pytest.approx(cosines.max(), abs=1e-5)
        assert best in own
        assert cosines[own.tolist().index(best)] == pytest.approx(cosines.max(), abs=1e-5)


def test_a_passage_counts_as_near_as_its_nearest_clause_or_uncut_sentence(engine, found):
    vector = asked(engine, "行政执法三项制度").vector
    clauses = engine.clauses.best(vector, found.passages)
    np.testing.assert_allclose(found.legs["clause"], np.maximum(clauses, found.legs["sentence"]))
    table, texts = engine.table, engine.catalog.texts(range(len(engine.shelf)))
    sentences = zip(table.sentence_passage, table.sentence_start, table.sentence_stop, strict=True)
    cut = {
        int(passage)
        for passage, start, stop in sentences
        if clause_spans(texts[table.report[passage]][0], Span(int(start), int(stop)))
    }
    assert set(np.flatnonzero(clauses > -1).tolist()) == cut


def test_a_clause_is_found_that_a_long_sentence_hides(engine: Engine):
    """The vector of a sentence of ten measures is near to none of them."""
    found = legs_of(engine).candidates(asked(engine, "法治副校长"), None, HEADING)
    assert (found.legs["clause"] > found.legs["sentence"] + 0.1).any()


def test_a_word_that_stands_nowhere_gives_a_lexical_leg_nothing(engine):
    found = legs_of(engine).candidates(asked(engine, "zzqx"), None, HEADING)
    assert not found.legs["words"].any()
    assert not found.legs["bigrams"].any()


def test_a_word_in_the_heading_counts_as_much_as_asked_for(engine: Engine):
    """Without the share of headings, a leg finds only passages in which the word itself stands."""
    texts = engine.locator.texts(range(len(engine.table.report)))
    word = asked(engine, "郯城县")
    without = legs_of(engine).candidates(word, None, 0.0).legs["bigrams"]
    with_it = legs_of(engine).candidates(word, None, HEADING).legs["bigrams"]
    holding = {number for number, text in enumerate(texts) if "郯城" in text or "城县" in text}
    assert set(np.flatnonzero(without > 0).tolist()) == holding
    assert set(np.flatnonzero(with_it > 0).tolist()) > holding


@pytest.mark.parametrize("reports", [[0], [3, 7, 11], []])
@pytest.mark.parametrize("limit", [0, 10**9])
def test_only_what_is_allowed_is_a_candidate(engine, monkeypatch, reports, limit):
    monkeypatch.setattr("search.candidates._ALL", limit)
    found = legs_of(engine).candidates(asked(engine, "普法宣传"), allowing(engine, reports), HEADING)
    own = np.flatnonzero(np.isin(engine.table.report, reports))
    assert found.passages.tolist() == own.tolist()
    assert len(found.best_sentence) == len(own)


def test_what_is_kept_keeps_its_scores(found):
    mask = found.legs["words"] > 0
    kept = found.kept(mask)
    assert kept.passages.tolist() == found.passages[mask].tolist()
    assert kept.best_sentence.tolist() == found.best_sentence[mask].tolist()
    assert all((kept.legs[leg] == scores[mask]).all() for leg, scores in found.legs.items())


def top_ten(engine: Engine, text: str) -> list[int]:
    ranker = Ranker(legs_of(engine), engine.families.commonness)
    return ranker.rank(asked(engine, text)).passages[:10].tolist()


def test_a_large_index_gives_the_same_first_ten_as_looking_at_every_passage(engine: Engine, monkeypatch):
    """A tenth of the passages a leg: what is among the best ten is among the best fifty of a leg."""
    whole = {text: top_ten(engine, text) for text in QUERIES}
    monkeypatch.setattr("search.candidates._ALL", 0)
    monkeypatch.setattr("search.candidates.DEPTH", 50)
    fewer = legs_of(engine).candidates(asked(engine, QUERIES[0]), None, HEADING)
    assert 50 <= len(fewer.passages) <= 150
    kept = [len(set(whole[text]) & set(top_ten(engine, text))) / 10 for text in QUERIES]
    assert np.mean(kept) >= 0.9
    assert sum(top_ten(engine, text)[0] == whole[text][0] for text in QUERIES) >= 0.9 * len(QUERIES)


def test_a_large_index_at_its_real_depth_gives_just_the_same(engine: Engine, monkeypatch):
    whole = {text: engine.rank(Query(text)).passages.tolist()[:10] for text in QUERIES}
    monkeypatch.setattr("search.candidates._ALL", 0)
    assert {text: engine.rank(Query(text)).passages.tolist()[:10] for text in QUERIES} == whole
