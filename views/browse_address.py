"""The address of the browsing page: which picture, which theme, places and years, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qs

from corpus.model import Span
from search import Filters
from search.themes.matrix import RowLevel
from views.address import (
    Params,
    distinct,
    go,
    page_href,
    page_number,
    parameter,
    parameters,
    report_href_from,
    years_of,
)

PAGE = "browse"
# Columns side by side that one can still read.
MOST_PLACES = 4


class Mode(StrEnum):
    """What is shown; the value stands in the address."""

    THEMES = "themes"
    MAP = "map"
    MATRIX = "matrix"
    COVERAGE = "coverage"
    COMPARE = "compare"


class PassageAt(NamedTuple):
    """A passage: its report and where it begins."""

    report: str
    start: int


@dataclass(frozen=True)
class BrowseView:
    """What the browsing page shows.

    :param theme: id of a theme, ``""`` for none.
    :param level: what a row of the matrix is; ``share``: its cells show shares; ``sort``: id of the theme by which its
        rows stand, ``""`` for the order of places; ``cell``: path of the place whose passages on ``theme`` are open.
    :param passage: the passage that is open on the map.
    :param page: from 1.
    """

    mode: Mode = Mode.THEMES
    theme: str = ""
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    level: RowLevel = RowLevel.OWN
    share: bool = False
    sort: str = ""
    cell: str = ""
    passage: PassageAt | None = None
    page: int = 1

    @property
    def filters(self) -> Filters:
        """Places and years as the engine takes them."""
        return Filters(places=self.places, years=self.years)

    def to(self, mode: Mode) -> BrowseView:
        """Return another picture of the same theme, places and years."""
        return BrowseView(mode, self.theme, self.places, self.years)

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        texts = {
            "theme": self.theme,
            "level": "" if self.level is RowLevel.OWN else self.level.value,
            "share": "1" if self.share else "",
            "sort": self.sort,
            "cell": self.cell,
            "passage": f"{self.passage.report}.{self.passage.start}" if self.passage else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        lists = {"places": self.places, "years": tuple(map(str, self.years))}
        params: Params = {"mode": self.mode.value}
        params |= {name: list(values) for name, values in lists.items() if values}
        return params | {name: value for name, value in texts.items() if value}


def browse_view_of(params: Mapping[str, Sequence[str]]) -> BrowseView:
    """Read a view from parameters as they may stand in any address; what makes no sense is ignored."""

    def text(name: str) -> str:
        return "".join(params.get(name, ())[-1:]).strip()

    modes = [mode for mode in Mode if mode.value == text("mode")]
    levels = [level for level in RowLevel if level.value == text("level")]
    return BrowseView(
        mode=(*modes, Mode.THEMES)[0],
        theme=text("theme"),
        places=distinct(params.get("places", ())),
        years=years_of(params.get("years", ())),
        level=(*levels, RowLevel.OWN)[0],
        share=text("share") == "1",
        sort=text("sort"),
        cell=text("cell"),
        passage=passage_of(text("passage")),
        page=page_number(text("page")),
    )


def passage_of(text: str) -> PassageAt | None:
    """Read which passage is meant, ``None`` if none is."""
    report, _, start = text.rpartition(".")
    return PassageAt(report, int(start)) if report and start.isdecimal() and len(start) < 10 else None


def current() -> BrowseView:
    """Return the view the address asks for."""
    return browse_view_of(parameters())


def turn(step: int) -> None:
    """Turn a page."""
    view = current()
    go(replace(view, page=max(1, view.page + step)))


def href(view: BrowseView) -> str:
    """Return the link to a view, from any page."""
    return page_href(PAGE, view.params())


def report_href(report_id: str, span: Span | None, view: BrowseView) -> str:
    """Return the link to a passage of a report, from which the report's page leads back to ``view``."""
    return report_href_from(PAGE, view.params(), report_id, span)


def asked_from() -> BrowseView | None:
    """Return the view of browsing from which a report was opened, ``None`` if it was opened from elsewhere."""
    given = parameter(PAGE)
    return browse_view_of(parse_qs(given)) if given else None
