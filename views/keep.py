"""加入收藏: what every page needs to keep a quotation, and the way to what is kept.

The buttons are HTML (:func:`keep_button`); a component without a look of its own hears their clicks and paints what is kept.
"""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ParamSpec

import streamlit as st

from corpus.errors import CanyueError
from corpus.model import Span
from corpus.settings import settings
from search import Engine
from search.basket import BasketStore, Checker, Kept, keep
from views import library
from views.basket_address import BasketView, href
from views.markup import link, tag
from views.scripts import script

P = ParamSpec("P")
COOKIE = "fazhi-basket"
_OWNER, _DONE, _SAID, _REMOVED = "basket-owner", "basket-done", "basket-said", "basket-removed"
_KEY = "basket-clicks"
_NAME = re.compile(r"[0-9a-f]{32}")
_PLACE = re.compile(r"([0-9a-f]{12}-\d{1,6}):(\d{1,9})-(\d{1,9})")
# Clicks that wait together; more does not come from a person.
_MOST_CLICKS = 50

_listener = st.components.v2.component("fazhi-keep", js=script("keep.js"), isolate_styles=False)


def keep_button(report: str, span: Span, name: str = "加入收藏") -> str:
    """Return the button that keeps the words at a span of a report, and lets go of them again."""
    return tag("button", name, "fz-keep", type="button", data_basket=f"{report}:{span.start}-{span.end}")


def store() -> BasketStore:
    """Return the baskets beside the index in use."""
    return BasketStore(settings().index)


def checker(engine: Engine) -> Checker:
    """Return what compares quotations with the reports of an engine."""
    return Checker(engine.shelf, engine.catalog.texts)


def owner() -> str:
    """Return whose basket this is: the name that the browser keeps, or for this session one of our own."""
    state = st.session_state
    if _OWNER not in state:
        given = str(st.context.cookies.get(COOKIE, ""))
        state[_OWNER] = given if _NAME.fullmatch(given) else secrets.token_hex(16)
    return str(state[_OWNER])


@st.fragment
def bar() -> None:
    """Show the way to what is kept with its number, and hear the buttons; a click runs nothing else of the page."""
    try:
        items = store().items(owner())
    except CanyueError:
        # The page itself is not concerned; its own page says what is wrong.
        items = ()
    for message in st.session_state.pop(_SAID, ()):
        st.toast(message)
    with st.container(key="basket-bar"):
        number = tag("span", str(len(items)), "fz-kept-number", aria_label=f"{len(items)} 条") if items else ""
        st.html(link(f"收藏{number}", href(BasketView()), "fz-kept"))
        _listener(
            key=_KEY,
            data={
                "places": [_place(item) for item in items],
                "owner": owner(),
                "done": st.session_state.get(_DONE, []),
            },
            on_clicks_change=_clicked,
            on_owner_change=_known,
        )


def _clicked() -> None:
    """Do what was clicked, each click once; what cannot be done is said and counts as done."""
    clicks = _given("clicks")
    done: list[int] = st.session_state.get(_DONE, [])
    said = []
    for click in clicks[-_MOST_CLICKS:] if isinstance(clicks, list) else ():
        number = click.get("n") if isinstance(click, dict) else None
        if not isinstance(number, int) or number in done:
            continue
        said.append(_done(str(click.get("place")), wanted=click.get("keep") is True))
        done = [*done, number][-_MOST_CLICKS:]
    st.session_state[_DONE] = done
    # A callback of a fragment may not show anything itself.
    st.session_state[_SAID] = list(dict.fromkeys(filter(None, said)))


def _done(place: str, *, wanted: bool) -> str:
    """Keep or let go of a place of a report; return what is to be said of it, ``""`` for nothing."""
    found = _PLACE.fullmatch(place)
    if not found:
        return "没有收藏：请刷新页面再试"
    report, span = found[1], Span(int(found[2]), int(found[3]))
    now = datetime.now().astimezone()
    try:
        if wanted:
            new = keep(store(), checker(library.engine()), owner(), report, span, now)
            return "" if new else "这一条已经在收藏里了"
        here = [item for item in store().items(owner()) if _place(item) == place]
        store().remove(owner(), [item.id for item in here], now)
        noted = any(item.note for item in here)
        return "已取消收藏；再次收藏，备注还在" if noted else ""
    except CanyueError as error:
        return str(error)


def _known() -> None:
    """Take the basket that the browser already has, where its name did not come with the first request."""
    name = _given("owner")
    if isinstance(name, str) and _NAME.fullmatch(name) and name != owner():
        st.session_state[_OWNER] = name
        # The page may show the other basket.
        st.rerun()


def _given(event: str) -> Any:
    return getattr(st.session_state[_KEY], event, None)


def _place(item: Kept) -> str:
    return f"{item.report}:{item.span.start}-{item.span.end}"


def said(change: Callable[P, None]) -> Callable[P, None]:
    """Let a widget's callback say what went wrong, where the page would otherwise be lost."""

    @functools.wraps(change)
    def changed(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            change(*args, **kwargs)
        except CanyueError as error:
            st.toast(str(error))

    return changed


@said
def take_out(items: Sequence[int]) -> None:
    """Remove items, which can be taken back at once."""
    store().remove(owner(), items, datetime.now().astimezone())
    st.session_state[_REMOVED] = list(items)


@said
def take_back() -> None:
    """Take back what was removed last."""
    store().restore(owner(), removed_lately())
    st.session_state[_REMOVED] = []


def removed_lately() -> list[int]:
    """Return what this session removed last and has not taken back."""
    return list(st.session_state.get(_REMOVED, []))
