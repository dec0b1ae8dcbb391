"""句式: sentences to learn wording from, each with who uses it; and a draft compared with the reports."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import streamlit as st

from corpus.parts import Part
from search import Engine, Query, QueryInvalid
from views import controls, draft_check, found, frame, multiselects, phrase_choice
from views.address import fill, go
from views.markup import escape, link, tag
from views.phrase_address import LONGEST_TEXT, SIZE, PhraseView, current, href
from views.phrase_cards import phrase_card

# What can be looked for, and in which part of the reports.
EXAMPLES = (
    ("主要做法", PhraseView("行政争议实质性化解", (Part.PRACTICE,))),
    ("存在问题", PhraseView("执法力量不足", (Part.PROBLEMS,))),
    ("下一步打算", PhraseView("提升行政执法水平", (Part.PLANS,))),
    ("总体情况", PhraseView("以习近平法治思想为指导", (Part.OVERVIEW,))),
    ("一组数字", PhraseView("办理行政复议案件，纠错率")),
)
_BOX, _PARTS, _PLACES, _YEARS = "phrase", "phrase-parts", "phrase-places", "phrase-years"


def page(engine: Engine) -> None:
    """Show the wordings the address asks for, or the draft check."""
    view = current()
    st.set_page_config(page_title=f"{'草稿对照' if view.draft else view.text or '句式'} · {frame.PRODUCT}")
    with st.container(key="phrases-column"):
        about = "找可以照着写的句子，数字和地名以××代替；也可以贴一段草稿，看哪些句子已有报告写过"
        st.html(tag("header", tag("h1", "句式") + tag("p", about), "fz-setup") + _modes(view))
        if view.draft:
            draft_check.show(engine, view)
        else:
            _box(view)
            _pickers(engine, view)
            if view.text:
                _found(engine, view)
            else:
                _examples()
    focus = "fazhi.focusSearch('draft');" if view.draft else "" if view.text else "fazhi.focusSearch('phrase');"
    frame.behave(f"{focus} fazhi.shown({crc32(repr(view).encode())});")


def _modes(view: PhraseView) -> str:
    """Return the links to both halves of the page."""
    modes = (("找句式", PhraseView(), not view.draft), ("草稿对照", PhraseView(draft=True), view.draft))
    links = (
        link(name, href(view if chosen else to), **({"aria_current": "page"} if chosen else {}))
        for name, to, chosen in modes
    )
    return tag("nav", "".join(links), "fz-modes", aria_label="找句式或草稿对照")


def _box(view: PhraseView) -> None:
    fill({_BOX: view.text})
    controls.line_form(
        "phrases",
        _BOX,
        "要写的意思",
        "查找",
        _ask,
        longest=LONGEST_TEXT,
        placeholder="想写什么，如：败诉率下降、负责人出庭应诉",
        icon=":material/search:",
    )


def _ask() -> None:
    go(replace(current(), text=" ".join(st.session_state[_BOX].split()), page=1))


def _pickers(engine: Engine, view: PhraseView) -> None:
    places = multiselects.place_names(engine.shelf)
    fill({_PARTS: list(view.parts), _PLACES: list(view.places), _YEARS: list(view.years)})
    with st.container(key="phrase-picks", gap="small"):
        left, middle, right = st.columns([2, 3, 2])
        left.multiselect(
            "部分",
            list(Part),
            key=_PARTS,
            format_func=lambda part: part.value,
            placeholder="全部部分",
            wrap=True,
            on_change=_picked,
        )
        multiselects.place_picker(middle, places, view.places, key=_PLACES, on_change=_picked, placeholder="全部地区")
        multiselects.year_picker(right, engine.shelf.years(), view.years, key=_YEARS, on_change=_picked)


def _picked() -> None:
    state = st.session_state
    chosen = tuple(tuple(state[key]) for key in (_PARTS, _PLACES, _YEARS))
    go(replace(current(), parts=chosen[0], places=chosen[1], years=chosen[2], page=1))


def _found(engine: Engine, view: PhraseView) -> None:
    try:
        number, result = found.phrases(engine, view)
    except QueryInvalid as error:
        frame.notice("没有查找", str(error))
        _take_off(view)
        return
    if not result.phrases:
        where = f"在 {result.searched} 篇报告里" if result.searched else "没有报告符合所选的地区、年度；"
        frame.notice("没有找到可以照着写的句子", f"{where}换个说法，或者去掉部分、地区、年度再找。")
        _take_off(view)
        return
    where = tag("span", f"检索了 {result.searched} 篇报告，用时 {result.took_ms:.0f} 毫秒", "fz-searched")
    st.html(tag("p", f"共 <b>{result.total}</b> 种句式，意思最近的在前{where}", "fz-summary", role="status"))
    if not _answers(engine, view.text):
        st.html(tag("p", "没有直接写到这件事的报告，下面只是意思最接近的句子。可以换个说法。", "fz-uncovered"))
    phrase_choice.bar()
    for place, phrase in enumerate(result.phrases):
        with st.container(key=f"phrase-card-{place}", gap="small"):
            st.html(phrase_card(phrase, view))
            phrase_choice.box(phrase)
    controls.pager(result.total, SIZE, number, _turn)


def _answers(engine: Engine, text: str) -> bool:
    """Tell whether any report speaks of it: the nearest sentence to anything is always there."""
    try:
        return engine.judged(Query(text, literal=True)).answerable
    except QueryInvalid:
        return True


def _turn(step: int) -> None:
    view = current()
    go(replace(view, page=max(1, view.page + step)))


def _examples() -> None:
    rows = "".join(tag("div", tag("dt", name) + tag("dd", link(escape(to.text), href(to)))) for name, to in EXAMPLES)
    st.html(tag("h2", "可以这样找", "fz-list-title") + tag("dl", rows, "fz-kinds"))


def _take_off(view: PhraseView) -> None:
    """Offer the view without its parts, its places, its years, or any of them."""
    ways = [
        ("去掉部分", replace(view, parts=())),
        ("去掉地区", replace(view, places=())),
        ("去掉年度", replace(view, years=())),
        ("在全部报告里找", PhraseView(view.text)),
    ]
    links = (link(label, href(replace(to, page=1)), "fz-way") for label, to in ways if to != view)
    st.html(tag("div", "".join(links), "fz-ways"))


frame.show(page)
