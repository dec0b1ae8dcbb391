"""Which list a report was opened from, made again from the address: what 上一处 and 下一处 step along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from corpus.model import Span
from search import Engine, Filters, QueryInvalid
from search.answers.answer import quotations_of
from search.hit import Located
from views import alike, ask_address, ask_writing, browse_address, found, phrase_address
from views.address import View, Where, current, report_href
from views.ask_address import AskView
from views.browse_address import BrowseView, Mode
from views.browse_matrix import PASSAGES as CELL_PAGE
from views.browse_themes import PAGE as THEME_PAGE
from views.phrase_address import PhraseView
from views.stepping import ListPage, Pages, Steps, Stop, steps

_NOWHERE = ListPage((), 0)


def steps_from(engine: Engine, report_id: str, span: Span) -> Steps | None:
    """Return the neighbours of a passage in the list it was opened from, ``None`` if there is no such list."""
    pages, asked = _opened_from(engine)
    try:
        return steps(pages, asked, Where(report_id, span))
    except QueryInvalid:
        return None


def _opened_from(engine: Engine) -> tuple[Pages, int]:
    """Return the pages of the list that the address leads back to, and which of them."""
    if wordings := phrase_address.asked_from():
        return partial(_wordings, engine, wordings), wordings.page
    if browsing := browse_address.asked_from():
        return partial(_browsed, engine, browsing), browsing.page
    if question := ask_address.asked_from():
        return partial(_sources, engine, question), 1
    view = current()
    if view.like:
        return partial(_alike, engine, view, view.like), 1
    return partial(_results, engine, view), view.page


def _results(engine: Engine, view: View, number: int) -> ListPage:
    if not view.text:
        return _NOWHERE
    result = found.hits(engine, replace(view, page=number))
    first = result.query.offset
    shown = replace(view, page=first // found.SIZE + 1)
    stops = tuple(_stop(hit, shown, (*hit.family, *hit.more)) for hit in result.hits)
    return ListPage(stops, result.cards, shown.page, first)


def _alike(engine: Engine, view: View, where: Where, number: int) -> ListPage:
    compared = alike.compared(engine, where)
    passages = [one.passage for one in compared.shown] if compared else []
    return ListPage(tuple(_stop(passage, view) for passage in passages), len(passages))


def _wordings(engine: Engine, view: PhraseView, number: int) -> ListPage:
    if not view.text:
        return _NOWHERE
    page, result = found.phrases(engine, replace(view, page=number))
    shown = replace(view, page=page)
    stops = tuple(
        Stop(
            phrase.report,
            Where(phrase.report.id, phrase.span),
            phrase_address.report_href(phrase.report.id, phrase.span, shown),
            frozenset(Where(use.report.id, use.span) for use in phrase.uses),
        )
        for phrase in result.phrases
    )
    return ListPage(stops, result.total, page, (page - 1) * phrase_address.SIZE)


def _browsed(engine: Engine, view: BrowseView, number: int) -> ListPage:
    """Return passages on a theme: its own page of them, or those of a cell of the table."""
    if view.mode is Mode.THEMES and view.theme:
        filters, size = view.filters, THEME_PAGE
    elif view.mode is Mode.MATRIX and view.theme and view.cell:
        filters, size = Filters(places=(view.cell,), years=view.years), CELL_PAGE
    else:
        return _NOWHERE
    first = (number - 1) * size
    listed = engine.themes.passages(view.theme, filters, size, first)
    shown = replace(view, page=number)
    stops = tuple(
        Stop(passage.report, where, browse_address.report_href(where.report, where.span, shown))
        for passage in (one.passage for one in listed.passages)
        for where in [_where(passage)]
    )
    return ListPage(stops, listed.total, number, first)


def _sources(engine: Engine, view: AskView, number: int) -> ListPage:
    """Return the sources of an answer; what a language model wrote is not written again for their sake."""
    if not view.text or (ask_writing.model() and not view.plain):
        return _NOWHERE
    given = quotations_of(found.answer(engine, view.text).claims)
    stops = tuple(
        Stop(
            each.report,
            Where(each.report.id, each.span),
            ask_address.report_href(each.report.id, each.span, replace(view, source=place)),
        )
        for place, each in enumerate(given, 1)
    )
    return ListPage(stops, len(stops))


def _stop(passage: Located, view: View, others: Iterable[Located] = ()) -> Stop:
    href = report_href(passage.report.id, passage.span, view)
    return Stop(passage.report, _where(passage), href, frozenset(map(_where, others)))


def _where(passage: Located) -> Where:
    return Where(passage.report.id, passage.span)
