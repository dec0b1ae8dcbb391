"""报告: one report whole, the passage asked for in view, what is known of it and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import streamlit as st

from corpus.model import Report, Span
from search import Engine
from search.year_on_year import other_reports
from views import (
    ask_address,
    basket_address,
    browse_address,
    compare_address,
    figure_address,
    frame,
    holdings_address,
    phrase_address,
    practice_address,
    report_edit,
    welcome,
)
from views.address import Addressed, View, current, parameter
from views.figure_marks import figure_marks, given
from views.frame import (
    ASK_PAGE,
    BASKET_PAGE,
    BROWSE_PAGE,
    COMPARE_PAGE,
    FIGURES_PAGE,
    LIBRARY_PAGE,
    PHRASES_PAGE,
    PRACTICES_PAGE,
    SEARCH_PAGE,
)
from views.keep import keep_button
from views.markup import tag
from views.report_facts import facts, header
from views.report_text import full_text, outline
from views.sources import citation, copy_button
from views.stepping import steps_html
from views.stepping_lists import steps_from

_CAME_FROM: tuple[tuple[str, str, Callable[[], Addressed | None]], ...] = (
    (BASKET_PAGE, "返回收藏", basket_address.asked_from),
    (LIBRARY_PAGE, "返回资料库", holdings_address.asked_from),
    (ASK_PAGE, "返回问答", ask_address.asked_from),
    (BROWSE_PAGE, "返回浏览", browse_address.asked_from),
    (PHRASES_PAGE, "返回句式", phrase_address.asked_from),
    (FIGURES_PAGE, "返回数据", figure_address.asked_from),
    (PRACTICES_PAGE, "返回做法", practice_address.asked_from),
    (COMPARE_PAGE, "返回对照", compare_address.asked_from),
)


def page(engine: Engine) -> None:
    """Show the report the address names, or the reports there are."""
    view, report_id = current(), parameter("id")
    if not report_id:
        _all_reports(engine, view)
        return
    report, info = engine.report(report_id), engine.shelf.get(report_id)
    if report is None or info is None:
        _unknown(view)
        return
    st.set_page_config(page_title=f"{info.name} · {frame.PRODUCT}")
    passage = asked_passage(report, parameter("start"), parameter("end"))
    with st.sidebar:
        st.html(tag("h2", "提纲", "fz-side-title") + outline(report))
    figures = engine.figures.of_report(report.id)
    with st.container(key="report-column"):
        cited = engine.cite(report, passage.start) if passage else ""
        _bar(engine, report, view, cited, passage)
        st.html(
            header(info)
            + facts(report, report_edit.entrance())
            + given(report, figures)
            + (citation(cited, "本段出处") if cited else "")
        )
        report_edit.show(report, engine.generation.name)
        st.html(full_text(report, passage, figure_marks(figures)))
        _alike(engine, report.id, view)
    target = f"fazhi.reveal({crc32(repr((report.id, passage)).encode())});" if passage else "fazhi.top();"
    if report_edit.is_open():
        target = "fazhi.into('.st-key-correcting');"
    frame.behave(f"{target} fazhi.followOutline('{len(report.headings)}');")


def asked_passage(report: Report, start: str, end: str) -> Span | None:
    """Return the span the address names, ``None`` if it is not one of this text."""
    if not (start.isdecimal() and end.isdecimal()):
        return None
    span = Span(int(start), int(end))
    return span if 0 <= span.start < span.end <= len(report.text) else None


def _bar(engine: Engine, report: Report, view: View, cited: str, passage: Span | None) -> None:
    """Show the ways on, always in sight: back to the results, the citation, the original file."""
    with st.container(horizontal=True, key="report-bar", vertical_alignment="center", gap="small"):
        _back(view)
        info = engine.shelf.get(report.id)
        if info and (others := other_reports(info, engine.shelf)):
            params = {"a": others[0].id, "b": report.id}
            st.page_link(
                COMPARE_PAGE, label="与本地区其他报告对照", icon=":material/compare_arrows:", query_params=params
            )
        if passage and (found := steps_from(engine, report.id, passage)):
            st.html(steps_html(found), width="content")
        if cited:
            st.html(copy_button(cited), width="content")
        if passage:
            st.html(keep_button(report.id, passage, "收藏本段"), width="content")
        original = engine.original(report.id)
        if original is not None:
            st.download_button(
                "下载原文件",
                data=_reader(original),
                file_name=report.source.name,
                mime="application/octet-stream",
                on_click="ignore",
                icon=":material/download:",
            )


def _back(view: View) -> None:
    """Show the way back to the page from which the report was opened, as that page was."""
    label = "返回相似内容" if view.like else "返回检索结果" if view.text else "返回检索页"
    ways = ((to, name, came_from) for to, name, asked_from in _CAME_FROM if (came_from := asked_from()))
    page, label, shown = next(ways, (SEARCH_PAGE, label, view))
    st.page_link(page, label=label, icon=":material/arrow_back:", query_params=shown.params())


def _alike(engine: Engine, report_id: str, view: View) -> None:
    similar = engine.similar_reports(report_id)
    if similar:
        title = tag("h2", "最相似的报告", "fz-list-title")
        st.html(tag("section", title + welcome.listed([one.report for one in similar], view), "fz-alike"))


def _reader(path: Path) -> Callable[[], bytes]:
    """Read the file when it is asked for, not with every run of the page."""
    return path.read_bytes


def _all_reports(engine: Engine, view: View) -> None:
    with st.container(key="main-column"):
        st.html(
            tag("header", tag("h1", "报告") + tag("p", "库里的报告。点题名看全文、提纲和各项信息的依据"), "fz-setup")
        )
        welcome.reports(engine, view)
    frame.behave("fazhi.top();")


def _unknown(view: View) -> None:
    with st.container(key="main-column"):
        frame.notice(
            "没有找到这篇报告",
            "链接里的报告编号不在现在的索引里。可能是原文件改动过、已从资料里移走，或者链接没有复制完整。",
            "可以回到检索页，用题名或地名再找一次。",
        )
        st.page_link(SEARCH_PAGE, label="回到检索页", icon=":material/arrow_back:", query_params=view.params())


frame.show(page)
