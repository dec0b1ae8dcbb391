"""What the pages ask about themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.families import Families
from corpus.model import Span
from corpus.themes import UNSORTED, Theme, Themes
from corpus.vectors import VectorIndex
from search.hit import Located
from search.locating import Locator
from search.query import Filters
from search.shelf import ReportInfo, Shelf
from search.themes.coverage import CorpusCoverage, coverage
from search.themes.matrix import Matrix, RowLevel, matrix
from search.themes.sorted_passages import Rows, SortedPassages

# Points drawn as SVG, each an element of the page.
MOST_POINTS = 1_500
# Characters of a passage that a point shows.
_FIRST_WORDS = 40


@dataclass(frozen=True)
class ThemeInfo:
    """A theme with what there is on it.

    :param number: its place in the list, from 0; ``UNSORTED`` for 未归类.
    """

    number: int
    theme: Theme
    passages: int
    reports: int
    places: int


@dataclass(frozen=True)
class OnTheme:
    """A passage with what it says on a theme.

    :param sentence: the sentence most on it; ``None`` where none is.
    :param on_it: whether it is on the theme, or only has its terms.
    """

    passage: Located
    sentence: Span | None
    on_it: bool = True


@dataclass(frozen=True)
class Listed:
    """Passages on a theme, one page of ``total``.

    :param mentioned: none is on the theme, but these have its terms.
    """

    total: int
    passages: tuple[OnTheme, ...]
    mentioned: bool = False


@dataclass(frozen=True)
class Column:
    """What a place says on a theme.

    :param reports: how many it has; 0 if the corpus has none of it.
    """

    place: str
    reports: int
    said: Listed


@dataclass(frozen=True)
class MapPoint:
    """A passage on the map; ``x`` and ``y`` are ``-1..1``."""

    passage: int
    start: int
    report: ReportInfo
    theme: int
    x: float
    y: float
    words: str


class ThemeBrowser:
    """The themes of one generation. Safe to use from several threads.

    An index from before there were themes has none; what there is by place and year is known of it too.
    """

    def __init__(
        self,
        themes: Themes | None,
        table: PassageTable,
        families: Families,
        shelf: Shelf,
        locator: Locator,
        sentences: VectorIndex,
    ) -> None:
        self.outdated = themes is None
        size = len(table.report)
        none = Themes(
            (),
            np.full(size, UNSORTED, dtype=np.int16),
            np.zeros(size, dtype=np.float32),
            np.zeros((size, 2), dtype=np.float32),
            np.zeros((size, 0), dtype=bool),
            np.zeros((0, 0), dtype=np.float32),
        )
        self._given = SortedPassages(themes or none, table, families, shelf, sentences)
        self._shelf, self._locator = shelf, locator

    @property
    def themes(self) -> tuple[Theme, ...]:
        """All themes, the largest first."""
        return self._given.themes.themes

    def get(self, theme_id: str) -> Theme | None:
        """Return the theme with an id, 未归类 too, ``None`` if there is none."""
        number = self._given.number(theme_id)
        return None if number is None else self._given.theme(number)

    def infos(self, filters: Filters | None = None) -> tuple[ThemeInfo, ...]:
        """Return all themes with what there is on them, and last 未归类 if any passage is.

        :raises QueryInvalid: a place nobody knows.
        """
        within = self._given.within(filters or Filters())
        found = [self._info(number, within) for number in range(len(self.themes))]
        rest = self._info(UNSORTED, within)
        return (*found, rest) if rest.passages else tuple(found)

    def typical(self, theme_id: str, count: int = 3, filters: Filters | None = None) -> tuple[OnTheme, ...]:
        """Return passages that stand for a theme, of different places."""
        number = self._given.number(theme_id)
        if number is None:
            return ()
        return self._shown(self._given.typical(number, self._given.within(filters or Filters()), count), number)

    def passages(self, theme_id: str, filters: Filters, top: int = 20, offset: int = 0) -> Listed:
        """Return the passages on a theme, those that stand for it best first; where there are none, what has its terms.

        :raises QueryInvalid: a place nobody knows.
        """
        number = self._given.number(theme_id)
        if number is None:
            return Listed(0, ())
        rows, mentioned = self._said(number, self._given.within(filters))
        return Listed(len(rows), self._shown(rows[offset : offset + top].tolist(), number), mentioned)

    def side_by_side(self, theme_id: str, places: Sequence[str], years: tuple[int, ...], top: int = 4) -> list[Column]:
        """Return what places say on a theme, one column a place, each with its best passages.

        :raises QueryInvalid: a place nobody knows.
        """
        number = self._given.number(theme_id)
        columns = []
        for place in places:
            filters = Filters(places=(place,), years=years)
            reports = self._shelf.allowed(filters)
            rows, mentioned = (
                (np.empty(0, np.int64), False) if number is None else self._said(number, self._given.within(filters))
            )
            chosen = self._given.varied(rows, top)
            said = Listed(len(rows), () if number is None else self._shown(chosen, number), mentioned)
            columns.append(Column(place, 0 if reports is None else len(reports), said))
        return columns

    def matrix(self, level: RowLevel, filters: Filters) -> Matrix:
        """Return how much each place says on each theme.

        :raises QueryInvalid: a place nobody knows.
        """
        return matrix(self._given, level, filters)

    def coverage(self, filters: Filters) -> CorpusCoverage:
        """Return which places have reports of which years.

        :raises QueryInvalid: a place nobody knows.
        """
        return coverage(self._shelf, filters)

    def passage_at(self, report_id: str, start: int) -> OnTheme | None:
        """Return the passage that begins at ``start`` of a report."""
        info = self._shelf.get(report_id)
        if info is None:
            return None
        table = self._given.table
        found = np.flatnonzero((table.report == info.row) & (table.start == start))
        if not len(found):
            return None
        return self._shown([int(found[0])], int(self._given.themes.of_passage[found[0]]))[0]

    def theme_of(self, passage: int) -> Theme:
        """Return the theme of a passage."""
        return self._given.theme(int(self._given.themes.of_passage[passage]))

    def points(self, filters: Filters, theme_id: str = "") -> tuple[tuple[MapPoint, ...], int]:
        """Return the points of the map and how many passages there are; of more than can be drawn, an even choice.

        :param theme_id: of this theme all are drawn that can be.
        :raises QueryInvalid: a place nobody knows.
        """
        rows = np.flatnonzero(self._given.within(filters))
        of = self._given.themes.of_passage[rows]
        # Ordered by theme, so that every nth is an even choice of each.
        rows = rows[np.argsort(of, kind="stable")]
        number = self._given.number(theme_id) if theme_id else None
        wanted = rows[self._given.themes.of_passage[rows] == number] if number is not None else rows[:0]
        wanted = _evenly(wanted, MOST_POINTS // 2 if len(rows) > MOST_POINTS else len(wanted))
        others = np.setdiff1d(rows, wanted, assume_unique=True) if len(wanted) else rows
        chosen = np.concatenate([wanted, _evenly(others, MOST_POINTS - len(wanted))])
        return self._points(np.sort(chosen)), len(rows)

    def _points(self, rows: Rows) -> tuple[MapPoint, ...]:
        table, themes = self._given.table, self._given.themes
        words = self._first_words(rows)
        return tuple(
            MapPoint(
                row,
                int(table.start[row]),
                self._shelf.infos[int(table.report[row])],
                int(themes.of_passage[row]),
                round(float(themes.positions[row, 0]), 4),
                round(float(themes.positions[row, 1]), 4),
                text,
            )
            for row, text in zip(rows.tolist(), words, strict=True)
        )

    def _first_words(self, rows: Rows) -> list[str]:
        texts = self._locator.texts(rows.tolist()) if len(rows) else []
        return [" ".join(text[:_FIRST_WORDS].split()) + ("…" if len(text) > _FIRST_WORDS else "") for text in texts]

    def _info(self, number: int, within: NDArray[np.bool_]) -> ThemeInfo:
        rows = np.flatnonzero((self._given.themes.of_passage == number) & within)
        reports = np.unique(self._given.table.report[rows]).tolist()
        places = {info.place for info in map(self._shelf.infos.__getitem__, reports) if info.place}
        return ThemeInfo(number, self._given.theme(number), len(rows), len(reports), len(places))

    def _said(self, number: int, within: NDArray[np.bool_]) -> tuple[Rows, bool]:
        rows = self._given.on(number, within)
        if len(rows):
            return rows, False
        rows = self._given.mentioning(number, within)
        return rows, bool(len(rows))

    def _shown(self, rows: Sequence[int], number: int) -> tuple[OnTheme, ...]:
        located = self._locator.located(rows)
        themes = self._given.themes
        return tuple(
            OnTheme(located[row], self._given.telling_sentence(row, number), int(themes.of_passage[row]) == number)
            for row in rows
        )


def _evenly(rows: Rows, most: int) -> Rows:
    """Return at most so many rows, spread evenly."""
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]
