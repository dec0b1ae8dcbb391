"""From passages to themes: which passages take part, their groups, names and places on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

from corpus.catalog import PassageTable
from corpus.lexicon import Lexicon
from corpus.model import Report
from corpus.parts import PARTS, Part
from corpus.themes import UNSORTED, Theme, Themes
from corpus.vectors import PASSAGES, VectorIndex, Vectors
from indexer.themes.before import Before
from indexer.themes.clusters import Groups, features, grouped
from indexer.themes.layout import positions
from indexer.themes.naming import name_themes
from indexer.themes.words import PassageWords

# Shorter passages are headings and transitions: 一年来，着重抓了以下工作。
_SHORTEST = 30
# Openings, closings and explanations of terms are on no theme, unless their words or headings tell one.
_FRAMING = [PARTS.index(part) for part in (Part.OVERVIEW, Part.OTHER)]
# Passages less like their theme's centre than this are on something else, or on everything.
FAR = 0.3


@dataclass(frozen=True, eq=False)
class Corpus:
    """What themes are found in.

    :param vectors: ``(passages, dim)`` float32, centred.
    :param texts: of the passages, each with the headings over it.
    :param words: which passage has which word; ``names`` the words by number.
    :param sample: passages to learn from.
    :param terms: of the field's lexicon.
    """

    vectors: Vectors
    texts: Sequence[str]
    words: csr_array
    names: Sequence[str]
    sample: NDArray[np.int64]
    table: PassageTable
    terms: frozenset[str]


def write_themes(
    folder: Path,
    reports: Sequence[Report],
    table: PassageTable,
    words: PassageWords,
    lexicon: Lexicon,
    before: Before | None = None,
) -> None:
    """Find the themes of a generation and write them into its folder.

    :param folder: holds the generation's passage vectors.
    :param table: of the same reports.
    :param words: of all passages.
    :param before: themes to go on from.
    """
    vectors = VectorIndex(folder / PASSAGES).vectors
    texts = passage_texts(reports)
    corpus = Corpus(vectors, texts, words.matrix(), words.words, words.sample, table, frozenset(lexicon.words))
    old = before.labels(reports, vectors) if before else np.full(len(vectors), UNSORTED, dtype=np.int64)
    find_themes(corpus, old, before.themes if before else ()).write(folder)


def passage_texts(reports: Sequence[Report]) -> list[str]:
    """Return the text of each passage with the headings over it."""
    return [
        "\n".join((*report.heading_path(passage.heading), passage.span.of(report.text)))
        for report in reports
        for passage in report.passages
    ]


def find_themes(corpus: Corpus, old: NDArray[np.int64], kept: Sequence[Theme]) -> Themes:
    """Return the themes of passages; the same for the same passages, whatever the computer.

    :param old: ``(passages,)`` theme of each before, an index into ``kept``, ``UNSORTED`` for none.
    """
    size, dim = corpus.vectors.shape
    groups, laid = None, np.zeros((size, 2), dtype=np.float32)
    taking_part = np.flatnonzero(_sortable(corpus.table))
    sample = np.intersect1d(taking_part, corpus.sample)
    # Sums of several threads differ in their last digits from run to run, and t-SNE makes something of it.
    with threadpool_limits(1):
        if len(sample) > 1:
            given = features(corpus.vectors, corpus.words, corpus.table.report, sample)
            groups = grouped(given[taking_part], old[taking_part], np.searchsorted(taking_part, sample))
            laid = positions(given, sample)
    if groups is None:
        none = np.full(size, UNSORTED, dtype=np.int16)
        nothing = (np.zeros((size, 0), dtype=bool), np.zeros((0, dim), dtype=np.float32))
        return Themes((), none, np.zeros(size, dtype=np.float32), laid, *nothing)
    labels, nearness, came_from = _largest_first(groups, taking_part, size)
    went_on = {label: kept[origin] for label, origin in enumerate(came_from) if origin >= 0}
    themes = name_themes(corpus.words, corpus.names, labels, corpus.table.report, corpus.terms, went_on)
    centroids = _centroids(corpus.vectors, labels, len(themes))
    return Themes(themes, labels.astype(np.int16), nearness, laid, _mentions(corpus.texts, themes), centroids)


def _mentions(texts: Sequence[str], themes: Sequence[Theme]) -> NDArray[np.bool_]:
    """Return which passages or the headings over them have the leading term of a theme, or two others.

    Read letter by letter: where a page says that a place does not mention something, it must be so.
    """
    found = np.zeros((len(texts), len(themes)), dtype=bool)
    for column, theme in enumerate(themes):
        leading, *others = theme.terms
        found[:, column] = [
            leading in text or (len(others) > 1 and all(term in text for term in others)) for text in texts
        ]
    return found


def _sortable(table: PassageTable) -> NDArray[np.bool_]:
    framing = np.isin(table.part, _FRAMING) & (table.section == 0)
    sortable: NDArray[np.bool_] = (table.stop - table.start >= _SHORTEST) & ~framing
    return sortable


def _largest_first(
    groups: Groups, taking_part: NDArray[np.int64], passages: int
) -> tuple[NDArray[np.int64], Vectors, list[int]]:
    """Return label and nearness of all passages, and where each label comes from, labels by size."""
    near = groups.nearness >= FAR
    sizes = np.bincount(groups.labels[near], minlength=len(groups.came_from))
    order = [label for label in np.argsort(-sizes, kind="stable").tolist() if sizes[label]]
    rank = np.full(len(sizes), UNSORTED, dtype=np.int64)
    rank[order] = np.arange(len(order))
    labels = np.full(passages, UNSORTED, dtype=np.int64)
    labels[taking_part[near]] = rank[groups.labels[near]]
    nearness = np.zeros(passages, dtype=np.float32)
    nearness[taking_part[near]] = groups.nearness[near]
    return labels, nearness, [int(groups.came_from[label]) for label in order]


def _centroids(vectors: Vectors, labels: NDArray[np.int64], count: int) -> Vectors:
    centroids = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(centroids, labels[labels >= 0], vectors[labels >= 0])
    lengths = np.linalg.norm(centroids, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    unit: Vectors = centroids / lengths
    return unit
