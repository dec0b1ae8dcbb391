"""词典以外的数据: figures that are no indicator's, found by the words of their sentences."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from search import Engine, FoundFigure
from views import controls, frame
from views.cards import place_line
from views.figure_address import FigureView, turn
from views.figure_detail import sentence, ways
from views.markup import escape, tag
from views.sources import citation

# Sentences of a page, as many as cards.
SIZE = 20
TIP = "写出句子里会有的词，例如“湿地”“执法车辆”“信用修复”；写几个词，句子要都有。可以同时选地区和年度。"


def show(engine: Engine, view: FigureView) -> None:
    """List the sentences that hold the words and a figure.

    :raises QueryInvalid: a place is unknown.
    """
    if not view.words:
        frame.notice("查找词典以外的数据", "报告里还有许多数字不属于任何指标，可以按句子里的词来找。", TIP)
        return
    result = engine.figures.find(view.query)
    others = [found for found in result.figures if not found.figure.indicator]
    if not others:
        frame.notice(
            "没有找到这样的数据",
            f"检索了 {result.searched} 篇报告，没有一句话既有“{view.words}”又有词典以外的数字。",
            TIP,
        )
        return
    sentences = [list(group) for _, group in groupby(others, lambda found: (found.report.id, found.figure.sentence))]
    pages = -(-len(sentences) // SIZE)
    page = min(view.page, pages)
    st.html(tag("p", f"共 <b>{len(sentences)}</b> 句，<b>{len(others)}</b> 个数据", "fz-summary", role="status"))
    shown = sentences[(page - 1) * SIZE : page * SIZE]
    st.html(tag("div", "".join(_card(figures, view) for figures in shown), "fz-cards"))
    controls.pager(len(sentences), SIZE, page, turn)


def _card(figures: list[FoundFigure], view: FigureView) -> str:
    first = figures[0]
    head = tag("p", place_line(first.report), "fz-place") + tag("h3", escape(first.report.name), "fz-title")
    return tag(
        "article",
        head + sentence(figures) + citation(first.citation) + tag("div", ways(first, view), "fz-ways"),
        "fz-card",
    )
