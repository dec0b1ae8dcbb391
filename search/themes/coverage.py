"""What is in the corpus: which places have reports of which years, of which kinds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from corpus.model import Place
from search.query import Filters
from search.shelf import ReportInfo, Shelf, place_order


@dataclass(frozen=True)
class CoverageRow:
    """A place with its reports by year.

    :param place: ``None`` for 地区不明.
    :param by_year: year → its reports; ``None`` stands for 年度不明.
    """

    place: Place | None
    by_year: dict[int | None, tuple[ReportInfo, ...]]

    @property
    def reports(self) -> int:
        """How many reports it has."""
        return sum(map(len, self.by_year.values()))


@dataclass(frozen=True)
class CorpusCoverage:
    """Places by years.

    :param years: every year from the first to the last, so that a gap is seen as one.
    :param undated: whether there are reports of no known year.
    :param kinds: kind, ``""`` for unknown → its reports.
    """

    rows: tuple[CoverageRow, ...]
    years: tuple[int, ...]
    undated: bool
    kinds: dict[str, int]

    @property
    def reports(self) -> int:
        """How many reports there are."""
        return sum(row.reports for row in self.rows)


def coverage(shelf: Shelf, filters: Filters) -> CorpusCoverage:
    """Return what there is of the places, years and kinds asked for.

    :raises QueryInvalid: a place nobody knows.
    """
    rows = shelf.allowed(filters)
    infos = list(shelf.infos) if rows is None else [shelf.infos[row] for row in rows.tolist()]
    by_place: dict[Place | None, dict[int | None, list[ReportInfo]]] = {}
    for info in sorted(infos, key=lambda info: int(shelf.standing[info.row])):
        by_place.setdefault(info.place, {}).setdefault(info.metadata.year.value, []).append(info)
    found = [
        CoverageRow(place, {year: tuple(given) for year, given in years.items()}) for place, years in by_place.items()
    ]
    known = [year for row in found for year in row.by_year if year]
    return CorpusCoverage(
        tuple(sorted(found, key=lambda row: place_order(row.place))),
        tuple(range(min(known), max(known) + 1)) if known else (),
        any(None in row.by_year for row in found),
        dict(Counter(info.metadata.kind.value or "" for info in infos).most_common()),
    )
