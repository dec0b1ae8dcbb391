"""The passages of a generation by theme: which are on it, where, how well they stand for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.families import Families
from corpus.model import Span
from corpus.themes import UNSORTED, UNSORTED_NAME, Theme, Themes
from corpus.vectors import VectorIndex, rows_of
from search.query import Filters
from search.shelf import Shelf

UNSORTED_ID = UNSORTED_NAME
Rows = NDArray[np.int64]
# A passage that stands for its theme is long enough to say something and short enough to read.
_LENGTH_TO_SHOW = (60, 420)
# Shorter sentences are labels: 取得成效。
_SHORTEST_SENTENCE = 12


@dataclass(frozen=True, eq=False)
class SortedPassages:
    """Passages by theme. Safe to use from several threads."""

    themes: Themes
    table: PassageTable
    families: Families
    shelf: Shelf
    sentences: VectorIndex

    def number(self, theme_id: str) -> int | None:
        """Return the number of a theme, ``UNSORTED`` for 未归类, ``None`` if there is no such theme."""
        if theme_id == UNSORTED_ID:
            return UNSORTED
        return next((n for n, theme in enumerate(self.themes.themes) if theme.id == theme_id), None)

    def theme(self, number: int) -> Theme:
        """Return the theme with a number."""
        return Theme(UNSORTED_ID, (UNSORTED_NAME,)) if number == UNSORTED else self.themes.themes[number]

    def within(self, filters: Filters) -> NDArray[np.bool_]:
        """Return which passages pass filters of place, year, level and kind: ``(passages,)``.

        :raises QueryInvalid: a place nobody knows.
        """
        reports = self.shelf.allowed(filters)
        if reports is None:
            return np.ones(len(self.table.report), dtype=bool)
        allowed = np.zeros(len(self.shelf), dtype=bool)
        allowed[reports] = True
        passing: NDArray[np.bool_] = allowed[self.table.report]
        return passing

    def on(self, number: int, within: NDArray[np.bool_]) -> Rows:
        """Return the passages on a theme, those that stand for it best first."""
        rows = np.flatnonzero((self.themes.of_passage == number) & within)
        return rows[np.argsort(-self.themes.nearness[rows], kind="stable")]

    def mentioning(self, number: int, within: NDArray[np.bool_]) -> Rows:
        """Return the passages that have a theme's terms and are on another one."""
        if number == UNSORTED:
            return np.empty(0, dtype=np.int64)
        others = self.themes.mentions[:, number] & (self.themes.of_passage != number)
        return np.flatnonzero(others & within)

    def typical(self, number: int, within: NDArray[np.bool_], count: int) -> list[int]:
        """Return passages that stand for a theme: near its centre, readable, of different places, no two the same."""
        rows = self.on(number, within)
        lengths = self.table.stop[rows] - self.table.start[rows]
        readable = rows[(lengths >= _LENGTH_TO_SHOW[0]) & (lengths <= _LENGTH_TO_SHOW[1])]
        return self.varied(readable if len(readable) >= count else rows, count)

    def varied(self, rows: Rows, count: int) -> list[int]:
        """Return the first passages of different places, then of the same, one of each family."""
        places: set[object] = set()
        families: set[int] = set()
        first: list[int] = []
        later: list[int] = []
        for row in rows.tolist():
            info = self.shelf.infos[int(self.table.report[row])]
            family = int(self.families.passages.family[row])
            if family in families:
                continue
            families.add(family)
            place = info.place or info.id
            (later if place in places else first).append(row)
            places.add(place)
            if len(first) == count:
                break
        return (first + later)[:count]

    def telling_sentence(self, passage: int, number: int) -> Span | None:
        """Return the sentence of a passage that is most on a theme, as a span of its report."""
        first = np.searchsorted(self.table.sentence_passage, [passage, passage + 1]).astype(np.int64)
        if first[0] == first[1] or number == UNSORTED:
            return None
        rows, _ = rows_of(first, np.array([0]))
        long_enough = self.table.sentence_stop[rows] - self.table.sentence_start[rows] >= _SHORTEST_SENTENCE
        rows = rows[long_enough] if long_enough.any() else rows
        best = int(rows[np.argmax(self.sentences.vectors[rows] @ self.themes.centroids[number])])
        return Span(int(self.table.sentence_start[best]), int(self.table.sentence_stop[best]))
