"""What was found, kept for a while: a report opened from a list steps on along it without searching again."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from search import Engine, PhraseResult, Query, Result
from search.answers import Answer
from views.address import View
from views.phrase_address import SIZE as PHRASES_A_PAGE
from views.phrase_address import PhraseView

SIZE = 10
# Pages of results of all who search at once; one takes some ten kilobytes.
_KEPT = 100
# 今年 in a question is counted from the day on which it is asked, and a reranker that had no time may have some later.
_SECONDS = 3600


def hits(engine: Engine, view: View) -> Result:
    """Return the page of results a view asks for; one that asks for a page beyond the last gets the last.

    :raises QueryInvalid: it cannot be asked.
    """
    query = Query(view.text, view.filters, SIZE, (view.page - 1) * SIZE, view.group, view.sort, view.literal)
    result = _search(_name(engine), query, engine)
    if not result.hits and result.cards:
        result = _search(_name(engine), replace(query, offset=(result.cards - 1) // SIZE * SIZE), engine)
    return result


def phrases(engine: Engine, view: PhraseView) -> tuple[int, PhraseResult]:
    """Return the page of wordings a view asks for with its number; the last one for a page behind it.

    :raises QueryInvalid: it cannot be asked.
    """
    result = _phrases(_name(engine), view, engine)
    last = max(1, -(-result.total // PHRASES_A_PAGE))
    if view.page <= last:
        return view.page, result
    return last, _phrases(_name(engine), replace(view, page=last), engine)


def answer(engine: Engine, question: str) -> Answer:
    """Return the answer to a question, in the reports' own words.

    :raises QueryInvalid: it cannot be asked.
    """
    return _answer(_name(engine), question, engine)


def _name(engine: Engine) -> str:
    return str(engine.generation.folder)


# Resources, not data: what is found is immutable, so that all sessions can be given the same.
@st.cache_resource(max_entries=_KEPT, ttl=_SECONDS, show_spinner=False)
def _search(generation: str, query: Query, _engine: Engine) -> Result:
    return _engine.search(query)


@st.cache_resource(max_entries=_KEPT, ttl=_SECONDS, show_spinner=False)
def _phrases(generation: str, view: PhraseView, _engine: Engine) -> PhraseResult:
    return _engine.phrases(view.text, view.filters, PHRASES_A_PAGE, (view.page - 1) * PHRASES_A_PAGE)


@st.cache_resource(max_entries=_KEPT, ttl=_SECONDS, show_spinner=False)
def _answer(generation: str, question: str, _engine: Engine) -> Answer:
    return _engine.answers.answer(question)
