"""A kept quotation: its words, how they stand to their source, and what the user makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import streamlit as st

from search.basket import Checked, State, Step
from search.basket.export import quoted
from search.basket.item import LONGEST_HEADING, LONGEST_NOTE
from views.basket_address import BasketView, report_href
from views.keep import owner, said, store, take_out
from views.markup import escape, link, tag
from views.sources import copy_button, given_source

_ICONS = {Step.TOP: "vertical_align_top", Step.UP: "arrow_upward", Step.DOWN: "arrow_downward"}
_NONE = "不归入小标题"


def kept_item(
    checked: Checked, number: int, headings: Sequence[str], steps: Mapping[Step, bool], view: BasketView
) -> None:
    """Draw an item.

    :param number: in the list, from 1.
    :param headings: the user's, to choose from.
    :param steps: which ways it can go.
    """
    item = checked.item
    # Given as values of their own, not laid into the session: there they would arrive after the boxes, over what is typed.
    note, heading = f"note-{item.id}", f"heading-{item.id}-{crc32(item.heading.encode())}"
    options = list(dict.fromkeys(["", *headings, item.heading]))
    with st.container(key=f"kept-{item.id}", border=True, gap="small"):
        st.html(_words(checked, number, view))
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            st.text_area(
                "备注",
                item.note,
                key=note,
                height=68,
                max_chars=LONGEST_NOTE,
                placeholder="写给自己看的话，导出时一并带上",
                on_change=_noted,
                args=(item.id, note),
            )
            st.selectbox(
                "小标题",
                options,
                options.index(item.heading),
                key=heading,
                format_func=lambda name: name or _NONE,
                accept_new_options=True,
                placeholder=_NONE,
                on_change=_headed,
                args=(item.id, heading),
            )
        with st.container(horizontal=True, gap="small"):
            for step, possible in steps.items():
                icon = f":material/{_ICONS[step]}:"
                key = f"{step.name}-{item.id}"
                st.button(step.value, key=key, icon=icon, disabled=not possible, on_click=_moved, args=(item.id, step))
            st.button("移除", key=f"remove-{item.id}", icon=":material/close:", on_click=take_out, args=([item.id],))


def _words(checked: Checked, number: int, view: BasketView) -> str:
    item = checked.item
    head = tag("span", f"{number}", "fz-kept-count") + tag("strong", escape(item.label))
    ways = copy_button(quoted(checked))
    if checked.report:
        named = "原文" if checked.sound else "现在的报告"
        ways = link(named, report_href(checked.report.id, checked.span, view)) + ways
    parts = [
        tag("p", head, "fz-place"),
        "".join(tag("p", escape(line), "fz-text") for line in item.quote.split("\n")),
        _state(checked),
        given_source(checked.citation, ways),
    ]
    return tag("article", "".join(parts), "fz-kept-item", aria_label=f"第 {number} 条")


def _state(checked: Checked) -> str:
    """Return what was found when the words were compared, ``""`` if they stand where they stood."""
    if checked.state is State.SAME:
        return ""
    if checked.state is State.MOVED:
        return tag("p", escape(checked.state.value), "fz-kept-moved")
    kept = f"以下是 {checked.item.kept_at} 收藏时的出处。"
    return tag("p", tag("strong", escape(checked.mark)) + tag("span", f"。{kept}"), "fz-kept-mark", role="note")


@said
def _noted(item: int, key: str) -> None:
    store().set_note(owner(), item, st.session_state[key])


@said
def _headed(item: int, key: str) -> None:
    store().set_heading(owner(), item, (st.session_state[key] or "")[:LONGEST_HEADING])


@said
def _moved(item: int, step: Step) -> None:
    store().move(owner(), item, step)
