"""An answer as HTML: what is said, each statement with the numbers of its sources, then the sources themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Span
from search.answers import Answer, AnswerFigure, Claim, Nearest, QuestionKind, Quotation
from search.answers.answer import numbers_of, quotations_of
from search.answers.extract import winner
from views.ask_address import AskView, href, report_href
from views.cards import WORD
from views.figure_detail import doubtful
from views.keep import keep_button
from views.markup import Mark, escape, link, marked, tag
from views.sources import copy_button, given_source


def answer_card(answer: Answer, view: AskView) -> str:
    """Return what is said, or plainly that nothing was found."""
    by_model = f"由模型 {answer.model} 撰写，逐句核对过出处" if answer.model else "由原文摘出，没有使用大模型"
    mark = "fz-tag fz-by-model" if answer.model else "fz-tag fz-by"
    tags = tag("span", escape(answer.question.kind.value), "fz-tag") + tag("span", escape(by_model), mark)
    head = tag("p", tags, "fz-tags")
    if not answer.answerable:
        said = tag("p", escape(answer.answer), "fz-not-found") + tag(
            "p", "没有可以作为回答的内容，不作推测。", "fz-muted"
        )
        return tag("section", head + said, "fz-card fz-answer fz-near", aria_label="回答", role="status")
    body = _figures(answer, view) if answer.figures and not answer.model else _statements(answer, view)
    notes = "".join(tag("p", escape(note), "fz-muted fz-small") for note in answer.notes)
    return tag("section", head + body + notes, "fz-card fz-answer", aria_label="回答")


def sources(answer: Answer, view: AskView) -> str:
    """Return the quotations in the order of their numbers, each with its source; ``""`` if there are none."""
    quotations = quotations_of(answer.claims)
    if not quotations:
        return ""
    items = "".join(tag("li", _source(number, each, view)) for number, each in enumerate(quotations, 1))
    return tag("h2", "依据", "fz-list-title") + tag("ol", items, "fz-sources fz-given fz-evidence")


def nearest(found: Sequence[Nearest], view: AskView) -> str:
    """Return what there is instead of an answer, labelled as such."""
    parts = []
    for group in found:
        items = "".join(tag("li", _near(claim, view)) for claim in group.claims)
        parts.append(tag("h2", escape(group.why), "fz-list-title") + tag("ul", items, "fz-sources fz-given"))
    return "".join(parts)


def quoted(quotation: Quotation) -> str:
    """Return a quotation as HTML, its marks set off."""
    start = quotation.span.start
    marks = [Mark(Span(mark.start - start, mark.end - start), WORD) for mark in quotation.marks]
    return marked(quotation.quote, Span(0, len(quotation.quote)), marks)


def _figures(answer: Answer, view: AskView) -> str:
    numbers = [number for given in numbers_of(answer.claims) for number in given[:1]]
    if len(answer.figures) == 1:
        figure = answer.figures[0]
        where = f"{figure.place_name}{figure.year} · {figure.name}"
        big = tag("p", escape(figure.shown) + _mark(numbers[0], view), "fz-big")
        return tag("p", escape(where), "fz-answer-where") + big + doubtful(figure.doubts) + _sentence(figure.quotation)
    first = winner(answer.question, answer.figures)
    head = tag("p", escape(first), "fz-answer-first") if first else ""
    return head + _table(answer.figures, numbers, view)


def _table(figures: Sequence[AnswerFigure], numbers: Sequence[int], view: AskView) -> str:
    several = len({figure.name for figure in figures}) > 1
    names = ["地区", "年度", *(["指标"] if several else []), figures[0].name if not several else "数值", "依据"]
    head = tag("tr", "".join(tag("th", escape(name), scope="col") for name in names))
    rows = []
    for figure, number in zip(figures, numbers, strict=True):
        cells = [
            tag("th", escape(figure.place_name), scope="row"),
            tag("td", escape(figure.year or "没有写明")),
            *([tag("td", escape(figure.name))] if several else []),
            tag("td", tag("b", escape(figure.shown)) + doubtful(figure.doubts)),
            tag("td", _mark(number, view)),
        ]
        rows.append(tag("tr", "".join(cells)))
    table = tag("table", tag("thead", head) + tag("tbody", "".join(rows)), "fz-answer-table")
    return tag("div", table, "fz-table")


def _statements(answer: Answer, view: AskView) -> str:
    several = len({claim.label for claim in answer.claims}) > 1 or answer.question.kind is QuestionKind.LIST
    items = []
    for claim, numbers in zip(answer.claims, numbers_of(answer.claims), strict=True):
        label = tag("span", escape(claim.label), "fz-answer-where") if several or not answer.model else ""
        words = escape(claim.text) if answer.model else "“" + quoted(claim.quotations[0]) + "”"
        marks = "".join(_mark(number, view) for number in numbers)
        items.append(tag("li", label + tag("span", words + marks, "fz-answer-text")))
    return tag("ol", "".join(items), "fz-answer-list")


def _sentence(quotation: Quotation) -> str:
    return tag("p", "“" + quoted(quotation) + "”", "fz-text")


def _mark(number: int, view: AskView) -> str:
    """Return the superscript that opens a source beside the answer."""
    open_now = {"aria_current": "true"} if view.source == number else {}
    to = link(f"[{number}]", href(replace(view, source=number)), aria_label=f"打开第 {number} 条依据", **open_now)
    return tag("sup", to, "fz-ref")


def _source(number: int, quotation: Quotation, view: AskView) -> str:
    opened = replace(view, source=number)
    head = tag("p", tag("b", f"[{number}]") + " “" + quoted(quotation) + "”", "fz-text")
    ways = (
        link("在旁边看", href(opened))
        + link("原文", report_href(quotation.report.id, quotation.span, opened))
        + keep_button(quotation.report.id, quotation.span)
        + copy_button(f"“{quotation.quote}”——{quotation.citation}")
    )
    return tag("div", head + given_source(quotation.citation, ways), "fz-given-one", id=f"source-{number}")


def _near(claim: Claim, view: AskView) -> str:
    quotation = claim.quotations[0]
    is_figure = claim.text != quotation.quote
    head = tag("p", escape(claim.text if is_figure else claim.label), "fz-given-head")
    ways = (
        link("原文", report_href(quotation.report.id, quotation.span, view))
        + keep_button(quotation.report.id, quotation.span)
        + copy_button(quotation.citation)
    )
    return tag("div", head + _sentence(quotation) + given_source(quotation.citation, ways), "fz-given-one")
