"""检索: ask, narrow down, read the hits."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import streamlit as st

from search import Engine, Query, Result
from search.query import LONGEST_QUERY, QueryInvalid
from views import filters, frame, welcome
from views.address import View, current, fill, go
from views.cards import card
from views.markup import escape, plain_label, tag

SIZE = 10
BOX = "query"


def page(engine: Engine) -> None:
    """Show the search page as the address asks for it."""
    view = current()
    st.set_page_config(page_title=f"{view.text} · {frame.PRODUCT}" if view.text else frame.PRODUCT)
    filters.sidebar(engine, view)
    with st.container(key="main-column"):
        if not view.text:
            st.html(
                "<header class='fz-hero'><h1>法治参阅</h1><p>从各地法治政府建设报告中，按意思找做法、找表述、找数据，"
                "每一条都有出处</p></header>"
            )
        _box(view)
        filters.chips(view)
        if view.text:
            _results(engine, view)
        else:
            _welcome(engine, view)
    # Streamlit keeps the scroll position over a run; a new question or page begins at its top.
    frame.behave(f"fazhi.focusSearch(); fazhi.shown({crc32(repr(view).encode())});")


def _box(view: View) -> None:
    fill({BOX: view.text})
    with st.form("search", border=False, enter_to_submit=True), st.container(horizontal=True, gap="small"):
        st.text_input(
            "检索内容",
            key=BOX,
            max_chars=LONGEST_QUERY,
            placeholder="写出要找的做法、问题或数据，如：行政争议实质性化解",
            label_visibility="collapsed",
            icon=":material/search:",
            autocomplete="off",
        )
        st.form_submit_button("检索", type="primary", on_click=_search)


def _search() -> None:
    go(replace(current(), text=" ".join(st.session_state[BOX].split()), page=1))


def _welcome(engine: Engine, view: View) -> None:
    welcome.examples(key="welcome-examples")
    if not view.filters.empty:
        try:
            welcome.reports(engine, view)
        except QueryInvalid as error:
            frame.notice("筛选条件有误", str(error))
        return
    welcome.holdings(engine)
    welcome.tips()


def _results(engine: Engine, view: View) -> None:
    try:
        result = _ask(engine, view)
    except QueryInvalid as error:
        frame.notice("没有检索", str(error))
        return
    if not result.hits:
        _nothing(view, result)
        return
    st.html(
        tag(
            "p",
            f"在 <b>{result.searched}</b> 篇报告中找到 <b>{result.total}</b> 个相关段落，用时 {result.took_ms:.0f} 毫秒",
            "fz-summary",
            role="status",
        )
    )
    shown = replace(view, page=result.query.offset // SIZE + 1)
    for hit in result.hits:
        card(hit, shown)
    welcome.pager(result.total, SIZE, shown)


def _ask(engine: Engine, view: View) -> Result:
    """Search; an address that asks for a page beyond the last gets the last."""
    query = Query(view.text, view.filters, SIZE, (view.page - 1) * SIZE)
    result = engine.search(query)
    if not result.hits and result.total:
        result = engine.search(replace(query, offset=(result.total - 1) // SIZE * SIZE))
    return result


def _nothing(view: View, result: Result) -> None:
    on = filters.choices(view.filters)
    if not result.searched:
        title, text = "没有报告符合筛选条件", "这些条件合在一起，没有一篇报告符合。可以去掉其中一个再看。"
    else:
        title, text = "没有找到相关内容", f"检索了 {result.searched} 篇报告，没有找到与“{view.text}”相关的段落。"
    if on:
        text += "正在筛选：" + "；".join(f"{choice.name} {choice.label}" for choice in on) + "。"
    frame.notice(title, text)
    if on:
        with st.container(horizontal=True, key="relax", gap="small"):
            for number, choice in enumerate(on):
                label = plain_label(f"去掉“{choice.label}”")
                st.button(label, key=f"relax-{number}", on_click=filters.without, args=(choice,))
            if len(on) > 1:
                st.button("清除全部筛选", key="relax-all", on_click=filters.clear)
    st.html(tag("p", escape("也可以换个说法，或试试："), "fz-muted"))
    welcome.examples(view.text)


frame.show(page)
