"""A figure with its sentence: what a cell of the table opens, and figures as a list."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Span
from search import FoundFigure
from search.figure_export import cell_text
from search.figures import Cell, Row
from search.shelf import place_label
from views.cards import WORD
from views.figure_address import FigureView, report_href
from views.keep import keep_button
from views.markup import Mark, escape, link, marked, tag
from views.sources import citation, copy_button, given_source

_NAMED = '<span class="fz-named">'


def detail(row: Row, indicator: str, cell: Cell, view: FigureView) -> str:
    """Return what is known of a cell: its sentence, what else is given for it, how it changed, what is doubtful."""
    where = f"{place_label(row.place)} · {row.year}年 · {indicator}"
    parts = [tag("h2", escape(where), "fz-detail-title")]
    if cell.best:
        parts.append(_whole(cell.best, view))
    else:
        parts.append(tag("p", "报告只说了变化，没有给出数值。", "fz-muted"))
    for title, given in (("同一格的其他数据", cell.others), ("变化", cell.changes)):
        if given:
            parts.append(tag("h3", title) + listed(given, view))
    return tag("section", "".join(parts), "fz-card fz-detail", id="figure", tabindex="-1", aria_label=f"{where}的出处")


def listed(figures: Sequence[FoundFigure], view: FigureView, indicators: bool = False) -> str:
    """Return figures as a list, each with its sentence and source.

    :param indicators: name indicator, place and period of each.
    """
    return tag("ul", "".join(tag("li", _item(found, view, indicators)) for found in figures), "fz-sources fz-given")


def sentence(figures: Sequence[FoundFigure]) -> str:
    """Return the sentence in which all of these figures stand, with the figures and the words for them marked."""
    first = figures[0]
    start = first.figure.sentence.start
    marks = [_within(found.figure.words, start, _NAMED) for found in figures if found.figure.words]
    marks += [_within(found.figure.span, start, WORD) for found in figures]
    return tag("p", marked(first.sentence, Span(0, len(first.sentence)), marks), "fz-text")


def doubtful(doubts: Sequence[str]) -> str:
    """Return why a person should look at a figure, a line a reason; ``""`` for none."""
    return "".join(
        tag("p", tag("span", "疑", "fz-doubt") + escape(f" 存疑：{doubt}"), "fz-doubtful") for doubt in doubts
    )


def ways(found: FoundFigure, view: FigureView) -> str:
    """Return the way to the sentence in its report."""
    sentence = found.figure.sentence
    to = link("打开原文", report_href(found.report.id, sentence, view), "fz-way")
    return to + keep_button(found.report.id, sentence)


def _whole(found: FoundFigure, view: FigureView) -> str:
    figure = found.figure
    chain = " › ".join(figure.place.chain) if figure.place else "地区不明"
    rows = [
        ("地区", chain),
        ("期间", _period(found)),
        ("主体", figure.body),
        ("类别", figure.measure.value if figure.measure.value != "水平" else ""),
    ]
    facts = "".join(tag("div", tag("dt", name) + tag("dd", escape(value)), "fz-fact") for name, value in rows if value)
    return (
        tag("p", escape(cell_text(found)), "fz-big")
        + doubtful(found.doubts)
        + tag("dl", facts, "fz-facts")
        + sentence([found])
        + citation(found.citation)
        + tag("div", ways(found, view), "fz-ways")
    )


def _item(found: FoundFigure, view: FigureView, indicators: bool) -> str:
    figure = found.figure
    # A change says by its words what it is.
    value = found.shown if figure.measure.value == "变化" else cell_text(found)
    said = [escape(part) for part in (figure.indicator, found.place_name, _period(found)) if part] if indicators else []
    head = tag("p", "　".join([*said, tag("b", escape(value))]), "fz-given-head")
    ways_on = (
        link("原文", report_href(found.report.id, figure.sentence, view))
        + keep_button(found.report.id, figure.sentence)
        + copy_button(found.citation)
    )
    source = given_source(found.citation, ways_on)
    return tag("div", head + doubtful(found.doubts) + sentence([found]) + source, "fz-given-one")


def _period(found: FoundFigure) -> str:
    label = str(found.figure.period)
    return f"{label}年" if label else "没有写明"


def _within(span: Span, start: int, opening: str) -> Mark:
    return Mark(Span(span.start - start, span.end - start), opening)
