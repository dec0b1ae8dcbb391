"""地区 × 主题: how much the reports of each place say on each theme."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from corpus.model import Level, Place
from corpus.themes import Theme
from search.query import Filters
from search.shelf import place_order
from search.themes.sorted_passages import SortedPassages


class RowLevel(StrEnum):
    """What a row of the matrix is."""

    OWN = "各地"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"


_DEPTHS = {RowLevel.PROVINCE: 1, RowLevel.CITY: 2, RowLevel.COUNTY: 3}
_LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)


@dataclass(frozen=True)
class MatrixRow:
    """A place.

    :param place: ``None`` for 地区不明.
    :param counts: passages on each theme, in the order of the themes; ``mentions`` those on another theme that have its
        terms.
    """

    place: Place | None
    reports: int
    passages: int
    counts: tuple[int, ...]
    mentions: tuple[int, ...]

    def share(self, theme: int) -> float:
        """Return how much of what the place says is on a theme, ``0..1``."""
        return self.counts[theme] / self.passages if self.passages else 0.0


@dataclass(frozen=True)
class Matrix:
    """Places by themes.

    :param without: places that have reports, but none of the years asked for.
    :param above: reports of places above the level of the rows, which are in no row.
    """

    themes: tuple[Theme, ...]
    rows: tuple[MatrixRow, ...]
    without: tuple[Place, ...]
    above: int


def matrix(given: SortedPassages, level: RowLevel, filters: Filters) -> Matrix:
    """Count passages by place and theme.

    :raises QueryInvalid: a place nobody knows.
    """
    shelf, themes = given.shelf, given.themes
    allowed = shelf.allowed(filters)
    rows = np.arange(len(shelf)) if allowed is None else allowed
    owners: dict[Place | None, int] = {}
    owner = np.full(len(shelf), -1, dtype=np.int64)
    above = 0
    for row in rows.tolist():
        place = shelf.infos[row].place
        at = row_place(place, level)
        if at is None and place is not None:
            above += 1
        else:
            owner[row] = owners.setdefault(at, len(owners))
    counts = _counted(given, owner, len(owners))
    mentions = _mentioned(given, owner, len(owners))
    passages = np.bincount(owner[given.table.report] + 1, minlength=len(owners) + 1)[1:]
    reports = np.bincount(owner + 1, minlength=len(owners) + 1)[1:]
    found = [
        MatrixRow(place, int(reports[n]), int(passages[n]), tuple(map(int, counts[n])), tuple(map(int, mentions[n])))
        for place, n in owners.items()
    ]
    without = _without(given, level, filters, owners) if filters.years else ()
    return Matrix(themes.themes, tuple(sorted(found, key=lambda row: place_order(row.place))), without, above)


def row_place(place: Place | None, level: RowLevel) -> Place | None:
    """Return the place of whose row a report is; ``None`` if it is unknown or above the level."""
    if place is None or level is RowLevel.OWN:
        return place
    depth = _DEPTHS[level]
    if len(place.chain) < depth:
        return None
    return Place(place.adcodes[depth - 1], _LEVELS[depth - 1], place.chain[:depth], place.adcodes[:depth])


def _counted(given: SortedPassages, owner: NDArray[np.int64], owners: int) -> NDArray[np.int64]:
    """Return passages by owner and theme: ``(owners, themes)``."""
    size = len(given.themes.themes)
    of = owner[given.table.report]
    sorted_ones = (given.themes.of_passage >= 0) & (of >= 0)
    codes = of[sorted_ones] * size + given.themes.of_passage[sorted_ones]
    return np.bincount(codes, minlength=owners * size)[: owners * size].reshape(owners, size)


def _mentioned(given: SortedPassages, owner: NDArray[np.int64], owners: int) -> NDArray[np.int64]:
    size = len(given.themes.themes)
    mentions = np.zeros((owners, size), dtype=np.int64)
    of = owner[given.table.report]
    for theme in range(size):
        rows = given.mentioning(theme, of >= 0)
        mentions[:, theme] = np.bincount(of[rows], minlength=owners)[:owners]
    return mentions


def _without(
    given: SortedPassages, level: RowLevel, filters: Filters, owners: dict[Place | None, int]
) -> tuple[Place, ...]:
    rows = given.shelf.allowed(Filters(places=filters.places))
    among = range(len(given.shelf)) if rows is None else rows.tolist()
    places = {row_place(given.shelf.infos[row].place, level) for row in among} - set(owners)
    return tuple(sorted((place for place in places if place), key=place_order))
