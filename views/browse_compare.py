"""Places side by side on a theme."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.themes import Theme
from search import Engine
from search.nicknames import path_of
from search.themes.browser import Column
from search.themes.export import NOT_SAID
from search.themes.matrix import RowLevel
from views import frame
from views.browse_address import MOST_PLACES, BrowseView, Mode, href
from views.browse_passages import excerpt
from views.markup import escape, link, tag

_OFFERED = 8
_SUGGESTED = 3


def show(engine: Engine, view: BrowseView) -> None:
    """Show what the chosen places say on the chosen theme, or what there is to choose."""
    theme = engine.themes.get(view.theme) if view.theme else None
    if theme is None:
        if view.theme:
            frame.notice("没有这个主题", "链接里的主题不在现在的索引里，请在上面另选一个。")
        _themes_offered(engine, view)
    elif not view.places:
        _places_offered(engine, theme, view)
    else:
        columns = engine.themes.side_by_side(theme.id, view.places[:MOST_PLACES], view.years)
        st.html(tag("h2", escape(theme.name), "fz-theme-name"))
        if len(view.places) > MOST_PLACES:
            st.html(tag("p", f"一次最多对照 {MOST_PLACES} 个地区，只列出前 {MOST_PLACES} 个。", "fz-legend"))
        drawn = "".join(_column(column, theme, view) for column in columns)
        st.html(tag("div", drawn, f"fz-beside fz-beside-{len(columns)}"))
        if len(view.places) < 2:
            _places_offered(engine, theme, view)


def _column(column: Column, theme: Theme, view: BrowseView) -> str:
    name = column.place.split("/")[-1]
    said = column.said
    head = tag("h3", escape(name))
    if not column.reports:
        about = tag("p", f"资料里没有{escape(name)}{'这些年度' if view.years else ''}的报告", "fz-muted")
        return tag("section", head + about, "fz-beside-one")
    if not said.total:
        title = tag("p", tag("b", NOT_SAID) + f"　{column.reports} 篇报告", "fz-beside-count")
        why = f"没有归入这个主题的段落，“{theme.terms[0]}”也没有出现。"
        return tag("section", head + title + tag("p", escape(why), "fz-muted"), "fz-beside-one")
    if said.mentioned:
        about = f"没有专门的段落；{column.reports} 篇报告里有 {said.total} 段提到"
    else:
        about = f"<b>{said.total}</b> 段　{column.reports} 篇报告"
    items = "".join(tag("li", excerpt(one, theme, view, place=False)) for one in said.passages)
    rest = said.total - len(said.passages)
    every = replace(view, mode=Mode.THEMES, places=(column.place,))
    more = tag("p", link(f"全部 {said.total} 段", href(every)), "fz-beside-more") if rest > 0 else ""
    body = head + tag("p", about, "fz-beside-count") + tag("ul", items, "fz-sources fz-given") + more
    return tag("section", body, "fz-beside-one", aria_label=f"{name}：{theme.name}")


def _themes_offered(engine: Engine, view: BrowseView) -> None:
    links = "".join(
        link(escape(theme.name), href(replace(view, theme=theme.id)), "fz-choice") for theme in engine.themes.themes
    )
    st.html(tag("section", tag("h2", "先选一个主题") + tag("div", links, "fz-choices"), "fz-holdings"))


def _places_offered(engine: Engine, theme: Theme, view: BrowseView) -> None:
    """Offer the places that say most on the theme: three at once, or one more."""
    found = engine.themes.matrix(RowLevel.OWN, replace(view, places=()).filters)
    number = next((n for n, one in enumerate(found.themes) if one.id == theme.id), None)
    if number is None:
        return
    rows = sorted((row for row in found.rows if row.place and row.counts[number]), key=lambda row: -row.counts[number])
    places = [(row.place, row.counts[number]) for row in rows if row.place][:_OFFERED]
    if not places:
        return
    first = tuple(path_of(place) for place, _ in places[:_SUGGESTED])
    names = "、".join(place.name for place, _ in places[:_SUGGESTED])
    together = link(escape(f"对照{names}"), href(replace(view, places=first)), "fz-choice") if not view.places else ""
    others = "".join(
        link(
            escape(f"{place.name}（{count} 段）"),
            href(replace(view, places=(*view.places, path_of(place)))),
            "fz-choice",
        )
        for place, count in places
        if path_of(place) not in view.places
    )
    title = "再选几个地区来对照" if view.places else "选几个地区来对照"
    st.html(
        tag(
            "section",
            tag("h2", title)
            + (tag("p", together) if together else "")
            + tag("p", "谈得最多的地区", "fz-muted fz-small")
            + tag("div", others, "fz-choices"),
            "fz-holdings",
        )
    )
