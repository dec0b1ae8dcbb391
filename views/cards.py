"""A hit as a card: place and year first, then the text, its source, and the ways on."""

from __future__ import annotations

import streamlit as st

from corpus.model import Span
from search import Hit, ReportInfo
from views.address import Params, View
from views.frame import REPORT_PAGE
from views.markup import Mark, escape, marked, occurrences, tag

WORD, BEST = "<mark>", '<span class="fz-best">'
# A card shows about five lines; what is longer unfolds. The excerpt ends at the first stop after it.
_EXCERPT = 220
_STOPS = "。；！？\n"


def card(hit: Hit, view: View) -> None:
    """Show a hit."""
    with st.container(border=True, key=f"card-{hit.rank}", gap="small"):
        st.html(tag("article", _head(hit) + _body(hit) + citation(hit.citation), "fz-card"))
        st.page_link(
            REPORT_PAGE,
            label="打开原文",
            icon=":material/article:",
            query_params=report_params(hit.report.id, hit.span, view),
        )


def report_params(report_id: str, span: Span | None, view: View) -> Params:
    """Return the address of a report: which passage, and the search to return to."""
    where: Params = {"id": report_id}
    if span is not None:
        where |= {"start": str(span.start), "end": str(span.end)}
    return where | view.params()


def place_line(info: ReportInfo) -> str:
    """Return place chain and year as HTML: the first thing to see of a report."""
    chain = info.place.chain if info.place else ()
    above = "".join(tag("span", escape(name) + " › ", "fz-above") for name in chain[:-1])
    if chain:
        here = above + tag("strong", escape(chain[-1]))
    else:
        nation = info.metadata.level.value == "国家"
        here = tag("strong", "全国") if nation else tag("span", "地区不明", "fz-unknown")
    year = info.metadata.year.value
    when = tag("strong", f"{year}年") if year else tag("span", "年度不明", "fz-unknown")
    return tag("span", here, "fz-where") + tag("span", " · ", "fz-dot") + when


def kinds(info: ReportInfo) -> str:
    """Return level, kind and publisher as small tags."""
    metadata = info.metadata
    values = (metadata.level.value, metadata.kind.value, metadata.publisher.value)
    return "".join(tag("span", escape(value), "fz-tag") for value in values if value)


def citation(text: str, name: str = "出处") -> str:
    """Return a citation with a button that copies exactly its text."""
    words = tag("span", name, "fz-label") + tag("span", escape(text), "fz-cite-text")
    return tag("div", words + copy_button(text), "fz-cite")


def copy_button(text: str) -> str:
    """Return the button that copies a citation."""
    return tag("button", "复制引文", "fz-copy", type="button", data_copy=text)


def _head(hit: Hit) -> str:
    info = hit.report
    path = hit.heading
    # A heading that runs into its paragraph is the passage's own beginning: it is not said twice.
    if path and hit.text.startswith(path[-1]):
        path = path[:-1]
    lines = [
        tag("div", tag("p", place_line(info), "fz-place") + tag("p", kinds(info), "fz-tags"), "fz-top"),
        tag("h3", escape(info.name), "fz-title"),
    ]
    if path:
        lines.append(tag("p", " › ".join(escape(heading) for heading in path), "fz-path"))
    return "".join(lines)


def _body(hit: Hit) -> str:
    marks = [Mark(hit.best_sentence, BEST)] if hit.best_sentence else []
    marks += [Mark(span, WORD) for span in occurrences(hit.text, hit.matched, hit.span.start)]
    whole = _quoted(hit, hit.span, marks)
    shown = excerpt(hit.text, hit.span, hit.best_sentence)
    if shown == hit.span:
        return tag("div", whole, "fz-text")
    before = "…" if shown.start > hit.span.start else ""
    after = "…" if shown.end < hit.span.end else ""
    return tag("div", before + _quoted(hit, shown, marks) + after, "fz-text fz-excerpt") + tag(
        "details", tag("summary", "展开整段") + tag("div", whole, "fz-text"), "fz-whole"
    )


def _quoted(hit: Hit, span: Span, marks: list[Mark]) -> str:
    # Spans count from the report's beginning, the hit carries its passage only.
    shift = hit.span.start
    moved = [Mark(Span(mark.span.start - shift, mark.span.end - shift), mark.opening) for mark in marks]
    return marked(hit.text, Span(span.start - shift, span.end - shift), moved)


def excerpt(text: str, span: Span, best: Span | None) -> Span:
    """Return the part of a passage that a card shows: its beginning, or from its best sentence if that is later."""
    if len(text) <= _EXCERPT * 1.3:
        return span
    start = 0
    if best is not None and best.end - span.start > _EXCERPT:
        start = best.start - span.start
    end = min(len(text), max(start + _EXCERPT, (best.end - span.start) if best else 0))
    while end < len(text) and text[end - 1] not in _STOPS:
        end += 1
    return Span(span.start + start, span.start + end)
