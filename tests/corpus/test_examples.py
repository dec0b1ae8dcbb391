"""Everyday words are read by the examples nearest to them."""

from dataclasses import replace

import numpy as np
import pytest

from corpus.errors import LexiconInvalid
from corpus.examples import Example, ExampleVectors, load_examples

HEADER = "说法,报告里的说法\n"


def vectors(*rows: tuple[float, ...]) -> np.ndarray:
    found = np.array(rows, np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture
def examples() -> ExampleVectors:
    """Two ways to say the first thing, one to say the second."""
    return ExampleVectors.of(
        words=vectors((1, 0, 0, 0), (0.9, 0.1, 0, 0), (0, 1, 0, 0)),
        sentences=vectors((0, 0, 1, 0), (0, 0, 0, 1)),
        sentence_of=np.array([0, 0, 1]),
        examples=(
            Example("小毛病不罚", "推行首违不罚。"),
            Example("头一回就算了", "推行首违不罚。"),
            Example("不用开证明", "推行证明事项告知承诺制。"),
        ),
    )


@pytest.fixture
def load(tmp_path):
    def loaded(rows: str):
        file = tmp_path / "examples.csv"
        file.write_text(HEADER + rows, encoding="utf-8")
        return load_examples(file)

    return loaded


def test_a_query_is_read_as_what_the_nearest_examples_say(examples):
    reading = examples.reading(vectors((1, 0.05, 0, 0))[0])
    assert reading.example.words == "小毛病不罚"
    assert reading.trust == 1
    assert reading.vector @ examples.sentences[0] > 0.99
    assert np.linalg.norm(reading.vector) == pytest.approx(1)


def test_a_query_between_two_examples_says_something_of_both(examples):
    reading = examples.reading(vectors((1, 1, 0, 0))[0])
    assert reading.vector @ examples.sentences[0] > 0.3 < reading.vector @ examples.sentences[1]


def test_a_query_that_no_example_is_near_is_left_as_it_is(examples):
    assert examples.reading(vectors((0, 0, 1, 1))[0]) is None


def test_trust_grows_with_nearness(examples):
    trusts = [
        reading.trust if (reading := examples.reading(vectors((1, 0, far, 0))[0])) else 0 for far in (0, 1, 1.5, 3, 9)
    ]
    assert trusts == sorted(trusts, reverse=True)
    assert trusts[0] == 1 > trusts[1] > trusts[2] > trusts[-1] == 0


def test_a_word_is_known_where_any_example_has_it(examples):
    assert [examples.knows(word) for word in ("毛病", "告知承诺", "红烧肉")] == [True, True, False]


def test_without_examples_nothing_is_read():
    none = ExampleVectors(np.zeros((0, 4), np.float32), np.zeros((0, 4), np.float32), np.zeros(0, np.int64), ())
    assert none.reading(vectors((1, 0, 0, 0))[0]) is None


def test_what_is_written_is_read_again(examples, tmp_path):
    examples.write(tmp_path)
    again = ExampleVectors.read(tmp_path)
    assert again.examples == examples.examples
    assert again.sentence_of.tolist() == [0, 0, 1]
    np.testing.assert_array_equal(again.translation, examples.translation)
    assert np.allclose(again.words, examples.words, atol=1e-3)
    assert np.allclose(again.sentences, examples.sentences, atol=1e-3)


def test_a_missing_table_has_no_examples(tmp_path):
    assert load_examples(tmp_path / "none.csv") == ()


def test_words_said_twice_are_refused_with_both_lines(load):
    with pytest.raises(LexiconInvalid, match=r"第 3 行.*第 2 行已有"):
        load("小毛病不罚,推行首违不罚。\n小毛病不罚,另一句话。\n")


def test_half_a_row_is_refused_with_its_line(load):
    with pytest.raises(LexiconInvalid, match=r"第 3 行.*都要填"):
        load("小毛病不罚,推行首违不罚。\n只有说法,\n")


# ------------------------------------------------------------ the shipped table

ALL = load_examples()


def test_the_shipped_examples_are_many_and_short_against_long():
    assert len(ALL) >= 6000
    assert np.median([len(one.words) for one in ALL]) <= 16
    assert np.median([len(one.text) for one in ALL]) >= 30


def test_the_nearest_examples_have_shares_that_sum_to_one(examples):
    nearest = examples.reading(vectors((1, 0.05, 0, 0))[0]).nearest
    assert [example.words for example, _ in nearest] == ["小毛病不罚", "头一回就算了", "不用开证明"]
    shares = [share for _, share in nearest]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)


def test_a_query_is_translated_by_all_examples(examples):
    """Whichever way the first thing is said, the translation lies nearer to its sentence than to the other."""
    for query, near, far in ((vectors((1, 0.2, 0, 0))[0], 0, 1), (vectors((0.1, 1, 0, 0))[0], 1, 0)):
        said = examples.translated(query)
        assert np.linalg.norm(said) == pytest.approx(1)
        assert said @ examples.sentences[near] > said @ examples.sentences[far] + 0.3


def test_what_all_sentences_share_counts_little_in_a_translation():
    """One direction in which every sentence lies says nothing of which sentence is meant."""
    generator = np.random.default_rng(0)
    queries = generator.standard_normal((200, 8)).astype(np.float32)
    sentences = queries + 4 * generator.standard_normal((200, 1)).astype(np.float32) * np.eye(8, dtype=np.float32)[7]
    pairs = ExampleVectors.of(
        queries / np.linalg.norm(queries, axis=1, keepdims=True),
        sentences / np.linalg.norm(sentences, axis=1, keepdims=True),
        np.arange(200),
        tuple(Example(str(row), str(row)) for row in range(200)),
    )
    said = pairs.translated(np.full(8, 8**-0.5, np.float32))
    assert abs(said[7]) < np.abs(said[:7]).min() / 2


def test_without_examples_nothing_is_translated():
    none = ExampleVectors.of(np.zeros((0, 4), np.float32), np.zeros((0, 4), np.float32), np.zeros(0, np.int64), ())
    assert none.translated(vectors((1, 0, 0, 0))[0]) is None


def test_an_index_from_before_translations_has_none(examples, tmp_path):
    replace(examples, translation=None).write(tmp_path)
    assert ExampleVectors.read(tmp_path).translated(vectors((1, 0, 0, 0))[0]) is None
