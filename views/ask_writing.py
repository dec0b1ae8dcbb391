"""Lets a language model word an answer: verified statements appear as they come, and the user can stop it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial

import streamlit as st

from corpus.errors import ModelFailed
from corpus.settings import settings
from search import Engine
from search.answers import Answer, Claim
from search.answers.language_model import LanguageModel
from search.answers.writing import write
from views.address import go
from views.ask_address import AskView, href
from views.markup import escape, link, tag

_WRITTEN = "written-answers"
# How often the page looks for a new statement, in seconds.
_POLL = 0.1


def model() -> LanguageModel | None:
    """Return the language model that is set up, ``None`` for none; a wrong setting is told on the page."""
    try:
        return LanguageModel.open(settings())
    except ModelFailed as error:
        st.html(tag("p", escape(str(error)), "fz-problem"))
        return None


def written(engine: Engine, answer: Answer, view: AskView, chosen: LanguageModel) -> Answer:
    """Return the answer as the model words it, or the extractive one with a note; remembered in the session."""
    known: dict[tuple[str, str, str], Answer] = st.session_state.setdefault(_WRITTEN, {})
    key = (engine.generation.folder.name, answer.question.text, chosen.name)
    if key not in known:
        known[key] = _write(engine, answer, view, chosen)
    return known[key]


def offer(view: AskView, chosen: LanguageModel) -> str:
    """Return which model answers, where the text goes, and the way to the other kind of answer."""
    other = AskView(view.text, plain=not view.plain)
    way = link("让模型撰写" if view.plain else "只看原文摘录", href(other), "fz-way")
    return tag("p", escape(chosen.notice) + "　" + way, "fz-muted fz-small fz-model")


def _write(engine: Engine, answer: Answer, view: AskView, chosen: LanguageModel) -> Answer:
    material = engine.answers.material(answer)
    arrived: queue.SimpleQueue[Claim] = queue.SimpleQueue()
    cancel = threading.Event()
    result: list[Answer] = []

    def work(on_claim: Callable[[Claim], None]) -> None:
        result.append(write(answer, material, chosen, cancel, on_claim))

    thread = threading.Thread(target=partial(work, arrived.put), daemon=True)
    place = st.empty()
    with st.container(key="ask-stop", horizontal=True):
        st.button(
            "停止，只看原文摘录", icon=":material/stop_circle:", on_click=go, args=(AskView(view.text, plain=True),)
        )
    thread.start()
    said: list[Claim] = []
    try:
        while thread.is_alive():
            while not arrived.empty():
                said.append(arrived.get())
            # Drawing is also where a click on the button ends this run.
            place.html(_so_far(chosen, said))
            thread.join(_POLL)
    finally:
        cancel.set()
    place.empty()
    return result[0] if result else answer


def _so_far(chosen: LanguageModel, said: list[Claim]) -> str:
    head = tag("p", escape(f"模型 {chosen.name} 正在撰写，核对过出处的句子会陆续出现……"), "fz-muted")
    items = "".join(tag("li", tag("span", escape(claim.text), "fz-answer-text")) for claim in said)
    return tag(
        "section", head + tag("ol", items, "fz-answer-list"), "fz-card fz-answer", aria_busy="true", role="status"
    )
