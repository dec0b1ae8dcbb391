"""The reports of an index in memory, without their texts: for filters, facets and hits."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import Catalog
from corpus.model import Kind, Level, Metadata, Place, Source
from corpus.place_names import NameKind, short_forms
from search.query import Filters, QueryInvalid, places_named


@dataclass(frozen=True)
class ReportInfo:
    """What is known of a report without opening its text."""

    row: int
    id: str
    ordinal: int
    source: Source
    metadata: Metadata

    @property
    def place(self) -> Place | None:
        """The place it is about."""
        return self.metadata.place.value

    @property
    def years_told(self) -> frozenset[int]:
        """The years it tells of: its own, and of a 政府工作报告 the year before, on which it looks back."""
        year = self.metadata.year.value
        if year is None:
            return frozenset()
        back = self.metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT
        return frozenset((year, year - 1) if back else (year,))

    @property
    def name(self) -> str:
        """Its title, or what stands for one: place, year and kind."""
        if self.metadata.title.value:
            return self.metadata.title.value
        year = self.metadata.year.value
        parts = (self.place.name if self.place else "", f"{year}年" if year else "", self.metadata.kind.value or "报告")
        return "".join(parts) + "（原文无标题）"


class Shelf:
    """All reports of a generation, by row and by id."""

    def __init__(self, infos: Sequence[ReportInfo]) -> None:
        self.infos = tuple(infos)
        self._by_id = {info.id: info for info in infos}

    @classmethod
    def read(cls, catalog: Catalog) -> Shelf:
        """Return the shelf of a catalog."""
        return cls(
            [
                ReportInfo(row, report_id, ordinal, source, metadata)
                for row, (report_id, source, ordinal, metadata) in enumerate(catalog.metadata())
            ]
        )

    def __len__(self) -> int:
        """Return the number of reports."""
        return len(self.infos)

    @functools.cached_property
    def standing(self) -> NDArray[np.int64]:
        """Where each report stands, ``(reports,)``: by place in the order of the place table, the latest year first.

        What is unknown comes last.
        """
        order = sorted(self.infos, key=_standing)
        standing = np.empty(len(order), dtype=np.int64)
        standing[[info.row for info in order]] = np.arange(len(order))
        return standing

    def get(self, report_id: str) -> ReportInfo | None:
        """Return the report with this id."""
        return self._by_id.get(report_id)

    def allowed(self, filters: Filters) -> NDArray[np.int64] | None:
        """Return the rows of the reports that pass every filter; ``None`` if nothing is filtered.

        :raises QueryInvalid: a place the table does not know.
        """
        if filters.empty:
            return None
        places = self.meant(filters.places)
        rows = [info.row for info in self.infos if _passes(info, filters, places)]
        return np.array(rows, dtype=np.int64)

    def meant(self, names: Sequence[str]) -> list[Place]:
        """Return every place that one of these names can mean.

        :raises QueryInvalid: a place the table does not know.
        """
        return [place for name in names for place in self._places_named(name)]

    def _places_named(self, name: str) -> list[Place]:
        """Return the places a name can mean; townships, which no table holds, are known from the reports."""
        try:
            return list(places_named(name))
        except QueryInvalid:
            wanted = name.strip()
            own = {i.place for i in self.infos if i.place and wanted in (i.place.name, "".join(i.place.chain))}
            if not own:
                raise
            return list(own)

    def places(self) -> list[Place]:
        """Return the places of all reports and those above them, in the order of the place table."""
        found: dict[tuple[str, ...], Place] = {}
        for info in self.infos:
            if info.place:
                for place in _with_parents(info.place):
                    found.setdefault(place.chain, place)
        return sorted(found.values(), key=place_order)

    def called(self, name: str) -> list[Place]:
        """Return the places that reports are about and that are called so without their unit word: 灵台 for 灵台县."""
        about = {info.place for info in self.infos if info.place}
        return [place for place in about if (name, NameKind.BARE) in short_forms(place.name)]

    def years(self) -> list[int]:
        """Return the years of all reports, latest first."""
        return sorted({info.metadata.year.value for info in self.infos if info.metadata.year.value}, reverse=True)

    def levels(self) -> list[Level]:
        """Return the levels of all reports, highest first."""
        return [level for level in Level if any(info.metadata.level.value == level for info in self.infos)]

    def kinds(self) -> list[Kind]:
        """Return the kinds of all reports."""
        return [kind for kind in Kind if any(info.metadata.kind.value == kind for info in self.infos)]

    def publishers(self) -> list[str]:
        """Return the publishers of all reports."""
        return sorted({info.metadata.publisher.value for info in self.infos if info.metadata.publisher.value})


def place_order(place: Place | None) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Return what places are sorted by: the order of the place table, unknown ones last."""
    return (False, place.adcodes, place.chain) if place else (True, (), ())


def place_label(place: Place | None) -> str:
    """Return a place's own name, or that it is unknown."""
    return place.name if place else "地区不明"


def lies_in(place: Place | None, places: Sequence[Place]) -> bool:
    """Tell whether a place is one of ``places`` or lies in one; an unknown place does not."""
    return place is not None and any(place.within(other) for other in places)


def _standing(info: ReportInfo) -> tuple[object, ...]:
    return (*place_order(info.place), -(info.metadata.year.value or 0), info.row)


def _passes(info: ReportInfo, filters: Filters, places: Sequence[Place]) -> bool:
    metadata = info.metadata
    if filters.places and not lies_in(info.place, places):
        return False
    if filters.years and metadata.year.value not in filters.years:
        return False
    if filters.levels and metadata.level.value not in filters.levels:
        return False
    if filters.kinds and metadata.kind.value not in filters.kinds:
        return False
    publisher = metadata.publisher.value or ""
    return not filters.publishers or any(word in publisher for word in filters.publishers)


def _with_parents(place: Place) -> list[Place]:
    levels = [Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP]
    chain = []
    for depth in range(1, len(place.chain)):
        level = levels[depth - 1]
        chain.append(Place(place.adcodes[depth - 1], level, place.chain[:depth], place.adcodes[:depth]))
    return [*chain, place]
