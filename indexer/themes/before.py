"""What the generation in use calls its themes, so that a new one can go on from it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import Catalog
from corpus.errors import CanyueError
from corpus.generation import IndexFolder
from corpus.model import Report
from corpus.themes import UNSORTED, Theme, Themes
from corpus.vectors import Vectors

_log = logging.getLogger(__name__)
# A passage that was not there before and is no more like any theme than this has none to go on from.
_LEAST_LIKENESS = 0.2

Key = tuple[str, int]


@dataclass(frozen=True, eq=False)
class Before:
    """The themes of the generation in use.

    :param known: report id and beginning of a passage → its theme.
    :param centroids: of the themes, where they can be compared with vectors of today; else ``None``.
    """

    themes: tuple[Theme, ...]
    known: dict[Key, int]
    centroids: Vectors | None

    def labels(self, reports: Sequence[Report], vectors: Vectors) -> NDArray[np.int64]:
        """Return for each passage the theme it had, or would have had, ``UNSORTED`` for none.

        :param vectors: ``(passages, dim)`` float32, centred, of all passages of ``reports``.
        """
        labels = np.full(len(vectors), UNSORTED, dtype=np.int64)
        if self.centroids is not None and len(self.centroids):
            likeness = vectors @ self.centroids.T
            labels = np.where(likeness.max(axis=1) >= _LEAST_LIKENESS, likeness.argmax(axis=1), UNSORTED)
        keys = [(report.id, passage.span.start) for report in reports for passage in report.passages]
        for row, key in enumerate(keys):
            if key in self.known:
                labels[row] = self.known[key]
        return labels


def themes_before(index: IndexFolder, fingerprint: str) -> Before | None:
    """Return the themes of the generation in use; ``None`` if there are none, or they cannot be read.

    :param fingerprint: of the model of today.
    """
    try:
        generation = index.current()
        themes = Themes.read(generation.folder)
    except CanyueError as error:
        # What is wrong with the old index is no reason not to build a new one.
        _log.info("the new themes do not go on from the old ones: %s", error)
        return None
    if themes is None or not themes.themes:
        return None
    catalog = Catalog(generation.folder)
    ids = [report_id for report_id, *_ in catalog.metadata()]
    table = catalog.table()
    rows = zip(table.report.tolist(), table.start.tolist(), themes.of_passage.tolist(), strict=True)
    known = {(ids[report], start): theme for report, start, theme in rows}
    comparable = generation.manifest.model.fingerprint == fingerprint
    return Before(themes.themes, known, themes.centroids if comparable else None)
