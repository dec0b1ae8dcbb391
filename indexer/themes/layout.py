"""Lays passages out on a map: what is alike lies together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.manifold import TSNE

from corpus.vectors import Vectors

# Passages laid out against each other, 2.4 s on one core, against 6.9 s for 3,000; every other one is put among those it is
# most like.
ANCHORS = 1_500
# Fewer than the usual 1,000 for time: 500 take 4.3 s. How the pictures differ was not measured.
_STEPS, _NEIGHBOURS = 300, 30
_NEAREST = 3
_CHUNK = 8_192
_FEWEST = 8


def positions(given: Vectors, sample: NDArray[np.int64]) -> Vectors:
    """Return where each passage lies, ``(n, 2)`` float32, ``-1..1``.

    :param given: features, ``(n, dim)`` float32, L2-normalised.
    :param sample: rows from which the anchors are taken.
    """
    anchors = sample[:: max(1, -(-len(sample) // ANCHORS))]
    if len(anchors) < _FEWEST:
        return np.zeros((len(given), 2), dtype=np.float32)
    near = min(_NEIGHBOURS, (len(anchors) - 1) // 3)
    tsne = TSNE(2, init="pca", perplexity=near, max_iter=_STEPS, random_state=0)
    laid = tsne.fit_transform(given[anchors]).astype(np.float32)
    laid -= laid.mean(axis=0)
    laid /= np.abs(laid).max() or 1
    placed = np.empty((len(given), 2), dtype=np.float32)
    for start in range(0, len(given), _CHUNK):
        likeness = given[start : start + _CHUNK] @ given[anchors].T
        nearest = np.argpartition(-likeness, _NEAREST, axis=1)[:, :_NEAREST]
        # Squared, so that the nearest one draws most.
        weights = np.maximum(np.take_along_axis(likeness, nearest, axis=1), 1e-3) ** 2
        placed[start : start + _CHUNK] = (laid[nearest] * weights[:, :, None]).sum(axis=1) / weights.sum(
            axis=1, keepdims=True
        )
    placed[anchors] = laid
    return placed
