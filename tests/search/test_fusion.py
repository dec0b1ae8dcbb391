"""Fusion: each leg scaled between its best and its ``depth``-th, then a weighted sum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.fusion import LEGS, Weights, fuse, min_max, ranks

DEEP = 200
SCORES = st.lists(st.floats(-2, 40, width=32), max_size=40).map(lambda values: np.array(values, np.float32))


def scaled(*scores: float, depth: int = DEEP) -> list[float]:
    return min_max(np.array(scores, np.float32), depth).tolist()


def test_scores_are_scaled_to_one_and_nought_in_the_order_given():
    assert scaled(20.0, 30.0, 10.0) == [0.5, 1.0, 0.0]


def test_equal_scores_count_fully_and_one_alone_too():
    assert scaled(2.0, 2.0) == [1.0, 1.0]
    assert scaled(0.3) == [1.0]


def test_nothing_found_counts_nothing():
    assert scaled() == []
    assert scaled(0.0, -0.4, 0.0) == [0.0, 0.0, 0.0]


def test_what_a_leg_did_not_find_counts_nothing_and_moves_no_other():
    assert scaled(30.0, 0.0, 20.0, -5.0, 10.0) == [1.0, 0.0, 0.5, 0.0, 0.0]
    assert scaled(0.0, 7.0) == [0.0, 1.0]


def test_below_the_depth_all_count_nothing():
    """The scale reaches to the third here: how bad the fourth and fifth are changes nothing."""
    assert scaled(9.0, 7.0, 5.0, 1.0, 0.5, depth=3) == [1.0, 0.5, 0.0, 0.0, 0.0]
    assert scaled(9.0, 7.0, 5.0, depth=3) == scaled(9.0, 7.0, 5.0, depth=99)


def test_equal_scores_down_to_the_depth_count_fully_and_the_rest_not_more():
    assert scaled(5.0, 5.0, 5.0, 1.0, depth=3)[:3] == [1.0, 1.0, 1.0]


@given(SCORES, st.integers(1, 50))
def test_scaling_keeps_the_order_of_a_leg(scores, depth):
    out = min_max(scores, depth)
    assert out.shape == scores.shape
    assert ((out >= 0) & (out <= 1)).all()
    assert (out[scores <= 0] == 0).all()
    if (scores > 0).any():
        assert out[scores.argmax()] == 1
    order = np.argsort(scores, kind="stable")
    assert (np.diff(out[order]) >= 0).all()


def test_a_passage_that_several_legs_find_beats_one_that_a_single_leg_likes():
    legs = {"sentence": np.array([0.95, 0.94, 0.80], np.float32), "words": np.array([0.0, 9.0, 1.0], np.float32)}
    fused = fuse(legs, Weights(sentence=0.5, words=0.5))
    assert fused.argmax() == 1
    assert fused.tolist() == pytest.approx([0.5, 0.5 * 0.14 / 0.15 + 0.5, 0.0], abs=1e-5)


def test_only_the_leg_with_a_weight_decides():
    legs = {name: np.roll(np.arange(1, 6, dtype=np.float32), shift) for shift, name in enumerate(LEGS)}
    for name, scores in legs.items():
        alone = Weights(**{leg: float(leg == name) for leg in LEGS})
        assert fuse(legs, alone).tolist() == min_max(scores, DEEP).tolist()


def test_ranks_count_from_one_and_what_was_not_found_has_none():
    assert ranks(np.array([0.2, 0.0, 0.9, -0.3, 0.5], np.float32)).tolist() == [3, 0, 1, 0, 2]
    assert ranks(np.zeros(3, np.float32)).tolist() == [0, 0, 0]


def test_ties_keep_the_order_of_the_corpus():
    assert ranks(np.array([1.0, 2.0, 1.0, 2.0], np.float32)).tolist() == [3, 1, 4, 2]
