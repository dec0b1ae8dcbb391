"""What the charts of the figures page draw: levels as points, never targets, never changes, never what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.figures import Figure, Measure
from corpus.indicators import Indicator, IndicatorKind
from corpus.model import Place
from search import FoundFigure
from search.figure_export import cell_text
from search.figures import Cell, Row
from search.shelf import place_label

# Counts are counted in 件, 起, 场 alike; of these kinds values in different units cannot be compared.
_ONE_UNIT = frozenset({IndicatorKind.RATE, IndicatorKind.MONEY, IndicatorKind.WEIGHT})


@dataclass(frozen=True)
class Point:
    """A figure to draw.

    :param place: its name, with the place above it where names repeat.
    :param series: the place, and whatever else must be the same for values to be compared over the years.
    :param text: the value as the text gives it.
    :param exact: whether the value is exact, not 余, 近, 以上 or a range.
    """

    place: str
    series: str
    year: int
    value: float
    text: str
    exact: bool
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Points:
    """The points of an indicator.

    :param unit: in which all of them are; ``""`` for counts in several.
    :param other_units: how many were left out because they are in another unit.
    """

    indicator: str
    unit: str
    points: tuple[Point, ...]
    other_units: int = 0


def points(rows: Sequence[Row], indicator: Indicator) -> Points:
    """Return the levels of an indicator, one a place and year."""
    names = place_names([row.place for row in rows])
    found = [(row, level) for row in rows if (level := _level(row.cells.get(indicator.name)))]
    kept = [(row, level) for row, level in found if _comparable(level.figure, indicator)]
    units = {level.figure.unit for _, level in kept}
    made = tuple(_point(names[row.place], row.year, level) for row, level in kept)
    return Points(indicator.name, units.pop() if len(units) == 1 else "", made, len(found) - len(kept))


def of_year(given: Sequence[Point], year: int) -> list[Point]:
    """Return the points of a year, the highest value first."""
    return sorted((point for point in given if point.year == year), key=lambda point: -point.value)


def trends(given: Sequence[Point]) -> dict[str, list[Point]]:
    """Return the series that have two or more years, each by year; those with most years first."""
    series: dict[str, list[Point]] = defaultdict(list)
    for point in given:
        series[point.series].append(point)
    long = {name: sorted(of, key=lambda point: point.year) for name, of in series.items() if len(of) > 1}
    return dict(sorted(long.items(), key=lambda item: -len(item[1])))


def pairs(across: Points, up: Points) -> list[tuple[Point, Point]]:
    """Return the points of two indicators that are of the same place and year."""
    others = {(point.place, point.year): point for point in up.points}
    keys = [((point.place, point.year), point) for point in across.points]
    return [(point, others[key]) for key, point in keys if key in others]


def place_names(places: Sequence[Place | None]) -> dict[Place | None, str]:
    """Return a name for each place, unlike that of any other: 城关区 exists more than once."""
    distinct = list(dict.fromkeys(places))
    often = Counter(place_label(place) for place in distinct)
    return {
        place: "".join(place.chain) if place and often[place.name] > 1 else place_label(place) for place in distinct
    }


def _level(cell: Cell | None) -> FoundFigure | None:
    given = [found for found in (cell.best, *cell.others) if found] if cell else []
    return next((found for found in given if found.figure.measure is Measure.LEVEL), None)


def _comparable(figure: Figure, indicator: Indicator) -> bool:
    return indicator.kind not in _ONE_UNIT or figure.unit == indicator.unit


def _point(place: str, year: int, found: FoundFigure) -> Point:
    figure = found.figure
    # What had come together by a year does not belong on the line of what each year brought.
    together = ["截至"] if figure.period.start is None else []
    apart = "，".join([*together, *([figure.body] if figure.body else [])])
    series = f"{place}（{apart}）" if apart else place
    return Point(place, series, year, figure.value, cell_text(found), figure.exact, found.doubts)
