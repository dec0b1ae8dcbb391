"""The dense leg's index: FAISS inner product over L2-normalised vectors, with ids and filters before ranking."""

from __future__ import annotations

import functools
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

PASSAGES = "passages.faiss"
SENTENCES = "sentences.faiss"

CLAUSES = "clauses"

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


def write_vectors(path: Path, vectors: Vectors, ids: Ids) -> None:
    """Write an exact inner-product index.

    :param vectors: ``(n, dim)`` float32, L2-normalised.
    :param ids: ``(n,)`` int64.
    """
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), np.ascontiguousarray(ids, dtype=np.int64))
    # FAISS opens files by name in the system's encoding; a buffer works for every path.
    path.write_bytes(faiss.serialize_index(index).tobytes())


class VectorIndex:
    """Searches one FAISS index. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), dtype=np.uint8))

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    @functools.cached_property
    def vectors(self) -> Vectors:
        """All vectors, ``(n, dim)`` float32, in the order of their ids ``0..n-1``; a view of the index's own memory."""
        # faiss's annotations know the base class only.
        inner: Any = self._index
        flat: Any = faiss.downcast_index(inner.index)
        view: Vectors = faiss.rev_swig_ptr(flat.get_xb(), self.size * flat.d).reshape(self.size, flat.d)
        # An array made from this object keeps it, and with it the index's memory, for as long as it is used.
        memory = SimpleNamespace(__array_interface__=view.__array_interface__, index=self._index)
        return np.asarray(memory)

    def search(self, query: Vectors, depth: int, allowed: Ids | None = None) -> tuple[Ids, Vectors]:
        """Return the nearest vectors.

        :param query: ``(dim,)`` float32, L2-normalised.
        :param allowed: ids to choose from; ``None`` allows all.
        :return: ids and inner products, both ``(n,)``, ``n <= depth``, best first.
        """
        parameters = None
        if allowed is not None:
            if not len(allowed):
                return np.empty(0, np.int64), np.empty(0, np.float32)
            mask = np.zeros(int(allowed.max()) + 1, dtype=bool)
            mask[allowed] = True
            bitmap = np.packbits(mask, bitorder="little")
            # faiss's annotations describe the C++ signatures, not the Python ones.
            selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, ids = self._index.search(query.reshape(1, -1), min(depth, self.size or 1), params=parameters)
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def nearest(self, queries: Vectors, depth: int) -> tuple[Ids, Vectors]:
        """Return the nearest vectors of several queries at once, which takes far less than one after the other.

        :param queries: ``(n, dim)`` float32, L2-normalised.
        :return: ids and inner products, both ``(n, min(depth, size))``, best first.
        """
        scores, ids = self._index.search(np.ascontiguousarray(queries), min(depth, self.size))
        return ids, scores


def write_clauses(folder: Path, vectors: Vectors, passages: NDArray[np.int32]) -> None:
    """Write the clauses of a generation.

    :param vectors: ``(n, dim)`` float32, L2-normalised.
    :param passages: ``(n,)`` the passage of each, ascending.
    """
    np.save(folder / f"{CLAUSES}.npy", vectors.astype(np.float16))
    np.save(folder / f"{CLAUSES}-passages.npy", passages)


class ClauseVectors:
    """Vectors of the clauses of long sentences, to score passages that other vectors found.

    They are many and never searched as a whole, so they stay on disk in float16 (768 bytes each at 384 dimensions) and
    only the rows asked for are read. Safe to use from several threads.

    :param count: how many passages the generation has.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._vectors = np.load(folder / f"{CLAUSES}.npy", mmap_mode="r")
        passages = np.load(folder / f"{CLAUSES}-passages.npy")
        self._first = np.searchsorted(passages, np.arange(count + 1)).astype(np.int64)

    def best(self, query: Vectors, passages: Ids) -> Vectors:
        """Return the best inner product of each passage's clauses with ``query``, ``(n,)`` float32.

        :param query: ``(dim,)`` float32, L2-normalised.
        :param passages: ``(n,)`` passage ids; one without clauses gets -1.
        """
        best = np.full(len(passages), -1, dtype=np.float32)
        lengths = self._first[passages + 1] - self._first[passages]
        holding = np.flatnonzero(lengths)
        if len(holding):
            rows, starts = rows_of(self._first, passages[holding])
            best[holding] = np.maximum.reduceat(self._vectors[rows].astype(np.float32) @ query, starts)
        return best


def rows_of(first: Ids, groups: Ids) -> tuple[Ids, Ids]:
    """Return the rows of groups of consecutive rows, and where in them each group begins.

    :param first: ``(all groups + 1,)`` the first row of every group; ``groups`` the ones wanted, none empty.
    """
    lengths = first[groups + 1] - first[groups]
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.repeat(first[groups] - starts, lengths) + np.arange(lengths.sum()), starts
