"""Fusion: each leg scaled over its own candidates, then a weighted sum."""

import numpy as np
import pytest

from search.fusion import WEIGHTS, Ranking, fuse, min_max


def ranking(**scores: float) -> Ranking:
    items = sorted(scores.items(), key=lambda item: -item[1])
    return Ranking(np.array([int(k[1:]) for k, _ in items], np.int64), np.array([v for _, v in items], np.float32))


def test_scores_are_scaled_to_one_and_nought():
    assert min_max(np.array([30.0, 20.0, 10.0], np.float32)).tolist() == [1.0, 0.5, 0.0]


def test_equal_scores_count_fully():
    assert min_max(np.array([2.0, 2.0], np.float32)).tolist() == [1.0, 1.0]
    assert min_max(np.array([], np.float32)).tolist() == []


def test_a_passage_that_several_legs_find_beats_one_that_a_single_leg_likes():
    fused = fuse(
        {"sentence": ranking(p1=0.95, p2=0.94, p3=0.80), "words": ranking(p2=9.0, p3=1.0)},
        {"sentence": 0.5, "words": 0.5},
    )
    assert [item.passage for item in fused] == [2, 1, 3]
    assert fused[0].ranks == {"sentence": 2, "words": 1}
    assert fused[0].score == pytest.approx(0.5 * (0.14 / 0.15) + 0.5, abs=1e-5)


def test_ties_keep_the_order_of_the_corpus():
    fused = fuse({"words": ranking(p9=1.0, p4=1.0, p7=1.0)}, {"words": 1.0})
    assert [item.passage for item in fused] == [4, 7, 9]


def test_the_weights_sum_to_one():
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)
