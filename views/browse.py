"""浏览: what the corpus speaks of, where and how much; what is in it; places side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zlib import crc32

import streamlit as st

from search import Engine, QueryInvalid
from search.themes.output import OUTDATED, TOO_FEW
from views import browse_compare, browse_coverage, browse_map, browse_matrix, browse_picks, browse_themes, frame
from views.browse_address import BrowseView, Mode, current, href
from views.markup import escape, link, tag

_MODES: dict[Mode, tuple[str, Callable[[Engine, BrowseView], None]]] = {
    Mode.THEMES: ("主题", browse_themes.show),
    Mode.MAP: ("地图", browse_map.show),
    Mode.MATRIX: ("地区 × 主题", browse_matrix.show),
    Mode.COMPARE: ("各地对照", browse_compare.show),
    Mode.COVERAGE: ("资料覆盖", browse_coverage.show),
}


def page(engine: Engine) -> None:
    """Show the picture the address asks for."""
    view = current()
    st.set_page_config(page_title=f"{_MODES[view.mode][0]} · 浏览 · {frame.PRODUCT}")
    with st.container(key="figures-column"):
        about = "资料里谈了哪些事，各地谈了多少，有哪些地区和年度的报告"
        st.html(tag("header", tag("h1", "浏览") + tag("p", about), "fz-setup") + _modes(view))
        if view.mode is not Mode.COVERAGE and not engine.themes.themes:
            _no_themes(engine)
            return
        browse_picks.pickers(browse_picks.offer(engine), view)
        try:
            _MODES[view.mode][1](engine, view)
        except QueryInvalid as error:
            frame.notice("没有查找", str(error))
            st.html(tag("div", link("去掉地区", href(replace(view, places=(), cell=""))), "fz-ways"))
    # Opening a cell or a point keeps the place on the page; anything else begins at the top.
    opened = crc32(repr((view.cell, view.theme if view.cell else "", view.passage)).encode())
    base = replace(view, cell="", passage=None, sort="", theme="" if view.mode is Mode.MATRIX else view.theme)
    if not (view.cell or view.passage):
        opened = 0
    frame.behave(f"fazhi.figure({opened}); fazhi.shown({crc32(repr(base).encode())});")


def _modes(view: BrowseView) -> str:
    links = "".join(
        link(escape(name), href(view.to(mode)), **({"aria_current": "page"} if mode is view.mode else {}))
        for mode, (name, _) in _MODES.items()
    )
    return tag("nav", links, "fz-modes", aria_label="浏览方式")


def _no_themes(engine: Engine) -> None:
    if engine.themes.outdated:
        frame.notice("这个索引还没有主题", OUTDATED + "。没有变化的文件不会重新计算。")
    else:
        frame.notice("还没有主题", TOO_FEW + "。现在可以看资料覆盖，或用检索。")
        frame.more_reports()
    st.page_link(frame.SEARCH_PAGE, label="回到检索页", icon=":material/arrow_back:")


frame.show(page)
