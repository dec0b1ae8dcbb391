"""The filters: widgets in the sidebar, and the chips that show what is on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from corpus.model import Place
from search import Engine, Filters
from search.query import QueryInvalid, places_named
from search.shelf import Shelf
from views.address import View, current, fill, go, view_of
from views.markup import plain_label

_INDENT = "\u3000"


@dataclass(frozen=True)
class Choice:
    """A value of a filter that is on.

    :param field: the field of :class:`search.Filters`; ``name`` its Chinese name.
    """

    field: str
    name: str
    value: Any
    label: str


def sidebar(engine: Engine, view: View) -> None:
    """Draw the filter widgets with the address's values in them."""
    shelf = engine.shelf
    paths = {place_path(place): place for place in shelf.places() if place.adcode}
    counts = _place_counts(shelf)
    known = {name: path for name in view.filters.places if (path := _known_path(name, paths))}
    filters = view.filters
    publishers = shelf.publishers()
    fill(
        {
            "place": list(dict.fromkeys(known.values())),
            "year": [str(year) for year in filters.years if year in shelf.years()],
            "level": [level.value for level in filters.levels if level in shelf.levels()],
            "kind": [kind.value for kind in filters.kinds if kind in shelf.kinds()],
            "publisher": [name for name in filters.publishers if name in publishers],
        }
    )
    with st.sidebar:
        st.html("<h2 class='fz-side-title'>筛选</h2>")
        st.multiselect(
            "地区（含下级）",
            list(paths),
            key="place",
            format_func=lambda path: _place_label(paths[path], counts),
            on_change=partial(_changed, "place", "places"),
            placeholder="选择或输入地名",
            select_all=False,
        )
        _pills("报告年度", "year", "years", [str(year) for year in shelf.years()], lambda value: f"{value}年")
        _pills("层级", "level", "levels", [level.value for level in shelf.levels()])
        _pills("文种", "kind", "kinds", [kind.value for kind in shelf.kinds()])
        st.multiselect(
            "发布机构",
            publishers,
            key="publisher",
            on_change=partial(_changed, "publisher", "publishers"),
            placeholder="选择或输入机构名",
            select_all=False,
        )
        st.button(
            "清除筛选",
            icon=":material/filter_alt_off:",
            on_click=clear,
            disabled=filters.empty,
            width="stretch",
        )


def chips(view: View) -> None:
    """Show every filter that is on as a button that takes it off."""
    on = choices(view.filters)
    if not on:
        return
    with st.container(horizontal=True, key="chips", gap="small"):
        for number, choice in enumerate(on):
            # Labels are Markdown to Streamlit, and an address can hold anything.
            label = plain_label(f"{choice.name}：{choice.label}")
            st.button(label, key=f"chip-{number}", icon=":material/close:", on_click=without, args=(choice,))


def choices(filters: Filters) -> list[Choice]:
    """Return the filters that are on, in the order of the sidebar."""
    return [
        *(Choice("places", "地区", name, name.replace("/", " › ")) for name in filters.places),
        *(Choice("years", "年度", year, f"{year}年") for year in filters.years),
        *(Choice("levels", "层级", level, level.value) for level in filters.levels),
        *(Choice("kinds", "文种", kind, kind.value) for kind in filters.kinds),
        *(Choice("publishers", "发布机构", name, name) for name in filters.publishers),
    ]


def without(choice: Choice) -> None:
    """Take one filter off."""
    view = current()
    rest = tuple(value for value in getattr(view.filters, choice.field) if value != choice.value)
    go(view.with_filters(**{choice.field: rest}))


def clear() -> None:
    """Take all filters off."""
    go(View(text=current().text))


def place_path(place: Place) -> str:
    """Return a place as the address holds it: its chain from the province down, e.g. 内蒙古自治区/通辽市."""
    return "/".join(place.chain)


def _changed(key: str, field: str) -> None:
    """Take a widget's values into the address."""
    view = current()
    asked = view_of({key: [str(value) for value in st.session_state[key] or ()]})
    go(view.with_filters(**{field: getattr(asked.filters, field)}))


def _pills(
    label: str, key: str, field: str, options: list[str], shown: Callable[[str], str] = lambda value: value
) -> None:
    if options:
        st.pills(
            label,
            options,
            selection_mode="multi",
            key=key,
            format_func=shown,
            on_change=partial(_changed, key, field),
        )


def _known_path(name: str, paths: dict[str, Place]) -> str | None:
    """Return the option that stands for a place written in an address (内蒙古, 通辽市科左后旗), if there is one."""
    if name in paths:
        return name
    try:
        found = places_named(name)
    except QueryInvalid:
        return None
    return next((path for path, place in paths.items() if place.chain == found[0].chain), None)


def _place_counts(shelf: Shelf) -> Counter[tuple[str, ...]]:
    places: Iterable[Place] = (info.place for info in shelf.infos if info.place)
    return Counter(place.chain[:depth] for place in places for depth in range(1, len(place.chain) + 1))


def _place_label(place: Place, counts: Counter[tuple[str, ...]]) -> str:
    return f"{_INDENT * (len(place.chain) - 1)}{place.name}（{counts[place.chain]}）"
