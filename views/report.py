"""报告: one report whole, the passage asked for in view, what is known of it and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from corpus.model import Report, Span
from search import Engine
from search.year_on_year import other_reports
from views import ask_address, browse_address, compare_address, frame, practice_address, welcome
from views.address import View, current, parameter
from views.figure_address import asked_from
from views.figure_marks import figure_marks, given
from views.frame import ASK_PAGE, BROWSE_PAGE, COMPARE_PAGE, FIGURES_PAGE, PRACTICES_PAGE, SEARCH_PAGE
from views.markup import tag
from views.report_facts import facts, header
from views.report_text import full_text, outline
from views.sources import citation, copy_button


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
        _bar(engine, report, view, cited)
        st.html(
            header(info) + facts(report, info) + given(report, figures) + (citation(cited, "本段出处") if cited else "")
        )
        st.html(full_text(report, passage, figure_marks(figures)))
        _alike(engine, report.id, view)
    target = f"fazhi.reveal({passage.start}, {passage.end});" if passage else "fazhi.top();"
    frame.behave(f"{target} fazhi.followOutline('{len(report.headings)}');")


def asked_passage(report: Report, start: str, end: str) -> Span | None:
    """Return the span the address names, ``None`` if it is not one of this text."""
    if not (start.isdecimal() and end.isdecimal()):
        return None
    span = Span(int(start), int(end))
    return span if 0 <= span.start < span.end <= len(report.text) else None


def _bar(engine: Engine, report: Report, view: View, cited: str) -> None:
    """Show the ways on, always in sight: back to the results, the citation, the original file."""
    with st.container(horizontal=True, key="report-bar", vertical_alignment="center", gap="medium"):
        _back(view)
        info = engine.shelf.get(report.id)
        if info and (others := other_reports(info, engine.shelf)):
            params = {"a": others[0].id, "b": report.id}
            st.page_link(
                COMPARE_PAGE, label="与本地区其他报告对照", icon=":material/compare_arrows:", query_params=params
            )
        if cited:
            st.html(copy_button(cited), width="content")
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
    figures, practices, pair = asked_from(), practice_address.asked_from(), compare_address.asked_from()
    question, browsed = ask_address.asked_from(), browse_address.asked_from()
    if question:
        page, label, params = ASK_PAGE, "返回问答", question.params()
    elif browsed:
        page, label, params = BROWSE_PAGE, "返回浏览", browsed.params()
    elif figures:
        page, label, params = FIGURES_PAGE, "返回数据", figures.params()
    elif practices:
        page, label, params = PRACTICES_PAGE, "返回做法", practices.params()
    elif pair:
        page, label, params = COMPARE_PAGE, "返回对照", pair.params()
    else:
        label = "返回相似内容" if view.like else "返回检索结果" if view.text else "返回检索页"
        page, params = SEARCH_PAGE, view.params()
    st.page_link(page, label=label, icon=":material/arrow_back:", query_params=params)


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
