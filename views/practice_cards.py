"""A practice as a card: its name, whose it is, what it is, what came of it, who else has it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Span
from search.practices import PracticeCard
from views.address import View, Where
from views.address import href as search_href
from views.cards import WORD
from views.keep import keep_button
from views.markup import Mark, escape, link, marked, tag, unfolding
from views.practice_address import PracticeView, report_href
from views.sources import citation, copy_button, given_source


def practice_card(card: PracticeCard, others: Sequence[PracticeCard], view: PracticeView) -> str:
    """Return a practice with the others of the same name folded below it."""
    parts = [
        tag("p", _where(card), "fz-place"),
        tag("h3", escape(card.name), "fz-practice-name"),
        sentence(card),
        _results(card),
        citation(card.citation),
        _others(others, view),
        tag("div", _ways(card, view), "fz-ways"),
    ]
    return tag("article", "".join(parts), "fz-card")


def sentence(card: PracticeCard) -> str:
    """Return the sentence that says what a practice is, its name marked."""
    start = card.practice.sentence.start
    name = Span(card.practice.span.start - start, card.practice.span.end - start)
    return tag("p", marked(card.sentence, Span(0, len(card.sentence)), [Mark(name, WORD)]), "fz-text")


def item(card: PracticeCard, original: str) -> str:
    """Return a practice as an item of a list, with its sentence and source.

    :param original: the link to its sentence in the report.
    """
    head = tag("p", _where(card) + "　" + tag("b", escape(card.name)), "fz-given-head")
    keep = keep_button(card.report.id, card.practice.sentence)
    source = given_source(card.citation, link("原文", original) + keep + copy_button(card.citation))
    return tag("div", head + sentence(card) + source, "fz-given-one")


def _where(card: PracticeCard) -> str:
    chain = card.practice.place.chain if card.practice.place else ("地区不明",)
    above = "".join(tag("span", escape(name) + " › ", "fz-above") for name in chain[:-1])
    year = card.report.metadata.year.value
    return above + tag("strong", escape(chain[-1])) + tag("span", f" · {year}年" if year else " · 年度不明", "fz-dot")


def _results(card: PracticeCard) -> str:
    if not card.results:
        return ""
    items = "".join(tag("li", escape(result)) for result in card.results)
    return tag("p", "相关数据", "fz-label") + tag("ul", items, "fz-results")


def _others(others: Sequence[PracticeCard], view: PracticeView) -> str:
    if not others:
        return ""
    places = {card.practice.place for card in others}
    title = f"同名做法：另有 {len(others)} 处" + (f"，{len(places)} 个地区" if len(places) > 1 else "")
    items = "".join(tag("li", item(card, report_href(card.report.id, card.practice.sentence, view))) for card in others)
    return unfolding(title, tag("ul", items, "fz-sources fz-given"), "fz-family")


def _ways(card: PracticeCard, view: PracticeView) -> str:
    like = View(like=Where(card.report.id, card.practice.sentence))
    return (
        link("打开原文", report_href(card.report.id, card.practice.sentence, view), "fz-way")
        + link("别处的相近做法", search_href(like), "fz-way")
        + keep_button(card.report.id, card.practice.sentence)
    )
