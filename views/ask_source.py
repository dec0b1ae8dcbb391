"""A source beside the answer: the quoted words where they stand in their report."""

from __future__ import annotations

from dataclasses import replace

from corpus.model import Report, Span
from search.answers import Quotation
from views.ask_address import AskView, href, report_href
from views.cards import WORD, kinds, place_line
from views.keep import keep_button
from views.markup import Mark, escape, link, marked, tag
from views.report_text import PASSAGE
from views.sources import citation

# About a screen of text around the quotation.
_AROUND = 400
_STOPS = "。；！？\n"


def source_panel(report: Report, number: int, quotation: Quotation, view: AskView) -> str:
    """Return a source with what stands around it, the quoted words highlighted.

    :param number: of the source in the answer, from 1.
    """
    info = quotation.report
    head = tag("p", place_line(info), "fz-place") + tag("p", kinds(info), "fz-tags")
    span = _shown(report, quotation.span)
    marks = [Mark(quotation.span, PASSAGE), *(Mark(mark, WORD) for mark in quotation.marks)]
    paragraphs = "".join(
        tag("p", marked(report.text, Span(max(each.span.start, span.start), min(each.span.end, span.end)), marks))
        for each in report.paragraphs
        if each.span.start < span.end and each.span.end > span.start
    )
    before = "…" if span.start > 0 else ""
    after = "…" if span.end < len(report.text) else ""
    ways = (
        link("打开全文", report_href(info.id, quotation.span, view), "fz-way")
        + keep_button(info.id, quotation.span)
        + link("关闭", href(replace(view, source=0)), "fz-way")
    )
    parts = [
        tag("h2", f"依据 [{number}]", "fz-list-title"),
        head,
        tag("h3", escape(info.name), "fz-title"),
        tag("div", tag("p", before, "fz-muted") + paragraphs + tag("p", after, "fz-muted"), "fz-source-text"),
        citation(quotation.citation),
        tag("div", ways, "fz-ways"),
    ]
    return tag("section", "".join(parts), "fz-card fz-source", id="source", tabindex="-1", aria_label="依据的原文")


def _shown(report: Report, span: Span) -> Span:
    """Return the stretch to show: the quotation with whole sentences around it."""
    text = report.text
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    while start > 0 and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and text[end - 1] not in _STOPS:
        end += 1
    return Span(start, end)
