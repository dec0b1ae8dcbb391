"""The address bar as the one place that knows what is shown: query, filters, order, page, the passage to compare with.

A widget's callback writes the address with :func:`go`, a link carries it with :func:`href`; a run of the page reads it
with :func:`current` and lays its values into the widgets with :func:`fill`. Widgets never speak to each other, so a
copied link, the browser's back button and a click end in the same state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

import streamlit as st

from corpus.model import Kind, Level, Span
from corpus.parts import Part
from search import Filters
from search.arrange import GroupBy, SortBy
from search.query import LONGEST_QUERY

E = TypeVar("E", bound=StrEnum)
Params = dict[str, str | list[str]]
# Government reports have been published on the web since the 1990s; anything else in an address is a slip.
YEARS = range(1949, 2100)
# The field of Filters → its name in the address, in the order of the sidebar.
_NAMES = {
    "places": "place",
    "years": "year",
    "levels": "level",
    "kinds": "kind",
    "publishers": "publisher",
    "sections": "section",
    "parts": "part",
}


@dataclass(frozen=True)
class Where:
    """A passage of a report, as an address names it."""

    report: str
    span: Span


@dataclass(frozen=True)
class View:
    """What the search page shows.

    :param literal: the words as typed, even where the engine knows better.
    :param page: from 1.
    :param like: show what resembles this passage, instead of the results, to which the rest of the view leads back.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    group: GroupBy = GroupBy.PASSAGE
    sort: SortBy = SortBy.RELEVANCE
    literal: bool = False
    page: int = 1
    like: Where | None = None

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        params: Params = {"q": self.text} if self.text else {}
        for name, key in _NAMES.items():
            if values := getattr(self.filters, name):
                params[key] = [str(value) for value in values]
        if self.group is not GroupBy.PASSAGE:
            params["group"] = self.group.value
        if self.sort is not SortBy.RELEVANCE:
            params["sort"] = self.sort.value
        if self.literal:
            params["literal"] = "1"
        if self.page > 1:
            params["page"] = str(self.page)
        if self.like:
            params |= {"like": self.like.report, "start": str(self.like.span.start), "end": str(self.like.span.end)}
        return params

    def with_filters(self, **changed: tuple[Any, ...]) -> View:
        """Return this view with some filters changed, back on its first page."""
        return replace(self, filters=replace(self.filters, **changed), page=1)

    def asking(self, text: str) -> View:
        """Return the view that asks something else under the same filters."""
        return replace(self, text=text, literal=False, page=1, like=None)


class Addressed(Protocol):
    """What a page shows, as its address says it."""

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a parameter that say something, each once."""
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def years_of(values: Iterable[str]) -> tuple[int, ...]:
    """Return the values of a parameter that are years a report can be about, each once."""
    numbers = (int(value) for value in values if value.isdecimal() and len(value) == 4)
    return tuple(dict.fromkeys(year for year in numbers if year in YEARS))


def page_number(value: str) -> int:
    """Return the page that a parameter names, from 1; the first if it names none."""
    return max(1, int(value)) if value.isdecimal() and len(value) < 5 else 1


def view_of(params: Mapping[str, Sequence[str]]) -> View:
    """Read a view from parameters as they may stand in any address; what makes no sense is ignored."""

    def texts(name: str) -> tuple[str, ...]:
        return distinct(params.get(name, ()))

    years = tuple(int(value) for value in texts("year") if value.isdecimal() and int(value) in YEARS)
    pages = [int(value) for value in texts("page") if value.isdecimal() and len(value) < 5]
    return View(
        text=" ".join("".join(params.get("q", ())[-1:]).split())[:LONGEST_QUERY],
        filters=Filters(
            places=texts("place"),
            years=years,
            levels=_members(Level, texts("level")),
            kinds=_members(Kind, texts("kind")),
            publishers=texts("publisher"),
            sections=texts("section"),
            parts=_members(Part, texts("part")),
        ),
        group=(*_members(GroupBy, texts("group")), GroupBy.PASSAGE)[0],
        sort=(*_members(SortBy, texts("sort")), SortBy.RELEVANCE)[0],
        literal="1" in texts("literal"),
        page=max([1, *pages[-1:]]),
        like=_like(texts),
    )


def report_params(report_id: str, span: Span | None, view: View) -> Params:
    """Return the address of a report: which passage, and the view to return to."""
    where: Params = {"id": report_id}
    back = view.params()
    if view.like:
        # There start and end are those of the passage to show.
        back["from"] = f"{back.pop('start')}-{back.pop('end')}"
    if span is not None:
        where |= {"start": str(span.start), "end": str(span.end)}
    return where | back


def href(view: View) -> str:
    """Return the link to a view of the search page, from any page."""
    return page_href("", view.params())


def report_href(report_id: str, span: Span | None, view: View) -> str:
    """Return the link to a report, from any page."""
    return page_href("report", report_params(report_id, span, view))


def report_href_from(page: str, back: Params, report_id: str, span: Span | None) -> str:
    """Return the link to a report from a page other than the search page.

    :param back: the parameters of the view to return to; the report's page finds them under the page's name.
    """
    params = report_params(report_id, span, View())
    params[page] = urlencode(back, doseq=True)
    return page_href("report", params)


def current() -> View:
    """Return the view the address asks for."""
    return view_of(parameters())


def parameter(name: str) -> str:
    """Return one parameter of the address, ``""`` if it is not there."""
    return "".join(parameters().get(name, ())[-1:])


def go(view: Addressed) -> None:
    """Show a view: write it into the address as a new step of the browser's history."""
    st.query_params.from_dict(view.params())


def fill(values: Mapping[str, Any]) -> None:
    """Give widgets the values of the address, before they are drawn.

    Only what differs is written, so that text which is typed but not sent yet survives a click elsewhere.
    """
    for key, value in values.items():
        if key not in st.session_state or st.session_state[key] != value:
            st.session_state[key] = value


def page_href(page: str, params: Params) -> str:
    """Return the link to a page of the app, from any page.

    :param page: its path, ``""`` for the search page.
    """
    # Relative, because the program may run under a path of its own.
    return f"./{page}?{urlencode(params, doseq=True)}" if params else f"./{page}"


def _like(texts: Callable[[str], tuple[str, ...]]) -> Where | None:
    """Return the passage to compare with: ``like`` with ``start`` and ``end``, on a report's page ``from``."""
    reports = texts("like")
    bounds = "".join(texts("from")[:1]).split("-") if texts("from") else [*texts("start")[:1], *texts("end")[:1]]
    if not reports or len(bounds) != 2 or not all(bound.isdecimal() and len(bound) < 10 for bound in bounds):
        return None
    return Where(reports[0], Span(int(bounds[0]), int(bounds[1])))


def parameters() -> dict[str, list[str]]:
    """Return all parameters of the address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _members(kind: type[E], values: Iterable[str]) -> tuple[E, ...]:
    known = {member.value: member for member in kind}
    return tuple(known[value] for value in values if value in known)
