"""The themes of the corpus with passages that stand for them; one theme with all of its passages."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.themes import UNSORTED
from search import Engine
from search.themes.browser import ThemeInfo
from search.themes.output import said
from views import controls, frame
from views.browse_address import BrowseView, Mode, href, turn
from views.browse_passages import card, excerpt
from views.markup import escape, link, tag

# Passages that stand for a theme in the list; a page of a theme's passages.
_TYPICAL, PAGE = 2, 20


def show(engine: Engine, view: BrowseView) -> None:
    """Show all themes, or the one that is chosen."""
    theme = engine.themes.get(view.theme) if view.theme else None
    if theme:
        _one(engine, view)
        return
    if view.theme:
        frame.notice(
            "没有这个主题",
            "链接里的主题不在现在的索引里：资料更新以后，主题可能合并或换了内容。下面是现在的全部主题。",
        )
    infos = [info for info in engine.themes.infos(view.filters) if info.passages]
    if not infos:
        frame.notice("所选范围没有段落", "这些地区在这些年度没有报告。可以去掉地区或年度再看。")
        return
    found = sum(1 for info in infos if info.number != UNSORTED)
    passages = sum(info.passages for info in infos)
    st.html(tag("p", f"共 <b>{found}</b> 个主题，<b>{passages}</b> 个段落", "fz-summary", role="status"))
    st.html(tag("div", "".join(_box(engine, info, view) for info in infos), "fz-themes"))
    st.html(
        tag(
            "p",
            "主题是按段落的意思和用词自动归纳的，名称取段落里最有代表性的词。套话、小标题和说不清主题的段落放在“未归类”，不硬归。",
            "fz-legend",
        )
    )


def _box(engine: Engine, info: ThemeInfo, view: BrowseView) -> str:
    to = href(replace(view, theme=info.theme.id, page=1))
    head = tag("h2", link(escape(info.theme.name), to)) + tag("p", said(info), "fz-muted fz-small")
    if info.number == UNSORTED:
        about = tag("p", "开头结尾的套话、名词解释、小标题，和跟哪个主题都不够近的段落。", "fz-muted fz-small")
        return tag("article", head + about, "fz-theme")
    shown = engine.themes.typical(info.theme.id, _TYPICAL, view.filters)
    examples = "".join(excerpt(one, info.theme, view, place=True) for one in shown)
    return tag("article", head + examples + _ways(info.theme.id, view), "fz-theme")


def _one(engine: Engine, view: BrowseView) -> None:
    theme = engine.themes.get(view.theme)
    assert theme
    every = link("全部主题", href(replace(view, theme="", page=1)), "fz-way")
    unsorted = engine.themes.themes and theme not in engine.themes.themes
    ways = every + ("" if unsorted else _ways(theme.id, view))
    st.html(tag("h2", escape(theme.name), "fz-theme-name") + tag("div", ways, "fz-ways"))
    listed = engine.themes.passages(theme.id, view.filters, PAGE, (view.page - 1) * PAGE)
    if not listed.total:
        frame.notice(
            "未提及",
            "所选范围的报告没有归入这个主题的段落，主题名称的第一个词也没有出现。可以去掉地区或年度再看。",
        )
        return
    if listed.mentioned:
        st.html(
            tag("p", f"没有专门的段落；有 {listed.total} 个别的段落提到了它名称里的词", "fz-summary", role="status")
        )
    else:
        st.html(tag("p", f"共 <b>{listed.total}</b> 个段落，最有代表性的在前", "fz-summary", role="status"))
    st.html(tag("div", "".join(card(shown, theme, view) for shown in listed.passages), "fz-cards"))
    controls.pager(listed.total, PAGE, view.page, turn)


def _ways(theme_id: str, view: BrowseView) -> str:
    chosen = replace(view, theme=theme_id)
    links = (
        link("在地图上看", href(chosen.to(Mode.MAP)), "fz-way"),
        link("各地对照", href(chosen.to(Mode.COMPARE)), "fz-way"),
    )
    return tag("span", "".join(links), "fz-theme-ways")
