"""The filters that are on, and what a click on a value makes of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from corpus.model import Place
from search import Filters
from search.nicknames import path_of
from search.query import QueryInvalid, places_named
from search.shelf import Shelf
from search.syntax import ParsedQuery, parse, without
from search.syntax_pieces import PieceKind
from views.address import View

NAMES = {
    "places": "地区",
    "years": "年度",
    "levels": "层级",
    "kinds": "文种",
    "publishers": "发布机构",
    "sections": "主题章节",
    "parts": "部分",
}
Chain = tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A value of a filter that is on.

    :param field: the field of :class:`search.Filters`; ``name`` its Chinese name.
    """

    field: str
    name: str
    value: Any
    label: str


def choices(filters: Filters) -> list[Choice]:
    """Return the filters that are on, in the order of the sidebar."""
    return [
        Choice(field.name, NAMES[field.name], value, _label(field.name, value))
        for field in fields(filters)
        for value in getattr(filters, field.name)
    ]


@dataclass(frozen=True)
class Clicks:
    """What clicks on the values of filters lead to.

    :param parsed: the view's text taken apart: what is chosen there is taken out there.
    """

    view: View
    parsed: ParsedQuery
    shelf: Shelf
    townships: Collection[str] = ()

    def on(self, field: str, value: Any) -> View:
        """Return the view with a value chosen."""
        return self.view.with_filters(**{field: _distinct((*getattr(self.view.filters, field), value))})

    def off(self, field: str, unwanted: Callable[[Any], bool]) -> View:
        """Return the view without the values that are ``unwanted``, whether the address holds them or the text."""
        view = self.view
        text, moved = view.text, Filters()
        # From the end, so that the spans of the pieces before stay right.
        for piece in reversed(self.parsed.pieces):
            if piece.kind is not PieceKind.FILTER:
                continue
            own = parse(piece.span.of(view.text), self.townships).filters
            if any(map(unwanted, getattr(own, field))):
                text = without(text, piece.span)
                moved = moved.joined(own)
        filters = view.filters.joined(moved)
        kept = tuple(value for value in getattr(filters, field) if not unwanted(value))
        return replace(view, text=text, filters=replace(filters, **{field: kept}), page=1)

    def place(self, place: Place, selected: bool) -> View:
        """Return the view with a place chosen, or taken off.

        A place inside a chosen one narrows it, and one around it widens it: of two of which one includes the other
        the last clicked counts.
        """
        chain = place.chain
        if selected:
            return self.off("places", lambda name: chain in self.chains(name))
        related = [name for name in self.named if any(_one_in_other(chain, other) for other in self.chains(name))]
        view = self.off("places", lambda name: name in related) if related else self.view
        return replace(self, view=view).on("places", path_of(place))

    def cleared(self) -> View:
        """Return the view without any filter, in the address or in the text."""
        text = self.view.text
        for piece in reversed(self.parsed.pieces):
            if piece.kind is PieceKind.FILTER:
                text = without(text, piece.span)
        return replace(self.view, text=text, filters=Filters(), page=1)

    @property
    def named(self) -> tuple[str, ...]:
        """The names of places that are on, in the address or in the text."""
        return self.view.filters.joined(self.parsed.filters).places

    def chains(self, name: str) -> set[Chain]:
        """Return the places a name can mean; none if nobody knows it."""
        return {place.chain for place in _places(name, self.shelf)}


def _distinct(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _label(field: str, value: Any) -> str:
    if field == "places":
        return str(value).replace("/", " › ")
    return f"{value}年" if field == "years" else str(value)


def _one_in_other(one: Chain, other: Chain) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _places(name: str, shelf: Shelf) -> Sequence[Place]:
    try:
        return places_named(name)
    except QueryInvalid:
        # Townships are in no table; the reports name them.
        wanted = name.strip()
        return [place for place in shelf.places() if wanted in (place.name, "".join(place.chain))]
