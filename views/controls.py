"""Above and below the list: how much was found, by what it is grouped and sorted, and its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

import streamlit as st

from search import Result
from search.arrange import GroupBy, SortBy
from views.address import View, current, go, href
from views.markup import link, tag


def summary(result: Result) -> str:
    """Return what was found, among how much, and how fast."""
    kind = "段落" if result.listed else "相关段落"
    found = f"共 <b>{result.total}</b> 个{kind}，<b>{result.cards}</b> 张卡片"
    where = f"检索了 {result.searched} 篇报告，用时 {result.took_ms:.0f} 毫秒"
    return tag("p", f"{found}{tag('span', where, 'fz-searched')}", "fz-summary", role="status")


def orders(view: View, listed: bool = False) -> str:
    """Return the links that group and sort the results.

    :param listed: they are a listing, which without sorting comes report after report.
    """
    groups = "".join(_option(one, view.group, replace(view, group=one, page=1), one.value) for one in GroupBy)
    names = {SortBy.RELEVANCE: "报告"} if listed else {}
    sorts = "".join(
        _option(one, view.sort, replace(view, sort=one, page=1), names.get(one, one.value)) for one in SortBy
    )
    return tag("nav", _named("分组", groups) + _named("排序", sorts), "fz-orders", aria_label="分组和排序")


def line_form(
    form: str,
    key: str,
    label: str,
    button: str,
    on_click: Callable[..., None],
    args: tuple[object, ...] = (),
    *,
    longest: int,
    placeholder: str,
    icon: str,
    main: bool = True,
) -> None:
    """Draw a line to type in with the button that sends it; Enter sends it too.

    :param main: it is what the page is for; else it is emptied when it is sent, and its button is quiet.
    """
    with (
        st.form(form, border=False, enter_to_submit=True, clear_on_submit=not main),
        st.container(horizontal=True, gap="small"),
    ):
        st.text_input(
            label,
            key=key,
            max_chars=longest,
            placeholder=placeholder,
            label_visibility="collapsed",
            icon=icon,
            autocomplete="off",
        )
        st.form_submit_button(button, type="primary" if main else "secondary", on_click=on_click, args=args)


def pager(total: int, size: int, page: int, turn: Callable[[int], None] | None = None) -> None:
    """Turn pages; nothing where there is only one.

    :param page: from 1.
    :param turn: called with -1 or 1; without it the search page's view is turned.
    """
    turn = turn or _turn
    pages = max(1, -(-total // size))
    if pages == 1:
        return
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center", key="pager"):
        st.button("上一页", icon=":material/chevron_left:", on_click=turn, args=(-1,), disabled=page <= 1)
        st.html(tag("span", f"第 {page} 页，共 {pages} 页", "fz-pages"))
        st.button(
            "下一页",
            icon=":material/chevron_right:",
            icon_position="right",
            on_click=turn,
            args=(1,),
            disabled=page >= pages,
        )


def _turn(step: int) -> None:
    view = current()
    go(replace(view, page=max(1, view.page + step)))


def _named(name: str, options: str) -> str:
    return tag("span", tag("span", name, "fz-label") + options, "fz-order")


def _option(one: StrEnum, chosen: StrEnum, target: View, name: str) -> str:
    return link(name, href(target), **({"aria_current": "true"} if one is chosen else {}))
