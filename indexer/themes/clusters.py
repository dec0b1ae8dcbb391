"""Groups passages by what they say: vectors and words together, k-means, how many groups measured on the corpus.

A build starts from the groups of the build before, so that a report more or less leaves the themes where they are; it
begins anew only where that has become clearly better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.metrics import silhouette_score

from corpus.vectors import Vectors

Rows = NDArray[np.int64]
Labels = NDArray[np.int64]

# Dimensions kept of vectors and of words, each, and how much of a report's mean is taken off: the best of 18 settings by NMI with
# the sections of the rules on the 28 sample reports, 19 groups (.53 with 100 dimensions of words and no mean off, .58 with
# 50, .63 with half the mean off, .59 with all of it). With the provincial reports the choice matters little (.62 to .64).
_OF_EACH = 50
_TONE, _ENOUGH_FOR_TONE = 0.5, 8
# A word in fewer passages is a name, one in a larger share of them says nothing.
_LEAST_PASSAGES, _LARGEST_SHARE = 3, 0.2
# Passages on which the number of groups is measured, a bound on time: the silhouette takes the square of it.
MEASURED_ON = 2_000
# A theme has this many passages on average at least; a reader takes in no more than MOST themes at a glance.
_LEAST_PER_THEME, MOST = 15, 40
_STEP = 1.25
# The silhouette rises with the number almost without end: the smallest number within this of the clearest is taken.
_CLEAR_ENOUGH = 0.9
# Starting anew must be so much clearer than going on from the build before. With a tenth of the reports gone it is up to
# 1.17 times as clear, with six times as many passages of another kind added 1.6 times (ten draws and one growth, on the
# corpora of `python -m bench themes`; 1.1 was tried first and gave up themes in two draws of ten).
_WORTH_CHANGING = 1.3
_STARTS = 5
_SEED = 0


@dataclass(frozen=True)
class Groups:
    """Passages in groups.

    :param labels: ``(n,)`` the group of each.
    :param nearness: ``(n,)`` float32, cosine with the group's centre.
    :param came_from: which group of the build before each group goes on from, -1 for a new one.
    """

    labels: Labels
    nearness: Vectors
    came_from: Labels


def features(vectors: Vectors, words: csr_array, report: NDArray[np.int32], sample: Rows) -> Vectors:
    """Return what passages are compared by, ``(n, dim)`` float32, L2-normalised.

    :param vectors: ``(n, dim)`` float32, centred.
    :param words: ``(n, words)`` of 0 and 1.
    :param report: ``(n,)`` the report of each.
    :param sample: rows to learn the axes from.
    """
    by_meaning = _reduced(_less_of_the_report(vectors, report), sample)
    by_words = _reduced_words(words, sample)
    return _unit(np.hstack([by_meaning, by_words]) if by_words.shape[1] else by_meaning)


def _less_of_the_report(vectors: Vectors, report: NDArray[np.int32]) -> Vectors:
    """Take part of each report's mean off its passages: its tone is no theme."""
    reports, passages = np.unique(report, return_inverse=True)
    sums = np.zeros((len(reports), vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, passages, vectors)
    counts = np.bincount(passages)
    own = np.where(counts >= _ENOUGH_FOR_TONE, _TONE / counts, 0).astype(np.float32)
    return _unit(vectors - (sums * own[:, None])[passages])


def _reduced(vectors: Vectors, sample: Rows) -> Vectors:
    size = min(_OF_EACH, len(sample) - 1, vectors.shape[1])
    axes = PCA(size, svd_solver="randomized", random_state=_SEED).fit(vectors[sample])
    return _unit(axes.transform(vectors).astype(np.float32))


def _reduced_words(words: csr_array, sample: Rows) -> Vectors:
    held = np.asarray(words[sample].sum(axis=0)).ravel()
    kept = np.flatnonzero((held >= _LEAST_PASSAGES) & (held <= max(_LEAST_PASSAGES, _LARGEST_SHARE * len(sample))))
    size = min(_OF_EACH, len(kept) - 1, len(sample) - 1)
    if size < 2:
        return np.empty((words.shape[0], 0), dtype=np.float32)
    weights = np.log(len(sample) / held[kept])
    weighted = csr_array(words[:, kept] @ diags_array(weights.astype(np.float32)))
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    weighted = csr_array(diags_array((1 / lengths).astype(np.float32)) @ weighted)
    axes = TruncatedSVD(size, random_state=_SEED).fit(weighted[sample])
    return _unit(axes.transform(weighted).astype(np.float32))


def grouped(given: Vectors, before: Labels, sample: Rows) -> Groups | None:
    """Group passages; ``None`` if there are too few.

    :param given: features, ``(n, dim)`` float32, L2-normalised.
    :param before: ``(n,)`` the group each would have had in the build before, -1 where nobody knows.
    :param sample: rows to learn from.
    """
    learned = given[sample]
    measured = learned[:: max(1, -(-len(learned) // MEASURED_ON))]
    counts = numbers_of_groups(len(measured))
    if not counts:
        return None
    fresh = [KMeans(count, n_init=_STARTS, random_state=_SEED).fit(measured).cluster_centers_ for count in counts]
    scores = [clearness(measured, _nearest(measured, centres)[0]) for centres in fresh]
    best = next(n for n, score in enumerate(scores) if score >= _CLEAR_ENOUGH * max(scores))
    went_on = _going_on(learned, before[sample])
    came_from = None
    if went_on and clearness(measured, _nearest(measured, went_on[0])[0]) * _WORTH_CHANGING >= scores[best]:
        centres, came_from = went_on
    else:
        centres = KMeans(counts[best], init=fresh[best], n_init=1).fit(learned).cluster_centers_
    labels, nearness = _nearest(given, centres)
    if came_from is None:
        came_from = _matched(labels, before, len(centres))
    return Groups(labels, nearness, came_from)


def numbers_of_groups(passages: int) -> list[int]:
    """Return the numbers of groups to try, each a quarter more than the one before."""
    most = min(MOST, passages // _LEAST_PER_THEME)
    tried: list[int] = []
    count = 4.0
    while round(count) <= most:
        tried.append(round(count))
        count *= _STEP
    return tried or ([most] if most >= 2 else [])


def clearness(given: Vectors, labels: Labels) -> float:
    """Return how clearly groups stand apart: the silhouette (Rousseeuw 1987) by cosine, ``-1..1``."""
    if len(np.unique(labels)) < 2:
        return -1.0
    return float(silhouette_score(given, labels, metric="cosine"))


def _going_on(learned: Vectors, before: Labels) -> tuple[Vectors, Labels] | None:
    """Return the centres that follow from the groups of the build before, and which group each follows from."""
    olds = np.array([old for old in np.unique(before[before >= 0]) if np.sum(before == old) >= 3])
    if len(olds) < 2:
        return None
    starts = np.array([learned[before == old].mean(axis=0) for old in olds])
    return KMeans(len(olds), init=starts, n_init=1).fit(learned).cluster_centers_, olds


def _matched(labels: Labels, before: Labels, count: int) -> Labels:
    """Return for each group the one of the build before with which it shares more than half of either's passages."""
    came_from = np.full(count, -1, dtype=np.int64)
    known = before >= 0
    if not known.any():
        return came_from
    shared = np.zeros((count, int(before.max()) + 1))
    np.add.at(shared, (labels[known], before[known]), 1)
    either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0) - shared
    overlap = shared / np.maximum(either, 1)
    best = overlap.argmax(axis=1)
    # Over a half of both together can be the case for one pair only.
    same = overlap[np.arange(count), best] > 0.5
    came_from[same] = best[same]
    return came_from


def _nearest(given: Vectors, centres: Vectors) -> tuple[Labels, Vectors]:
    likeness = given @ _unit(centres.astype(np.float32)).T
    return likeness.argmax(axis=1), likeness.max(axis=1)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    unit: Vectors = vectors / lengths
    return unit
