"""The map of passages: a point a passage, what is alike lies together; a click opens the passage."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.themes import UNSORTED, UNSORTED_NAME
from search import Engine
from search.themes.browser import MapPoint
from views import frame
from views.address import go
from views.browse_address import BrowseView, current, href, passage_of
from views.browse_chart import COLOURS, PICKED, scatter
from views.browse_passages import card
from views.markup import escape, link, tag

_KEY = "browse-map"
_SHAPES = ("圆", "方", "三角", "菱形")


def show(engine: Engine, view: BrowseView) -> None:
    """Show the map with its legend and the passage that is open."""
    points, everything = engine.themes.points(view.filters, view.theme)
    if not points:
        frame.notice("所选范围没有段落", "这些地区在这些年度没有报告。可以去掉地区或年度再看。")
        return
    drawn = f"共 <b>{everything}</b> 个段落" + (
        f"，图上均匀抽取 <b>{len(points)}</b> 个" if everything > len(points) else ""
    )
    hint = "离得近的意思相近。拖动平移，滚轮缩放，双击复原，点一点打开段落"
    st.html(tag("p", drawn + tag("span", hint, "fz-searched"), "fz-summary", role="status"))
    chart, side = st.columns([3, 1], gap="medium")
    with chart, st.container(key="chart-map"):
        st.altair_chart(
            scatter(points, engine.themes.themes, view.theme),
            width="stretch",
            key=_KEY,
            on_select=_picked,
            selection_mode=[PICKED],
            alt=f"{len(points)} 个段落按意思排布的地图，颜色和形状表示主题",
        )
    side.html(_legend(engine, points, view))
    if view.passage:
        _opened(engine, view)


def _picked() -> None:
    chosen = st.session_state[_KEY].selection.get(PICKED) or []
    at = passage_of(str(chosen[0].get("位置", ""))) if chosen else None
    go(replace(current(), passage=at))


def _legend(engine: Engine, points: tuple[MapPoint, ...], view: BrowseView) -> str:
    """Return the themes with their colour and shape; a click brings one out."""
    there = {point.theme for point in points}
    items = []
    for number, theme in enumerate(engine.themes.themes):
        if number not in there:
            continue
        chosen = theme.id == view.theme
        swatch = tag("i", "", f"fz-dot-{number % COLOURS} fz-shape-{number // COLOURS}", aria_hidden="true")
        to = href(replace(view, theme="" if chosen else theme.id, passage=None))
        shape = _SHAPES[number // COLOURS % len(_SHAPES)]
        current_one = {"aria_current": "true"} if chosen else {}
        items.append(
            tag("li", link(swatch + escape(theme.name), to, title=f"只突出这个主题（{shape}形点）", **current_one))
        )
    if UNSORTED in there:
        items.append(tag("li", tag("span", tag("i", "", "fz-dot-none", aria_hidden="true") + UNSORTED_NAME)))
    return tag("h2", "主题", "fz-list-title") + tag("ul", "".join(items), "fz-map-legend")


def _opened(engine: Engine, view: BrowseView) -> None:
    assert view.passage
    shown = engine.themes.passage_at(*view.passage)
    if shown is None:
        frame.notice("没有找到这个段落", "链接里的段落不在现在的索引里，可能资料更新过。")
        return
    theme = engine.themes.theme_of(shown.passage.passage)
    title = tag("h2", escape(f"主题：{theme.name}"))
    close = link("合上", href(replace(view, passage=None)), "fz-way")
    st.html(tag("section", title + close + card(shown, theme, view), "fz-opened", id="figure", tabindex="-1"))
