"""The address bar as the one place that knows what is shown: query, filters and page.

A widget's callback writes the address with :func:`go`; a run of the page reads it with :func:`current` and lays its
values into the widgets with :func:`fill`. Widgets never speak to each other, so a copied link, the browser's back
button and a click end in the same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

import streamlit as st

from corpus.model import Kind, Level
from search import Filters
from search.query import LONGEST_QUERY

E = TypeVar("E", bound=StrEnum)
Params = dict[str, str | list[str]]
# Government reports have been published on the web since the 1990s; anything else in an address is a slip.
_YEARS = range(1949, 2100)


@dataclass(frozen=True)
class View:
    """What the search page shows.

    :param page: from 1.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    page: int = 1

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        filters = self.filters
        lists: dict[str, Iterable[object]] = {
            "place": filters.places,
            "year": filters.years,
            "level": filters.levels,
            "kind": filters.kinds,
            "publisher": filters.publishers,
        }
        params: Params = {"q": self.text} if self.text else {}
        params.update({name: [str(value) for value in values] for name, values in lists.items() if values})
        if self.page > 1:
            params["page"] = str(self.page)
        return params

    def with_filters(self, **changed: tuple[Any, ...]) -> View:
        """Return this view with some filters changed, back on its first page."""
        return replace(self, filters=replace(self.filters, **changed), page=1)


def view_of(params: Mapping[str, Sequence[str]]) -> View:
    """Read a view from parameters as they may stand in any address; what makes no sense is ignored."""

    def texts(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value.strip() for value in params.get(name, ()) if value.strip()))

    years = tuple(int(value) for value in texts("year") if value.isdecimal() and int(value) in _YEARS)
    pages = [int(value) for value in texts("page") if value.isdecimal() and len(value) < 5]
    return View(
        text=" ".join("".join(params.get("q", ())[-1:]).split())[:LONGEST_QUERY],
        filters=Filters(
            places=texts("place"),
            years=years,
            levels=_members(Level, texts("level")),
            kinds=_members(Kind, texts("kind")),
            publishers=texts("publisher"),
        ),
        page=max([1, *pages[-1:]]),
    )


def current() -> View:
    """Return the view the address asks for."""
    return view_of(_params())


def parameter(name: str) -> str:
    """Return one parameter of the address, ``""`` if it is not there."""
    return "".join(_params().get(name, ())[-1:])


def go(view: View) -> None:
    """Show a view: write it into the address as a new step of the browser's history."""
    st.query_params.from_dict(view.params())


def fill(values: Mapping[str, Any]) -> None:
    """Give widgets the values of the address, before they are drawn.

    Only what differs is written, so that text which is typed but not sent yet survives a click elsewhere.
    """
    for key, value in values.items():
        if key not in st.session_state or st.session_state[key] != value:
            st.session_state[key] = value


def _params() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _members(kind: type[E], values: Iterable[str]) -> tuple[E, ...]:
    known = {member.value: member for member in kind}
    return tuple(known[value] for value in values if value in known)
