"""What the legs are asked: the query's words, what the lexicon holds to be the same, and a vector without the places."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from corpus.examples import Example, ExampleVectors
from corpus.model import Span
from corpus.tokens import Tokenizer
from search import Engine, Query
from search.asking import AS_TYPED, Asker

TABLE = """词,同义词,全称,类别
行政诉讼,民告官、行政官司,,行政应诉
放管服,,简政放权、放管结合、优化服务,政务服务与营商环境
"""
NO_EXAMPLES = ExampleVectors(np.zeros((0, 384), np.float32), np.zeros((0, 384), np.float32), np.zeros(0, np.int64), ())


class Counting:
    """An encoder that keeps what it was asked."""

    def __init__(self, encoder) -> None:
        self._encoder, self.asked = encoder, []

    def encode_queries(self, texts):
        self.asked += texts
        return self._encoder.encode_queries(texts)


@pytest.fixture
def counting(engine) -> Counting:
    return Counting(engine.asker._encoder)


@pytest.fixture
def tokenizer(tmp_path) -> Tokenizer:
    """A tokenizer that knows two terms."""
    table = tmp_path / "terms.csv"
    table.write_text(TABLE, encoding="utf-8")
    return Tokenizer(table, tmp_path)


@pytest.fixture
def asker(engine, counting, tokenizer) -> Asker:
    return Asker(counting, tokenizer, engine.calibration, NO_EXAMPLES)


def test_the_words_as_typed_count_whole(asker):
    legs = asker.ask("容缺受理 94件").legs
    assert {"受理": 1.0, "94": 1.0}.items() <= legs.words.items()
    assert {"容缺": 1.0, "缺受": 1.0, "受理": 1.0}.items() <= legs.bigrams.items()


def test_an_everyday_word_asks_for_the_term_too_and_for_its_other_forms_at_half_weight(asker):
    asked = asker.ask("民告官怎么办", weights=replace(AS_TYPED, expansion=0.7))
    assert asked.text == "行政诉讼怎么办"
    assert asked.legs.words["民告官"] == 1.0
    assert asked.legs.words["行政诉讼"] == pytest.approx(0.7)
    assert asked.legs.words["行政官司"] == pytest.approx(0.35)
    assert asked.legs.bigrams["诉讼"] == pytest.approx(0.7)
    assert {"民告官", "行政诉讼", "行政官司"} <= set(asked.words)


def test_a_word_of_the_query_never_counts_less_for_being_a_synonym_too(asker):
    legs = asker.ask("行政官司 民告官", weights=replace(AS_TYPED, expansion=0.4)).legs
    assert legs.words["行政官司"] == legs.words["民告官"] == 1.0


def test_a_slogan_asks_for_what_it_stands_for(asker):
    assert asker.ask("放管服").legs.words["优化"] == pytest.approx(0.5)


def test_without_expansion_the_lexicon_changes_nothing(asker):
    asked = asker.ask("民告官", weights=replace(AS_TYPED, expansion=0))
    assert asked.text == "民告官"
    assert "行政诉讼" not in {*asked.words, *asked.legs.words}


def pairs(engine: Engine) -> ExampleVectors:
    """Two things that people say, with what a report says for each."""
    examples = (
        Example("小毛病头回不罚", "推行轻微违法首违不罚，免罚120件。"),
        Example("办事少跑腿", "推进一网通办，压减材料。"),
    )
    words, texts = zip(*((example.words, example.text) for example in examples), strict=True)
    return ExampleVectors.of(engine.asker.centred(words), engine.asker.centred(texts), np.arange(2), examples)


@pytest.fixture
def with_examples(engine, tokenizer) -> Asker:
    return Asker(engine.asker._encoder, tokenizer, engine.calibration, pairs(engine))


def test_the_words_of_the_nearest_examples_take_part_but_are_not_marked(with_examples):
    asked = with_examples.ask("小毛病头回不罚", weights=replace(AS_TYPED, example_words=0.8))
    assert 0 < asked.legs.words["违法"] <= 0.8
    assert asked.legs.words["违法"] > asked.legs.words["材料"]
    assert "违法" not in asked.words


def test_figures_of_examples_are_invented_and_never_asked_for(with_examples):
    asked = with_examples.ask("小毛病头回不罚", weights=replace(AS_TYPED, example_words=0.8))
    assert not [word for word in asked.legs.words if any(letter.isdigit() for letter in word)]


def test_what_is_typed_counts_more_than_what_an_example_says(with_examples):
    legs = with_examples.ask("违法小毛病头回不罚", weights=replace(AS_TYPED, example_words=0.8)).legs
    assert legs.words["违法"] == 1.0


def test_without_their_weights_examples_change_nothing(with_examples, asker):
    text = "小毛病头回不罚"
    mine, none = with_examples.ask(text), asker.ask(text)
    assert mine.legs.words == none.legs.words
    assert mine.meanings == ()
    np.testing.assert_array_equal(mine.legs.vector, none.legs.vector)


@pytest.mark.parametrize("weights", [replace(AS_TYPED, examples=1.0), replace(AS_TYPED, translation=0.5)])
def test_examples_lead_the_vector_towards_their_sentence(with_examples, engine, weights):
    text = "小毛病头回不罚"
    sentence = pairs(engine).sentences[0]
    led, own = (with_examples.ask(text, weights=one).legs.vector for one in (weights, AS_TYPED))
    assert led @ sentence > own @ sentence + 0.05
    assert np.linalg.norm(led) == pytest.approx(1, abs=1e-5)


def test_places_decide_where_to_look_and_not_what_for(asker, counting):
    text = "郯城县 行政诉讼"
    asked = asker.ask(text, [Span(0, 3)])
    assert counting.asked == ["行政诉讼"]
    assert asked.text == "行政诉讼"
    assert asked.legs.words["郯城县"] == 1.0, "the words still count: headings and titles name the place"


@pytest.mark.parametrize(
    "spans",
    [
        [Span(0, 3), Span(0, 3)],  # 鼓楼区 is one of 福州 and one of 南京
        [Span(0, 3), Span(0, 2)],  # one name in another
        [Span(0, 2), Span(1, 3)],
    ],
)
def test_a_name_of_several_places_takes_nothing_from_the_words_beside_it(asker, spans):
    assert asker.ask("鼓楼区普法宣传进社区", spans).text == "普法宣传进社区"


def test_a_query_that_is_a_place_and_nothing_else_stays_whole(asker):
    assert asker.ask("郯城县", [Span(0, 3)]).text == "郯城县"
    assert asker.ask("郯城县的？", [Span(0, 3)]).text == "郯城县的?"


def test_the_vector_is_the_encoders_and_is_asked_of_it_once(asker, counting):
    first = asker.ask("怎样化解争议").vector
    assert asker.ask("怎样化解争议").vector is first
    assert counting.asked == ["怎样化解争议"]
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-3)


def test_the_legs_are_asked_with_the_centred_vector(asker, engine):
    asked = asker.ask("怎样化解争议")
    expected = asked.vector - engine.calibration.query_mean
    np.testing.assert_allclose(asked.legs.vector, expected / np.linalg.norm(expected), atol=1e-5)


def test_many_threads_share_what_is_remembered(asker, counting):
    texts = [f"第{number}个问题" for number in range(6)]
    single = [asker.vector(text) for text in texts]
    counting.asked.clear()
    barrier = threading.Barrier(8)

    def ask(_):
        barrier.wait()
        return [asker.vector(text) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        for vectors in pool.map(ask, range(8)):
            assert all(one is other for one, other in zip(vectors, single, strict=True))
    assert counting.asked == []


def test_threads_that_ask_at_the_same_moment_for_the_first_time_agree(engine: Engine, tmp_path):
    asker = Asker(engine.asker._encoder, Tokenizer(cache_dir=tmp_path), engine.calibration, NO_EXAMPLES)
    barrier = threading.Barrier(8)

    def ask(_):
        barrier.wait()
        return asker.ask("行政执法三项制度")

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(ask, range(8))
    for other in others:
        np.testing.assert_allclose(other.vector, first.vector, atol=1e-6)
        assert (other.words, other.legs.words) == (first.words, first.legs.words)


def test_only_a_bounded_number_of_vectors_is_kept(asker, counting, monkeypatch):
    monkeypatch.setattr("search.asking._KEPT_VECTORS", 2)
    for text in ("甲", "乙", "甲", "丙", "甲", "乙"):
        asker.vector(text)
    assert counting.asked == ["甲", "乙", "丙", "乙"], "乙 was the least recently asked when 丙 came"


# ---------------------------------------------------------------- with the lexicon of the product


@pytest.mark.parametrize(
    ("everyday", "official"),
    [("民告官", "行政诉讼"), ("跟政府打官司", "行政诉讼"), ("一把手出庭", "出庭应诉")],
)
def test_what_people_say_finds_what_reports_write(engine: Engine, everyday, official):
    hits = engine.search(Query(everyday, top=10)).hits
    assert any(official in hit.text for hit in hits)


def test_the_words_to_mark_stand_in_the_passage_as_typed_or_as_a_synonym(engine: Engine):
    hits = engine.search(Query("民告官", top=10)).hits
    marked = {word for hit in hits for word in hit.matched}
    assert "行政诉讼" in marked
    assert all(word in hit.text.lower() for hit in hits for word in hit.matched)
