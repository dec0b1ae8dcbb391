"""The cards of a result: passages arranged as the query asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.families import Families
from search import arrange
from search.arrange import Card, GroupBy, SortBy
from search.query import Query
from search.ranking import Ranked
from search.shelf import ReportInfo, Shelf

# Cards put in order of variety: beyond the first pages nobody counts places.
_VARIED = 50


class Arranger:
    """Arranges the passages of one generation."""

    def __init__(self, table: PassageTable, shelf: Shelf, families: Families) -> None:
        self._table, self._shelf, self._families = table, shelf, families

    def cards(self, ranked: Ranked, positions: NDArray[np.int64], query: Query, variety: float) -> list[Card]:
        """Arrange the passages at these positions of the candidates, best first."""
        passages, scores = ranked.candidates.passages[positions], ranked.scores[positions]
        cards = arrange.families(passages, scores, self._together(query.group))
        if query.group is GroupBy.PASSAGE and query.sort is SortBy.RELEVANCE:
            return arrange.varied(cards, self._row, variety, _VARIED)
        if query.sort is not SortBy.RELEVANCE:
            cards = sorted(cards, key=lambda card: self._sort_key(card.passage, query.sort))
        if query.group is GroupBy.REPORT:
            return arrange.grouped(cards, self._row)
        if query.group is GroupBy.PLACE:
            return arrange.grouped(cards, lambda passage: _place(self._info(passage)))
        return cards

    def _together(self, group: GroupBy) -> NDArray[np.int64]:
        """Return a number for every passage: near-identical ones share it, where reports or places are apart within those."""
        family = self._families.passages.family.astype(np.int64)
        if group is GroupBy.PASSAGE:
            return family
        codes: Sequence[int] = range(len(self._shelf))
        if group is GroupBy.PLACE:
            first: dict[object, int] = {}
            codes = [first.setdefault(_place(info), info.row) for info in self._shelf.infos]
        return family * len(self._shelf) + np.array(codes, dtype=np.int64)[self._table.report]

    def _row(self, passage: int) -> int:
        return int(self._table.report[passage])

    def _info(self, passage: int) -> ReportInfo:
        return self._shelf.infos[self._row(passage)]

    def _sort_key(self, passage: int, sort: SortBy) -> tuple[object, ...]:
        """Order of a passage by date (latest first) or by place; unknown last, equals in the order of relevance."""
        info = self._info(passage)
        if sort is SortBy.PLACE:
            return (info.place is None, info.place.adcodes if info.place else ())
        year = info.metadata.year.value or 0
        published = info.metadata.published.value or f"{year}"
        return (not (year or info.metadata.published.value), tuple(-ord(letter) for letter in f"{published:0<10}"))


def _place(info: ReportInfo) -> object:
    """Return what stands for a report's place; where it is unknown, the report alone: two of them may be far apart."""
    return info.place or info.row
