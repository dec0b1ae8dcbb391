"""The dense leg's index: FAISS inner product over L2-normalised vectors, with ids and filters before ranking."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

PASSAGES = "passages.faiss"
SENTENCES = "sentences.faiss"

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
