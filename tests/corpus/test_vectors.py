"""The vector files: exact search with filters, and the clauses' vectors read from disk."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vectors import ClauseVectors, VectorIndex, rows_of, write_clauses, write_vectors

DIM = 16


def unit(count: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def index(tmp_path) -> VectorIndex:
    write_vectors(tmp_path / "v.faiss", unit(30), np.arange(30))
    return VectorIndex(tmp_path / "v.faiss")


def test_all_vectors_can_be_read_as_they_were_written(index):
    assert index.size == 30
    assert index.vectors.dtype == np.float32
    np.testing.assert_array_equal(index.vectors, unit(30))


def test_the_vectors_outlive_the_index_they_were_read_with(tmp_path):
    write_vectors(tmp_path / "v.faiss", unit(20_000), np.arange(20_000))
    vectors = VectorIndex(tmp_path / "v.faiss").vectors
    others = [np.zeros_like(vectors) for _ in range(4)]  # would take the memory, were it free
    np.testing.assert_array_equal(vectors, unit(20_000))
    assert len(others) == 4


def test_the_nearest_come_first_and_a_filter_leaves_only_its_own(index):
    query = unit(1, seed=9)[0]
    expected = np.argsort(-(unit(30) @ query))
    ids, scores = index.search(query, 5)
    assert ids.tolist() == expected[:5].tolist()
    np.testing.assert_allclose(scores, (unit(30) @ query)[ids], atol=1e-6)
    allowed = np.array([3, 8, 21])
    ids, _ = index.search(query, 5, allowed)
    assert ids.tolist() == [one for one in expected.tolist() if one in allowed]
    assert [len(found) for found in index.search(query, 5, np.empty(0, np.int64))] == [0, 0]


def test_a_path_with_chinese_and_spaces_works(tmp_path):
    path = tmp_path / "索 引" / "向量.faiss"
    path.parent.mkdir()
    write_vectors(path, unit(2), np.arange(2))
    assert VectorIndex(path).size == 2


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12), st.data())
def test_rows_of_groups_are_their_rows_in_order(lengths, data):
    first = np.concatenate(([0], np.cumsum(lengths)))
    holding = [number for number, length in enumerate(lengths) if length]
    if not holding:
        return
    groups = data.draw(st.lists(st.sampled_from(holding), min_size=1, max_size=6))
    rows, starts = rows_of(first, np.array(groups))
    expected = [list(range(first[group], first[group + 1])) for group in groups]
    assert rows.tolist() == [row for group in expected for row in group]
    assert [rows[start] for start in starts] == [group[0] for group in expected]


# How many clauses each of seven passages has: none at the beginning, in the middle and at the end.
CLAUSES = (0, 3, 1, 0, 2, 5, 0)


@pytest.fixture
def clauses(tmp_path) -> ClauseVectors:
    passages = np.repeat(np.arange(len(CLAUSES)), CLAUSES).astype(np.int32)
    write_clauses(tmp_path, unit(sum(CLAUSES), seed=3), passages)
    return ClauseVectors(tmp_path, len(CLAUSES))


@given(passages=st.lists(st.integers(0, len(CLAUSES) - 1), max_size=12), seed=st.integers(0, 99))
def test_the_best_clause_is_what_a_plain_loop_finds(tmp_path_factory, passages, seed):
    folder = tmp_path_factory.mktemp("clauses")
    owners = np.repeat(np.arange(len(CLAUSES)), CLAUSES).astype(np.int32)
    vectors, query = unit(sum(CLAUSES), seed=3), unit(1, seed=seed)[0]
    write_clauses(folder, vectors, owners)
    expected = []
    for passage in passages:
        own = [float(vectors[row] @ query) for row in np.flatnonzero(owners == passage)]
        expected.append(max(own, default=-1.0))
    found = ClauseVectors(folder, len(CLAUSES)).best(query, np.array(passages, dtype=np.int64))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=2e-3)  # float16 keeps a component within 2**-11 of its value


def test_a_passage_without_clauses_gets_the_least(clauses):
    best = clauses.best(unit(1)[0], np.arange(len(CLAUSES)))
    assert [score == -1 for score in best] == [count == 0 for count in CLAUSES]


def test_a_generation_whose_sentences_are_all_short_has_no_clauses(tmp_path):
    write_clauses(tmp_path, np.empty((0, DIM), np.float32), np.empty(0, np.int32))
    assert ClauseVectors(tmp_path, 3).best(unit(1)[0], np.arange(3)).tolist() == [-1, -1, -1]


def test_clauses_take_two_bytes_a_component(clauses, tmp_path):
    size = (tmp_path / "clauses.npy").stat().st_size
    assert size < sum(CLAUSES) * DIM * 2 + 200
