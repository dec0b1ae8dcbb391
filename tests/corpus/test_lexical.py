"""BM25 over tokens: what stands in a passage is found, filters let nothing else through, no text is an error."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.lexical import LexicalDocument, LexicalFilter, LexicalIndex, write_lexical
from corpus.tokens import Tokens

NOTHING = Tokens((), ())
# report, section, part, words of the passage, words of its headings
PASSAGES = [
    (0, 1, 0, "行政 复议 复议 调解", "郯城县"),
    (0, 2, 1, "行政 执法 公示", "郯城县"),
    (1, 1, 0, "行政 复议", "榆阳区 复议"),
    (2, 1, 2, "普法 宣传", "复议"),
    (2, 0, 0, "", ""),
]


def tokens(words: str) -> Tokens:
    found = tuple(words.split())
    return Tokens(found, tuple(pair for word in found for pair in (word[:2], word[1:3]) if len(pair) == 2))


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical")
    documents = (
        LexicalDocument(number, report, section, part, tokens(body), tokens(above))
        for number, (report, section, part, body, above) in enumerate(PASSAGES)
    )
    write_lexical(folder, documents)
    return LexicalIndex(folder)


def found(index, terms, fields=None, depth=10, where=None) -> list[int]:
    weights = dict.fromkeys(terms, 1.0)
    ids, scores = index.search(weights, fields or {"words": 1.0}, depth, where)
    assert (scores > 0).all()
    assert (np.diff(scores) <= 0).all()
    assert (ids.dtype, scores.dtype) == (np.int64, np.float32)
    return ids.tolist()


def test_passages_with_the_word_are_found_and_the_one_that_has_it_more_often_first(index):
    assert sorted(found(index, ["复议"])) == [0, 2]
    assert found(index, ["复议", "调解"])[0] == 0
    assert found(index, ["宣传"]) == [3]


def test_a_heading_counts_only_where_it_is_asked_and_less_than_the_text(index):
    assert found(index, ["复议"], {"words": 1.0, "heading_words": 0.1})[-1] == 3
    assert 3 not in found(index, ["复议"])


def test_a_weight_of_a_term_moves_what_has_it(index):
    def first(**weights: float) -> int:
        return int(index.search(weights, {"words": 1.0}, 5)[0][0])

    assert first(普法=1.0, 公示=0.1) == 3
    assert first(普法=0.1, 公示=1.0) == 1


def test_no_more_than_the_depth_are_found(index):
    assert len(found(index, ["行政"], depth=2)) == 2


@pytest.mark.parametrize("terms", [[], ["没有这个词"], ['"'], ["a b"], ["AND"], ["*"], ["\x00"], [""]])
def test_words_that_stand_nowhere_find_nothing_and_break_nothing(index, terms):
    assert found(index, terms) == []


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (LexicalFilter(), [0, 1, 2]),
        (LexicalFilter(reports=[1]), [2]),
        (LexicalFilter(reports=[0, 1], sections=[1]), [0, 2]),
        (LexicalFilter(parts=[1, 2]), [1]),
        (LexicalFilter(reports=[0], sections=[1], parts=[1]), []),
        (LexicalFilter(reports=[]), []),
        (LexicalFilter(sections=[99]), []),
    ],
)
def test_a_filter_lets_only_its_own_through_and_leaves_the_scores(index, where, expected):
    assert sorted(found(index, ["行政"], where=where)) == expected
    scored = dict(zip(*index.search({"行政": 1.0}, {"words": 1.0}, 10), strict=True))
    ids, scores = index.search({"行政": 1.0}, {"words": 1.0}, 10, where)
    assert scores.tolist() == pytest.approx([scored[one] for one in ids.tolist()])


def test_all_pairs_of_characters_must_stand_in_a_passage_that_holds_them(index):
    assert index.holding(["行政"]).tolist() == [0, 1, 2]
    assert index.holding(["行政", "复议"]).tolist() == [0, 2]
    assert index.holding(["行政", "宣传"]).tolist() == []


WORDS = st.sampled_from(["复议", "应诉", "普法", "执法", "公示", "调解"])
BODIES = st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES, st.lists(WORDS, min_size=1, max_size=3, unique=True))
def test_a_search_finds_exactly_the_passages_that_have_one_of_its_words(tmp_path_factory, bodies, terms):
    folder = tmp_path_factory.mktemp("lexical")
    write_lexical(
        folder, (LexicalDocument(n, n, 0, 0, Tokens(tuple(body), ()), NOTHING) for n, body in enumerate(bodies))
    )
    expected = {number for number, body in enumerate(bodies) if Counter(body).keys() & set(terms)}
    assert set(found(LexicalIndex(folder), terms)) == expected
