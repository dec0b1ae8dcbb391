"""Figures as data: what reports give for an indicator, by place and year, each with its sentence.

::

    from search import Engine, FigureQuery
    engine = Engine.open("index")
    result = engine.figures.find(FigureQuery(indicators=("行政复议纠错率",), places=("通辽市",)))
    for found in result.figures:
        print(found.place_name, found.figure.period, found.quote, found.citation)
"""

from __future__ import annotations

import difflib
import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.figure_store import FigureStore
from corpus.figures import Figure, Measure
from corpus.indicators import Indicators
from corpus.model import Heading, Level, Place
from search.doubts import find_doubts
from search.query import QueryInvalid
from search.shelf import ReportInfo, Shelf, lies_in, place_label, place_order

Texts = Callable[[Iterable[int]], Mapping[int, tuple[str, tuple[Heading, ...]]]]
Cite = Callable[[ReportInfo, str, Sequence[Heading], int], str]


@dataclass(frozen=True)
class FigureQuery:
    """What figures are wanted; empty tuples allow all.

    :param indicators: names of the dictionary.
    :param places: names as a user writes them; each includes everything inside it.
    :param years: a figure of several years passes if one of them is among these.
    :param words: words that the figure's sentence must contain, all of them.
    :param others: also the figures that are no indicator's.
    """

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    words: str = ""
    others: bool = False


@dataclass(frozen=True)
class FoundFigure:
    """A figure with where it stands.

    :param quote: the value as the text gives it; equals ``text[figure.span]``.
    :param sentence: equals ``text[figure.sentence]``.
    :param doubts: why a person should look at it, in Chinese; the value itself is as the text has it.
    """

    report: ReportInfo
    figure: Figure
    quote: str
    sentence: str
    citation: str
    doubts: tuple[str, ...] = ()

    @property
    def place_name(self) -> str:
        """The name of the place whose figure it is."""
        return place_label(self.figure.place)

    @property
    def shown(self) -> str:
        """The value as the text gives it, a change with its direction (下降4个百分点)."""
        if self.figure.measure is not Measure.CHANGE:
            return self.quote
        return ("下降" if self.figure.value < 0 else "上升") + self.quote


@dataclass(frozen=True)
class Coverage:
    """Of the reports that the places and years let through, how many give a figure of an indicator."""

    indicator: str
    reports: int
    searched: int


@dataclass(frozen=True)
class FigureResult:
    """What was found, in the order of place, year and text."""

    query: FigureQuery
    figures: tuple[FoundFigure, ...]
    coverage: tuple[Coverage, ...]
    searched: int
    took_ms: float


@dataclass(frozen=True)
class Cell:
    """What is given for one indicator, place and year.

    :param best: the figure of the place as a whole, exact before rounded.
    :param others: what else is given, of bodies of the place or in other reports.
    :param changes: by how much it rose or fell, as the text says.
    """

    best: FoundFigure | None
    others: tuple[FoundFigure, ...] = ()
    changes: tuple[FoundFigure, ...] = ()


@dataclass(frozen=True)
class Row:
    """A place and year with a cell for each indicator that is given; what is missing has none."""

    place: Place | None
    year: int
    cells: Mapping[str, Cell] = field(default_factory=dict)


