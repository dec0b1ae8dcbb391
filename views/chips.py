"""Under the search box: what is on and can be taken off, what the query's words offer, what is to be said of it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from search import Result, syntax
from search.suggest import Suggestion
from search.syntax import ParsedQuery, Piece
from search.understanding import Chip
from views.address import View, current, go, href
from views.choices import Choice, choices
from views.markup import escape, link, plain_label, tag


def on(view: View, parsed: ParsedQuery) -> None:
    """Show every filter that is on, and every part of the text that is more than words, as a button to take it off."""
    chosen = choices(view.filters)
    if not chosen and not parsed.pieces:
        return
    with st.container(horizontal=True, key="chips", gap="small"):
        for number, choice in enumerate(chosen):
            # Labels are Markdown to Streamlit, and an address can hold anything.
            label = plain_label(f"{choice.name}：{choice.label}")
            st.button(label, key=f"chip-{number}", icon=":material/close:", on_click=take_off, args=(choice,))
        for number, piece in enumerate(parsed.pieces):
            st.button(
                plain_label(piece.label),
                key=f"piece-{number}",
                icon=":material/close:",
                help="检索框里写的，点击去掉",
                on_click=take_out,
                args=(view.text, piece),
            )


def take_off(choice: Choice) -> None:
    """Take one filter off."""
    view = current()
    rest = tuple(value for value in getattr(view.filters, choice.field) if value != choice.value)
    go(view.with_filters(**{choice.field: rest}))


def take_out(text: str, piece: Piece) -> None:
    """Take a piece out of the text."""
    go(replace(current(), text=syntax.without(text, piece.span), page=1))


def offered(view: View, result: Result) -> None:
    """Offer the filters that the query's words suggest; none is on until it is clicked."""
    filters = view.filters.joined(result.parsed.filters)
    offers = [chip for chip in result.chips if chip.reports and chip.applied_to(filters) != filters]
    if not offers:
        return
    with st.container(horizontal=True, key="offers", gap="small", vertical_alignment="center"):
        st.html(tag("span", "缩小范围：", "fz-muted"), width="content")
        for number, chip in enumerate(offers):
            label = plain_label(f"{chip.label}（{chip.reports} 篇）")
            st.button(label, key=f"offer-{number}", icon=":material/add:", on_click=_take, args=(chip,))


def _take(chip: Chip) -> None:
    view = current()
    go(replace(view, filters=chip.applied_to(view.filters), page=1))


def said(view: View, result: Result) -> None:
    """Say what the engine made of the query: what the library has none of, a likely slip, what it did not understand."""
    lines = [tag("p", escape(text), "fz-uncovered") for text in uncovered(result)]
    if result.suggestion and result.corrected:
        as_typed = link("仍按原文检索", href(replace(view, literal=True, page=1)))
        corrected = tag("b", escape(result.suggestion.text))
        lines.append(tag("p", f"已按“{corrected}”检索。{as_typed}“{escape(result.parsed.text)}”", "fz-corrected"))
    elif result.suggestion:
        meant = view.asking(suggested(view.text, result.parsed, result.suggestion))
        words = link(escape(meant.text), href(meant))
        lines.append(tag("p", f"您是不是要找：{words}", "fz-suggestion"))
    lines += [tag("p", escape(text), "fz-problem") for text in result.parsed.problems]
    if lines:
        st.html(tag("div", "".join(lines), "fz-said", role="status"))


def uncovered(result: Result) -> list[str]:
    """Return a sentence for each place, year, level, kind or publisher that the query names and no report has."""
    without_reports = [chip for chip in result.chips if not chip.reports]
    names = [f"文种“{chip.name}”" if chip.field == "kind" else chip.name for chip in without_reports]
    return [f"资料中没有{name}的报告" for name in dict.fromkeys(names)]


def suggested(text: str, parsed: ParsedQuery, suggestion: Suggestion) -> str:
    """Return the whole text with the slips put right: filters, phrases and exclusions stay as they were typed."""
    for typed, meant in suggestion.changes:
        if typed not in text:
            return syntax.format(replace(parsed, text=suggestion.text))
        text = text.replace(typed, meant, 1)
    return text
