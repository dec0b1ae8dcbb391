"""What to pick on the browsing page: theme, places, years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from search import Engine
from search.nicknames import path_of
from views import multiselects
from views.address import fill, go
from views.browse_address import MOST_PLACES, BrowseView, Mode, current
from views.figure_picks import findable

_THEME, _PLACES, _YEARS = "browse-theme", "browse-places", "browse-years"


@dataclass(frozen=True)
class Offer:
    """What there is to pick.

    :param themes: id → name.
    :param places: name in the address → label; every place includes everything inside it.
    """

    themes: Mapping[str, str]
    places: Mapping[str, str]
    years: Sequence[int]


# One engine only: that of a replaced generation must not stay in memory.
@lru_cache(maxsize=1)
def offer(engine: Engine) -> Offer:
    """Return what the corpus of an engine offers."""
    return Offer(
        {info.theme.id: info.theme.name for info in engine.themes.infos()},
        {path_of(place): " › ".join(place.chain) for place in engine.shelf.places() if findable(engine, place)},
        engine.shelf.years(),
    )


def pickers(offered: Offer, view: BrowseView) -> None:
    """Draw the boxes; each writes the address when it is changed."""
    comparing = view.mode is Mode.COMPARE
    by_theme = view.mode in (Mode.COMPARE, Mode.MAP)
    fill({_PLACES: list(view.places), _YEARS: list(view.years)})
    with st.container(key="browse-picks", gap="small"):
        if by_theme and offered.themes:
            fill({_THEME: view.theme if view.theme in offered.themes else None})
            st.selectbox(
                "主题",
                list(offered.themes),
                index=None,
                key=_THEME,
                format_func=lambda theme_id: offered.themes.get(theme_id, theme_id),
                placeholder="选一个主题，可以输入文字查找",
                filter_mode="contains",
                on_change=_picked,
            )
        left, right = st.columns([3, 1])
        multiselects.place_picker(
            left,
            offered.places,
            view.places,
            key=_PLACES,
            on_change=_picked,
            label=f"地区（最多 {MOST_PLACES} 个，包含下级）" if comparing else "地区（包含下级）",
            placeholder="选几个要对照的地区，可以输入地名查找" if comparing else "全部地区，可以输入地名查找",
            max_selections=max(MOST_PLACES, len(view.places)) if comparing else None,
            filter_mode="contains",
            select_all=False,
        )
        multiselects.year_picker(right, offered.years, view.years, key=_YEARS, on_change=_picked, select_all=False)


def _picked() -> None:
    view = current()
    state = st.session_state
    theme = state[_THEME] or "" if _THEME in state and view.mode in (Mode.COMPARE, Mode.MAP) else view.theme
    go(
        replace(
            view, theme=theme, places=tuple(state[_PLACES]), years=tuple(state[_YEARS]), cell="", passage=None, page=1
        )
    )
