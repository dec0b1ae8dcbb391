"""What to pick on the figures page: indicators by group, places, years; and before anything is picked, what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from corpus.model import Place
from search import Engine, QueryInvalid
from search.nicknames import path_of
from views import frame, multiselects
from views.address import fill, go
from views.figure_address import LONGEST_WORDS, FigureView, current, href
from views.markup import escape, link, tag, unfolding

_GROUP, _INDICATORS, _PLACES, _YEARS = "figure-group", "figure-indicators", "figure-places", "figure-years"
_OTHERS, _WORDS = "figure-others", "figure-words"
_ALL = "全部"
# Indicators of a group that are in sight before it is picked.
_SEEN = 6


@dataclass(frozen=True)
class Offer:
    """What there is to pick.

    :param given: the number of figures of every indicator, in the order of the dictionary; 0 where there is none.
    :param places: name in the address → label; every place includes everything inside it.
    """

    groups: Mapping[str, tuple[str, ...]]
    given: Mapping[str, int]
    places: Mapping[str, str]
    years: Sequence[int]


# One engine only: that of a replaced generation must not stay in memory.
@lru_cache(maxsize=1)
def offer(engine: Engine) -> Offer:
    """Return what the figures of an engine offer."""
    figures = engine.figures
    given = figures.given()
    found: dict[str, str] = {}
    for place in figures.places():
        for chain in (place.chain[:depth] for depth in range(1, len(place.chain))):
            found.setdefault("/".join(chain), " › ".join(chain))
        if findable(engine, place):
            found.setdefault(path_of(place), " › ".join(place.chain))
    return Offer(
        figures.indicators.groups(),
        {entry.name: given.get(entry.name, 0) for entry in figures.indicators.entries},
        found,
        figures.years(),
    )


def pickers(offered: Offer, view: FigureView) -> None:
    """Draw the boxes; each writes the address when it is changed."""
    group = view.group if view.group in offered.groups else _ALL
    fill(
        {
            _GROUP: group,
            _INDICATORS: list(view.indicators),
            _PLACES: list(view.places),
            _YEARS: list(view.years),
            _OTHERS: view.others,
            _WORDS: view.words,
        }
    )
    with st.container(key="figure-picks", gap="small"):
        if not view.others:
            left, right = st.columns([1, 3])
            left.selectbox(
                "指标类别",
                [_ALL, *offered.groups],
                key=_GROUP,
                placeholder="选一个类别",
                filter_mode="contains",
                on_change=_group_picked,
            )
            right.multiselect(
                "指标",
                _options(offered, group, view),
                key=_INDICATORS,
                format_func=lambda name: _counted(name, offered),
                placeholder="选一个或几个指标，可以输入文字查找",
                filter_mode="contains",
                wrap=True,
                select_all=False,
                on_change=_picked,
            )
        left, right = st.columns([3, 1])
        multiselects.place_picker(
            left, offered.places, view.places, key=_PLACES, on_change=_picked, filter_mode="contains", select_all=False
        )
        multiselects.year_picker(right, offered.years, view.years, key=_YEARS, on_change=_picked, select_all=False)
        st.toggle("查找词典以外的数据", key=_OTHERS, on_change=_others_switched)
        if view.others:
            st.text_input(
                "句子里的词",
                key=_WORDS,
                max_chars=LONGEST_WORDS,
                placeholder="写出数据所在句子里的词，用空格隔开，如：湿地 公顷",
                icon=":material/search:",
                autocomplete="off",
                on_change=_words_typed,
            )


def opening(offered: Offer, view: FigureView) -> None:
    """Show the indicators by group, those with most figures first, to be clicked."""
    if not any(offered.given.values()):
        # A list of all the indicators there are would only say what is not there.
        frame.notice(
            "还没有数据", "现有的报告里没有读出指标词典里的数据。可以打开上面的“查找词典以外的数据”，或者放入更多报告。"
        )
        frame.more_reports()
        return
    chosen = [view.group] if view.group in offered.groups else list(offered.groups)
    whole = len(chosen) == 1
    rows = "".join(_group(name, offered, view, whole) for name in chosen)
    title = f"{chosen[0]}：选一个指标" if whole else "从一个指标开始"
    note = tag("p", "数字是报告里给出的数据个数。", "fz-muted fz-small")
    st.html(tag("section", tag("h2", escape(title)) + tag("dl", rows, "fz-rows fz-groups") + note, "fz-holdings"))


def _group(name: str, offered: Offer, view: FigureView, whole: bool) -> str:
    names = sorted(offered.groups[name], key=lambda one: -offered.given[one])
    given = [one for one in names if offered.given[one]]
    none = [one for one in names if not offered.given[one]]
    seen = given if whole else given[:_SEEN]
    parts = "".join(_choice(one, offered, view) for one in seen)
    if len(given) > len(seen):
        rest = "".join(_choice(one, offered, view) for one in given[len(seen) :])
        parts += unfolding(
            f"其余 {len(given) - len(seen)} 项", tag("div", rest, "fz-choices"), "fz-rest-of", f"figures/{name}"
        )
    if whole and len(given) > 1:
        parts += link(f"全部 {len(given)} 项", href(replace(view, indicators=tuple(given))), "fz-way")
    if none and (whole or not given):
        parts += tag("p", escape("这些报告里没有给出：" + "、".join(none)), "fz-muted fz-small")
    return tag("div", tag("dt", escape(name)) + tag("dd", parts, "fz-choices"), "fz-row")


def _choice(name: str, offered: Offer, view: FigureView) -> str:
    number = tag("i", str(offered.given[name]))
    return tag("span", link(escape(name), href(replace(view, indicators=(name,)))) + number, "fz-count")


def _options(offered: Offer, group: str, view: FigureView) -> list[str]:
    """Return the indicators to choose from: those with figures first, and whatever the address holds."""
    names = offered.groups.get(group, tuple(offered.given))
    return multiselects.with_given(sorted(names, key=lambda name: not offered.given[name]), view.indicators)


def _counted(name: str, offered: Offer) -> str:
    number = offered.given.get(name)
    return name if number is None else f"{name}（{number}）" if number else f"{name}（没有数据）"


def findable(engine: Engine, place: Place) -> bool:
    """Tell whether figures can be asked for by the place's name; the nation is no place of the table."""
    try:
        return bool(engine.shelf.meant([path_of(place)]))
    except QueryInvalid:
        return False


def _picked() -> None:
    view, state = current(), st.session_state
    indicators = view.indicators if view.others else tuple(state[_INDICATORS])
    go(
        replace(
            view,
            indicators=indicators,
            places=tuple(state[_PLACES]),
            years=tuple(state[_YEARS]),
            cell=None,
            when=None,
            page=1,
        )
    )


def _group_picked() -> None:
    chosen = st.session_state[_GROUP]
    go(replace(current(), group="" if chosen == _ALL else chosen, page=1))


def _others_switched() -> None:
    go(replace(current(), others=st.session_state[_OTHERS], cell=None, page=1))


def _words_typed() -> None:
    go(replace(current(), words=" ".join(st.session_state[_WORDS].split()), page=1))
