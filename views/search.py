"""检索: ask, narrow down, read the hits."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import streamlit as st

from search import Engine, Filters, Result
from search.query import LONGEST_QUERY, QueryInvalid
from search.report_counts import counts_of
from search.syntax import ParsedQuery, parse
from views import alike, chips, choices, controls, facets, found, frame, library, syntax_help, tour, welcome
from views.address import View, current, fill, go
from views.cards import card
from views.figure_answers import answers
from views.figure_marks import figure_marks
from views.markup import escape, plain_label, tag

BOX = "query"


def page(engine: Engine) -> None:
    """Show the search page as the address asks for it."""
    view = current()
    st.set_page_config(page_title=f"{view.text} · {frame.PRODUCT}" if view.text else frame.PRODUCT)
    if view.like:
        with st.container(key="main-column"):
            _box(view)
            alike.show(engine, view, view.like)
    elif view.text:
        _asked(engine, view)
    else:
        _welcome(engine, view)
    # Streamlit keeps the scroll position over a run; a new question or page begins at its top.
    frame.behave(f"fazhi.focusSearch(); fazhi.shown({crc32(repr(view).encode())});")


def _box(view: View) -> None:
    fill({BOX: view.text})
    with st.container(horizontal=True, key="box", gap="small", vertical_alignment="top"):
        controls.line_form(
            "search",
            BOX,
            "检索内容",
            "检索",
            _search,
            longest=LONGEST_QUERY,
            placeholder="写出要找的做法、问题或数据，如：行政争议实质性化解",
            icon=":material/search:",
        )
        syntax_help.popover()


def _search() -> None:
    go(current().asking(" ".join(st.session_state[BOX].split())))


def _welcome(engine: Engine, view: View) -> None:
    problem = _sidebar(engine, _clicks(engine, view, ParsedQuery()))
    with st.container(key="main-column"):
        st.html(
            "<header class='fz-hero'><h1>法治参阅</h1><p>从各地法治政府建设报告中，按意思找做法、找表述、找数据，"
            "每一条都有出处</p></header>"
        )
        _box(view)
        chips.on(view, ParsedQuery())
        welcome.examples(key="welcome-examples")
        if view == View():
            tour.show()
        if problem:
            frame.notice("筛选条件有误", problem)
        elif not view.filters.empty:
            welcome.reports(engine, view)
        else:
            welcome.holdings(engine)
            welcome.tips()


def _asked(engine: Engine, view: View) -> None:
    """Show what a question finds, or why it cannot be asked."""
    try:
        result = found.hits(engine, view)
    except QueryInvalid as error:
        parsed = parse(view.text, counts_of(engine.shelf).townships)
        _sidebar(engine, _clicks(engine, view, parsed))
        with st.container(key="main-column"):
            _box(view)
            chips.on(view, parsed)
            frame.notice("没有检索", str(error))
        return
    clicks = _clicks(engine, view, result.parsed)
    if result.facets and result.answerable:
        facets.sidebar(clicks, result.facets)
    else:
        # The few that are shown for want of an answer are not worth counting.
        _sidebar(engine, clicks)
    with st.container(key="main-column"):
        _box(view)
        chips.on(view, result.parsed)
        chips.offered(view, result)
        chips.said(view, result)
        if view.page == 1 and (given := answers(result)):
            st.html(given)
        if result.hits:
            _results(engine, view, result)
        else:
            _nothing(clicks, result)


def _sidebar(engine: Engine, clicks: choices.Clicks) -> str:
    """Draw the filters with what the library holds; return what is wrong with those that are on, ``""`` if nothing."""
    try:
        on = clicks.view.filters.joined(clicks.parsed.filters)
        facets.sidebar(clicks, library.facets(engine, on), reports=True)
    except QueryInvalid as error:
        facets.sidebar(clicks, library.facets(engine, Filters()), reports=True)
        return str(error)
    return ""


def _clicks(engine: Engine, view: View, parsed: ParsedQuery) -> choices.Clicks:
    return choices.Clicks(view, parsed, engine.shelf, counts_of(engine.shelf).townships)


def _results(engine: Engine, view: View, result: Result) -> None:
    shown = replace(view, page=result.query.offset // found.SIZE + 1)
    if result.answerable:
        st.html(tag("div", controls.summary(result) + controls.orders(shown, result.listed), "fz-over"))
    else:
        frame.notice(
            "没有找到直接相关的内容", f"{_searched(result)}，没有段落直接说到“{view.text}”。{_filtered(result)}"
        )
        st.html(tag("h2", "可能相关", "fz-list-title") + tag("p", "意思最接近的几段，不是直接的回答", "fz-muted"))
    marks = {hit.report.id: figure_marks(engine.figures.of_report(hit.report.id)) for hit in result.hits}
    cards = "".join(card(hit, shown, result.answerable, marks[hit.report.id]) for hit in result.hits)
    st.html(tag("div", cards, "fz-cards"))
    controls.pager(result.cards, found.SIZE, shown.page)


def _nothing(clicks: choices.Clicks, result: Result) -> None:
    view, pieces = clicks.view, result.parsed.pieces
    on = choices.choices(view.filters)
    if not result.searched:
        title, text = "没有报告符合筛选条件", "这些条件合在一起，没有一篇报告符合。可以去掉其中一个再看。"
    else:
        title, text = "没有找到相关内容", f"{_searched(result)}，没有找到与“{view.text}”相关的段落。"
        if result.parsed.phrases:
            text += (
                "没有段落逐字含有"
                + "、".join(f"“{phrase}”" for phrase in result.parsed.phrases)
                + "，可以去掉引号再找。"
            )
    frame.notice(title, text + _filtered(result))
    if on or pieces:
        with st.container(horizontal=True, key="relax", gap="small"):
            for number, choice in enumerate(on):
                label = plain_label(f"去掉“{choice.label}”")
                st.button(label, key=f"relax-{number}", on_click=chips.take_off, args=(choice,))
            for number, piece in enumerate(pieces):
                label = plain_label(f"去掉 {piece.label}")
                st.button(label, key=f"relax-piece-{number}", on_click=chips.take_out, args=(view.text, piece))
            if len(on) > 1:
                st.button("清除全部筛选", key="relax-all", on_click=go, args=(clicks.cleared(),))
    st.html(tag("p", escape("也可以换个说法，或试试："), "fz-muted"))
    welcome.examples(view.text)


def _searched(result: Result) -> str:
    return f"检索了 {result.searched} 篇报告"


def _filtered(result: Result) -> str:
    """Return what was filtered by, in the address or in the text, as a sentence; ``""`` if nothing."""
    on = choices.choices(result.query.filters.joined(result.parsed.filters))
    if not on:
        return ""
    return "正在筛选：" + "；".join(f"{choice.name} {choice.label}" for choice in on) + "。"


frame.show(page)
