"""做法: practices that reports call by a name, to be looked through and compared."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import streamlit as st

from search import Engine, QueryInvalid
from search.practices import PracticeCard, grouped
from views import controls, frame, multiselects
from views.address import fill, go
from views.markup import escape, link, tag
from views.practice_address import LONGEST_WORDS, PracticeView, current, href
from views.practice_cards import practice_card

SIZE = 20
_WORDS, _PLACES, _YEARS, _WORKS = "practice-words", "practice-places", "practice-years", "practice-works"


def page(engine: Engine) -> None:
    """Show the practices the address asks for."""
    view = current()
    st.set_page_config(page_title=f"{view.words or '做法'} · {frame.PRODUCT}")
    with st.container(key="figures-column"):
        about = "报告里有名字的做法：是什么，说到哪些数据，哪里也在做；每一条都能点开看原句和出处"
        st.html(tag("header", tag("h1", "做法") + tag("p", about), "fz-setup"))
        _pickers(engine, view)
        try:
            found = engine.practices.find(view.query)
        except QueryInvalid as error:
            frame.notice("没有查找", str(error))
            _take_off(view)
        else:
            _shown(engine, found.cards, view)
    frame.behave(f"fazhi.shown({crc32(repr(view).encode())});")


def _shown(engine: Engine, cards: tuple[PracticeCard, ...], view: PracticeView) -> None:
    if not cards:
        if not len(engine.practices):
            frame.notice("还没有做法", "现有的报告里没有读出有名字的做法。放入更多报告并更新索引后再来看。")
            frame.more_reports()
        else:
            frame.notice("没有找到这样的做法", "可以换个词，去掉地区或年度，或者到检索页按意思查找。")
            _take_off(view)
        return
    groups = grouped(cards)
    pages = -(-len(groups) // SIZE)
    number = min(view.page, pages)
    places = {card.practice.place for card in cards}
    said = f"共 <b>{len(groups)}</b> 个做法，<b>{len(cards)}</b> 处写到，<b>{len(places)}</b> 个地区"
    st.html(tag("p", said, "fz-summary", role="status"))
    shown = [group[0] for group in groups[(number - 1) * SIZE : number * SIZE]]
    drawn = [practice_card(card, engine.practices.others(card, works=view.works), view) for card in shown]
    st.html(tag("div", "".join(drawn), "fz-cards"))
    controls.pager(len(groups), SIZE, number, _turn)


def _pickers(engine: Engine, view: PracticeView) -> None:
    places = multiselects.place_names(engine.shelf)
    fill({_WORDS: view.words, _PLACES: list(view.places), _YEARS: list(view.years), _WORKS: view.works})
    with st.container(key="figure-picks", gap="small"):
        st.text_input(
            "名称或内容里的词",
            key=_WORDS,
            max_chars=LONGEST_WORDS,
            placeholder="如：调解、营商环境、府院；空着就列出全部",
            icon=":material/search:",
            autocomplete="off",
            on_change=_picked,
        )
        left, right = st.columns([3, 1])
        multiselects.place_picker(left, places, view.places, key=_PLACES, on_change=_picked)
        multiselects.year_picker(right, engine.shelf.years(), view.years, key=_YEARS, on_change=_picked)
        st.toggle("含政府工作报告里的做法", key=_WORKS, on_change=_picked)


def _picked() -> None:
    state = st.session_state
    words = " ".join(state[_WORDS].split())
    go(PracticeView(words, tuple(state[_PLACES]), tuple(state[_YEARS]), state[_WORKS]))


def _turn(step: int) -> None:
    view = current()
    go(replace(view, page=max(1, view.page + step)))


def _take_off(view: PracticeView) -> None:
    """Offer the view without its words, its places, its years, or anything."""
    ways = [
        ("去掉词", replace(view, words="")),
        ("去掉地区", replace(view, places=())),
        ("去掉年度", replace(view, years=())),
        ("全部做法", PracticeView()),
    ]
    links = (link(escape(label), href(replace(to, page=1)), "fz-way") for label, to in ways if to != view)
    st.html(tag("div", "".join(links), "fz-ways"))


frame.show(page)
