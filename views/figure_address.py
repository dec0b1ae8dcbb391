"""The address of the figures page: what is picked, how it is drawn, which cell is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qs

from corpus.model import Place, Span
from search import FigureQuery
from search.nicknames import path_of
from views.address import YEARS, Params, distinct, go, page_href, page_number, parameter, parameters, report_href_from

PAGE = "figures"
# Words to look for in sentences; nobody types more.
LONGEST_WORDS = 60
# Stands neither in the name of a place nor in that of an indicator.
_BETWEEN = "|"


class ChartKind(StrEnum):
    """What is drawn."""

    PLACES = "按地区"
    YEARS = "按年度"
    PAIR = "两项对照"


class CellAt(NamedTuple):
    """A cell of the table.

    :param place: its path, ``""`` where the place is unknown.
    """

    place: str
    year: int
    indicator: str

    @classmethod
    def of(cls, place: Place | None, year: int, indicator: str) -> CellAt:
        """Return the address of the cell of a place, year and indicator."""
        return cls(path_of(place) if place else "", year, indicator)


@dataclass(frozen=True)
class FigureView:
    """What the figures page shows.

    :param group: the group whose indicators are offered, ``""`` for all.
    :param sort: the indicator by which rows stand, ``YEAR``, or ``""`` for the order of places.
    :param cell: the cell whose sentence is shown.
    :param x: the indicator that is drawn, ``""`` for the first; of two, the one across. ``y`` is the other.
    :param when: the year of which places are compared, ``None`` for the latest.
    :param others: look for ``words`` among the figures that are no indicator's.
    :param page: from 1.
    """

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    group: str = ""
    sort: str = ""
    ascending: bool = False
    cell: CellAt | None = None
    chart: ChartKind = ChartKind.PLACES
    x: str = ""
    y: str = ""
    when: int | None = None
    others: bool = False
    words: str = ""
    page: int = 1

    @property
    def empty(self) -> bool:
        """Whether nothing is picked."""
        return not (self.indicators or self.places or self.years)

    @property
    def query(self) -> FigureQuery:
        """What to ask the engine."""
        if self.others:
            return FigureQuery(places=self.places, years=self.years, words=self.words, others=True)
        return FigureQuery(self.indicators, self.places, self.years)

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        texts = {
            "group": self.group,
            "sort": self.sort,
            "order": "asc" if self.sort and self.ascending else "",
            "cell": _BETWEEN.join(map(str, self.cell)) if self.cell else "",
            "chart": "" if self.chart is ChartKind.PLACES else self.chart.value,
            "x": self.x,
            "y": self.y,
            "when": str(self.when or ""),
            "others": "1" if self.others else "",
            "words": self.words,
            "page": str(self.page) if self.page > 1 else "",
        }
        lists = {"indicator": self.indicators, "place": self.places, "year": tuple(map(str, self.years))}
        params: Params = {name: list(values) for name, values in lists.items() if values}
        return params | {name: value for name, value in texts.items() if value}


def figure_view_of(params: Mapping[str, Sequence[str]]) -> FigureView:
    """Read a view from parameters as they may stand in any address; what makes no sense is ignored."""

    def texts(name: str) -> tuple[str, ...]:
        return distinct(params.get(name, ()))

    def text(name: str) -> str:
        return (*texts(name)[-1:], "")[0]

    charts = [kind for kind in ChartKind if kind.value == text("chart")]
    return FigureView(
        indicators=texts("indicator"),
        places=texts("place"),
        years=tuple(year for year in map(_year, texts("year")) if year),
        group=text("group"),
        sort=text("sort"),
        ascending=text("order") == "asc",
        cell=_cell(text("cell")),
        chart=(*charts, ChartKind.PLACES)[0],
        x=text("x"),
        y=text("y"),
        when=_year(text("when")),
        others=text("others") == "1",
        words=" ".join(text("words").split())[:LONGEST_WORDS],
        page=page_number(text("page")),
    )


def current() -> FigureView:
    """Return the view the address asks for."""
    return figure_view_of(parameters())


def turn(step: int) -> None:
    """Turn a page."""
    view = current()
    go(replace(view, page=max(1, view.page + step)))


def href(view: FigureView) -> str:
    """Return the link to a view, from any page."""
    return page_href(PAGE, view.params())


def report_href(report_id: str, span: Span, view: FigureView) -> str:
    """Return the link to a sentence of a report, from which the report's page leads back to ``view``."""
    return report_href_from(PAGE, view.params(), report_id, span)


def asked_from() -> FigureView | None:
    """Return the view of figures from which a report was opened, ``None`` if it was opened from elsewhere."""
    given = parameter(PAGE)
    return figure_view_of(parse_qs(given)) if given else None


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) in YEARS else None


def _cell(text: str) -> CellAt | None:
    parts = text.split(_BETWEEN)
    year = _year(parts[1]) if len(parts) == 3 else None
    return CellAt(parts[0], year, parts[2]) if year else None
