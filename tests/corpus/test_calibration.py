"""Calibration: vectors without what all have in common, and how near unrelated questions come."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corpus.calibration import Calibration, background_queries, calibrate, is_latin

DIM = 8
# Vectors of e5 crowd in one direction: documents here lie around it too.
COMMON = np.full(DIM, 2.0, np.float32)


def unit(rows) -> np.ndarray:
    rows = np.asarray(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def documents(count: int, seed: int = 0) -> np.ndarray:
    return unit(COMMON + np.random.default_rng(seed).normal(size=(count, DIM)))


def calibration(document_mean=None, background=(0.8, 0.02, 0.7, 0.05)) -> Calibration:
    mean = documents(50).mean(axis=0) if document_mean is None else document_mean
    return Calibration(mean, np.zeros(DIM, np.float32), np.array(background, np.float32))


OFFSETS = arrays(np.float32, (3, DIM), elements=st.floats(-3, 3, width=32))


# No deadline: the first call touches NumPy's libraries, which takes long on a busy computer.
@settings(max_examples=300, deadline=None)
@given(OFFSETS)
def test_centred_documents_can_be_turned_back_into_the_encoders(offsets):
    vectors = unit(COMMON + offsets + np.float32(0.01))
    known = calibration()
    centred = known.centred_documents(vectors)
    np.testing.assert_allclose(known.original_documents(centred), vectors, atol=2e-4)


def test_centred_vectors_have_length_one():
    centred = calibration().centred_documents(documents(20, seed=1))
    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)


def test_centring_tells_documents_apart_that_crowd_in_one_direction():
    vectors = documents(50)
    centred = calibration().centred_documents(vectors)
    assert (vectors @ vectors.T).mean() > 0.6
    assert abs((centred @ centred.T).mean()) < 0.05


@pytest.mark.parametrize("seed", range(20))
def test_an_index_of_one_sentence_has_no_direction_left_and_still_turns_back(seed):
    """The one document is the mean, but for rounding; never a direction made of that, never not-a-number."""
    (vector,) = documents(1, seed)
    alone = calibration(document_mean=(vector + vector + vector) / np.float32(3.0))
    centred = alone.centred_documents(vector[np.newaxis])
    assert np.linalg.norm(centred) < 1e-4
    np.testing.assert_allclose(alone.original_documents(centred), [vector], atol=1e-3)


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("行政复议", False),
        ("APP 和公共平台", False),
        ("㐀", False),
        ("xingzheng fuyi", True),
        ("12345", True),
        ("？", True),
        ("", True),
    ],
)
def test_a_query_is_latin_if_it_has_no_chinese_character(text, latin):
    assert is_latin(text) is latin


def test_a_query_is_compared_with_unrelated_questions_in_its_own_script():
    assert calibration().background_of("怎样推进府院联动") == pytest.approx((0.8, 0.02))
    assert calibration().background_of("legal aid") == pytest.approx((0.7, 0.05))


def test_a_background_without_spread_divides_by_no_nought():
    mean, deviation = calibration(background=(0.8, 0, 0.7, 0)).background_of("行政复议")
    assert mean == pytest.approx(0.8)
    assert deviation > 0


def test_the_background_is_measured_by_the_nearest_sentence_of_each_question_and_by_script():
    passages, sentences = unit([[1, 1], [0, 1]]), unit([[1, 0], [0, 1]])
    questions = unit([[1, 0], [3, 4], [4, -3]])
    measured = calibrate(passages, sentences, unit([[1, 0], [0, 1]]), questions, ("你好", "明天", "hello"))
    np.testing.assert_allclose(measured.background, [0.9, 0.1, 0.8, 0], atol=1e-6)
    np.testing.assert_allclose(measured.query_mean, [0.5, 0.5])
    np.testing.assert_allclose(measured.document_mean, (passages.sum(axis=0) + sentences.sum(axis=0)) / 4, atol=1e-6)


def test_what_was_written_is_what_is_read(tmp_path):
    calibration().write(tmp_path)
    read = Calibration.read(tmp_path)
    for name in ("document_mean", "query_mean", "background"):
        assert (getattr(read, name) == getattr(calibration(), name)).all()


def test_the_questions_of_other_walks_of_life_are_many_distinct_and_in_both_scripts():
    questions = background_queries()
    assert len(set(questions)) == len(questions) >= 40
    latin = sum(map(is_latin, questions))
    assert 10 <= latin < len(questions) - latin
    assert not any(question.startswith("#") for question in questions)


def test_unrelated_questions_come_less_near_than_related_ones(engine):
    def best(text: str) -> float:
        vectors = engine.calibration.original_documents(engine.sentences.vectors)
        mean, deviation = engine.calibration.background_of(text)
        return (float((vectors @ engine.asker.vector(text)).max()) - mean) / deviation

    unrelated = [best(text) for text in ("糖醋排骨的做法", "周末去哪里钓鱼", "吉他怎么调弦", "婴儿夜里哭闹")]
    related = [best(text) for text in ("行政复议纠错率", "行政机关负责人出庭应诉", "柔性执法免罚清单")]
    assert max(unrelated) < min(related)