class FigureSearch:
    """All figures of a generation's indicators in memory. Safe to use from several threads."""

    def __init__(self, store: FigureStore, shelf: Shelf, texts: Texts, cite: Cite) -> None:
        self._store, self._shelf, self._texts, self._cite = store, shelf, texts, cite
        self.indicators = Indicators.load()
        self._named = store.named()
        self._of_indicator: dict[str, list[int]] = defaultdict(list)
        self._of_report: dict[str, list[int]] = defaultdict(list)
        for number, (report, figure) in enumerate(self._named):
            self._of_indicator[figure.indicator].append(number)
            self._of_report[report].append(number)

    @functools.cached_property
    def _doubts(self) -> dict[int, tuple[str, ...]]:
        """Why figures are doubtful, by their numbers; a search that asks for none does without."""
        return find_doubts(self._named, self.indicators)

    def given(self) -> dict[str, int]:
        """Return how many figures each indicator has, in the order of the dictionary; those without any left out."""
        names = (entry.name for entry in self.indicators.entries)
        return {name: len(self._of_indicator[name]) for name in names if name in self._of_indicator}

    def places(self) -> list[Place]:
        """Return the places that have figures, in the order of the place table."""
        return sorted(self._places, key=place_order)

    @functools.cached_property
    def _places(self) -> frozenset[Place]:
        return frozenset(figure.place for _, figure in self._named if figure.place)

    def years(self) -> list[int]:
        """Return the years that have figures, latest first."""
        return sorted({figure.period.year for _, figure in self._named if figure.period.year}, reverse=True)

    def of_report(self, report_id: str) -> list[Figure]:
        """Return the figures of a report's indicators in the order of its text."""
        return [self._named[number][1] for number in self._of_report.get(report_id, ())]

    def found_in(self, report_id: str) -> list[FoundFigure]:
        """Return the figures of a report's indicators with their sentences."""
        return self._found([(number, *self._named[number]) for number in self._of_report.get(report_id, ())])

    def find(self, query: FigureQuery) -> FigureResult:
        """Return the figures asked for.

        :raises QueryInvalid: an indicator or a place is unknown.
        """
        began = time.perf_counter()
        self._check(query.indicators)
        places = self._meant(query.places)
        chosen = self._chosen(query, places)
        if query.others and not query.indicators:
            extra = (pair for pair in self._store.others() if _passes(pair[1], query, places))
            chosen += [(-1, report, figure) for report, figure in extra]
        found = self._found(chosen, query.words.split())
        searched = self._searched(query, places, found)
        return FigureResult(
            query,
            tuple(found),
            self._coverage(query, found, searched),
            searched,
            (time.perf_counter() - began) * 1000,
        )

    def first(self, query: FigureQuery, top: int) -> tuple[tuple[FoundFigure, ...], int]:
        """Return the first figures asked for, levels of whole places first, and how many there are in all.

        Only the texts of those returned are read, so that a search can afford it.
        """
        chosen = self._chosen(query, self._meant(query.places))
        chosen.sort(
            key=lambda item: (
                item[2].measure is not Measure.LEVEL,
                bool(item[2].body),
                -(item[2].period.end or 0),
                place_order(item[2].place),
                item[0],
            )
        )
        return tuple(self._found(chosen[:top])), len(chosen)

    def _chosen(self, query: FigureQuery, places: Sequence[Place]) -> list[tuple[int, str, Figure]]:
        """Return the figures of indicators that pass, each with its number and report, in the order of the index."""
        wanted = {number for name in query.indicators for number in self._of_indicator.get(name, ())}
        numbers = sorted(wanted) if query.indicators else range(len(self._named))
        return [(number, *self._named[number]) for number in numbers if _passes(self._named[number][1], query, places)]

    def _meant(self, names: Sequence[str]) -> list[Place]:
        """Return what names mean; 全国 is no place of the table, but figures can be the nation's.

        :raises QueryInvalid: a place the table does not know.
        """
        nation = [place for place in self._places if place.level is Level.NATION and place.name in names]
        return [*nation, *self._shelf.meant([name for name in names if name not in {place.name for place in nation}])]

    def _searched(self, query: FigureQuery, places: Sequence[Place], found: Sequence[FoundFigure]) -> int:
        """Return how many reports could have given the figures: those of the places and years, and those that did."""
        giving = {item.report.id for item in found}
        return sum(
            info.id in giving
            or (
                (not query.places or lies_in(info.place, places))
                and (not query.years or info.metadata.year.value in query.years)
            )
            for info in self._shelf.infos
        )

    def _check(self, names: Sequence[str]) -> None:
        known = [entry.name for entry in self.indicators.entries]
        for name in names:
            if name not in known:
                near = [other for other in known if name in other] or difflib.get_close_matches(name, known, 5, 0.5)
                hint = f"您是不是要找：{'、'.join(near[:8])}" if near else "请换个名称，或从指标词典里选"
                raise QueryInvalid(f"没有“{name}”这个指标。{hint}")

    def _found(self, chosen: Sequence[tuple[int, str, Figure]], words: Sequence[str] = ()) -> list[FoundFigure]:
        """Return figures with their sentences, those only whose sentences contain all of ``words``."""
        infos = {report: self._shelf.get(report) for _, report, _ in chosen}
        texts = self._texts(info.row for info in infos.values() if info)
        found = []
        for number, report, figure in chosen:
            info = infos[report]
            if info is None:
                continue
            text, headings = texts[info.row]
            if not all(word in figure.sentence.of(text) for word in words):
                continue
            found.append(
                FoundFigure(
                    info,
                    figure,
                    figure.span.of(text),
                    figure.sentence.of(text),
                    self._cite(info, text, headings, figure.span.start),
                    self._doubts.get(number, ()),
                )
            )
        return sorted(found, key=_standing)

    def _coverage(self, query: FigureQuery, found: Sequence[FoundFigure], searched: int) -> tuple[Coverage, ...]:
        names = query.indicators or tuple(
            dict.fromkeys(item.figure.indicator for item in found if item.figure.indicator)
        )
        reports: dict[str, set[str]] = defaultdict(set)
        for item in found:
            reports[item.figure.indicator].add(item.report.id)
        return tuple(Coverage(name, len(reports[name]), searched) for name in names)


def as_table(figures: Sequence[FoundFigure]) -> tuple[Row, ...]:
    """Return figures as a table: one row a place and year, by place and the latest year first.

    Figures of several years (2020—2022) and those of no year belong to no row.
    """
    rows: dict[tuple[Place | None, int], dict[str, list[FoundFigure]]] = {}
    for found in figures:
        year = found.figure.period.year
        if year is not None and found.figure.indicator:
            cells = rows.setdefault((found.figure.place, year), {})
            cells.setdefault(found.figure.indicator, []).append(found)
    return tuple(
        Row(place, year, {indicator: _cell(given) for indicator, given in cells.items()})
        for (place, year), cells in sorted(rows.items(), key=lambda item: (place_order(item[0][0]), -item[0][1]))
    )


def _cell(given: Sequence[FoundFigure]) -> Cell:
    changes = tuple(found for found in given if found.figure.measure is Measure.CHANGE)
    levels = sorted((found for found in given if found.figure.measure is not Measure.CHANGE), key=_preference)
    return Cell(levels[0] if levels else None, tuple(levels[1:]), changes)


def _preference(found: FoundFigure) -> tuple[bool, bool, bool, bool]:
    figure = found.figure
    return (
        figure.measure is not Measure.LEVEL,
        bool(figure.body),
        figure.period.start is None,
        not figure.exact,
    )


def _passes(figure: Figure, query: FigureQuery, places: Sequence[Place]) -> bool:
    if query.places and not lies_in(figure.place, places):
        return False
    return not query.years or figure.period.covers(query.years)


def _standing(found: FoundFigure) -> tuple[object, ...]:
    figure = found.figure
    return (place_order(figure.place), -(figure.period.end or 0), found.report.row, figure.span)
