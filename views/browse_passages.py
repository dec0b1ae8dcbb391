"""Passages on a theme: as cards, and short beside those of other places."""

from __future__ import annotations

from corpus.themes import Theme
from search.themes.browser import OnTheme
from views import cards
from views.address import View, Where
from views.address import href as search_href
from views.browse_address import BrowseView, report_href
from views.cards import BEST, WORD
from views.markup import Mark, link, marked, occurrences, tag
from views.sources import citation, copy_button, given_source


def card(shown: OnTheme, theme: Theme, view: BrowseView) -> str:
    """Return a passage as a card, what it says on the theme marked.

    :param view: to which the report leads back.
    """
    passage = shown.passage
    about = [cards.head(passage), cards.text(passage, _marks(shown, theme), shown.sentence), citation(passage.citation)]
    like = View(like=Where(passage.report.id, passage.span))
    ways = (
        link("打开原文", report_href(passage.report.id, passage.span, view), "fz-way"),
        link("相似内容", search_href(like), "fz-way"),
    )
    return tag("article", "".join(about) + tag("div", "".join(ways), "fz-ways"), "fz-card")


def excerpt(shown: OnTheme, theme: Theme, view: BrowseView, *, place: bool) -> str:
    """Return a passage in short: where it is from, the sentence that is most on the theme, its source.

    :param place: name the place; else the year alone.
    """
    passage = shown.passage
    year = passage.report.metadata.year.value
    where = cards.place_line(passage.report) if place else tag("strong", f"{year}年" if year else "年度不明")
    span = shown.sentence or cards.excerpt(passage.text, passage.span, None)
    marks = [] if shown.on_it else _terms(shown, theme)
    shift = passage.span.start
    moved = [Mark(type(span)(mark.span.start - shift, mark.span.end - shift), mark.opening) for mark in marks]
    words = marked(passage.text, type(span)(span.start - shift, span.end - shift), moved)
    to = link("原文", report_href(passage.report.id, passage.span, view))
    source = given_source(passage.citation, to + copy_button(passage.citation))
    return tag("div", tag("p", where, "fz-place") + tag("p", words, "fz-text") + source, "fz-given-one")


def _marks(shown: OnTheme, theme: Theme) -> tuple[Mark, ...]:
    best = [Mark(shown.sentence, BEST)] if shown.sentence and shown.on_it else []
    return (*best, *_terms(shown, theme))


def _terms(shown: OnTheme, theme: Theme) -> list[Mark]:
    passage = shown.passage
    return [Mark(span, WORD) for span in occurrences(passage.text, theme.terms, passage.span.start)]
