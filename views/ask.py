"""问答: a question, an answer every sentence of which points at its source, or plainly that there is none."""

from __future__ import annotations

from zlib import crc32

import streamlit as st

from corpus.errors import CannotWrite
from corpus.settings import settings
from search import Engine, QueryInvalid
from search.answers import Answer
from search.answers.answer import quotations_of
from search.answers.feedback import keep_judgement
from search.answers.follow_up import rewritten
from search.answers.output import text_with_footnotes
from views import ask_writing, controls, found, frame
from views.address import fill, go
from views.ask_address import LONGEST_QUESTION, AskView, current, href
from views.ask_answer import answer_card, nearest, sources
from views.ask_source import source_panel
from views.markup import escape, link, tag

# What can be asked, with the kind of answer it gets.
EXAMPLES = (
    ("一个数", "给出数值、所在的句子和出处", "科左后旗2024年行政复议纠错率是多少？"),
    ("哪些地方", "一个地方一条，各引一句", "哪些地方在做行政争议实质性化解？"),
    ("怎么做", "按顺序引原文的几步", "郯城县是怎么开展行政执法监督的？"),
    ("比一比", "列成表，每格有出处", "哪个地方的调解成功率最高？"),
    ("什么意思", "引写明它是什么的那句", "什么是“三端”工作法？"),
)
_BOX, _FOLLOW, _ASKED = "question", "follow-up", "asked"
# Questions of a session that are listed to go back to.
_REMEMBERED = 20


def page(engine: Engine) -> None:
    """Show the question the address asks, with its answer."""
    view = current()
    st.set_page_config(page_title=f"{view.text or '问答'} · {frame.PRODUCT}")
    with st.container(key="ask-column"):
        about = "问一个问题，得到一句一出处的回答；资料里没有的，直接说没有。没有大模型也能用，回答都是原文"
        st.html(tag("header", tag("h1", "问答") + tag("p", about), "fz-setup"))
        _box(view)
        if not view.text:
            _examples()
            _history(view)
        else:
            _answered(engine, view)
    focus = "" if view.text else "fazhi.focusSearch('question');"
    opened = "fazhi.source();" if view.source else ""
    frame.behave(f"{focus} fazhi.shown({crc32(view.text.encode())}); {opened}")


def _box(view: AskView) -> None:
    fill({_BOX: view.text})
    controls.line_form(
        "ask",
        _BOX,
        "问题",
        "提问",
        _ask,
        (_BOX,),
        longest=LONGEST_QUESTION,
        placeholder="如：榆阳区2024年法律援助案件有多少件？",
        icon=":material/help:",
    )


def _ask(key: str) -> None:
    go(AskView(" ".join(st.session_state[key].split()), plain=current().plain))


def _examples() -> None:
    rows = "".join(
        tag(
            "div",
            tag("dt", name)
            + tag("dd", link(escape(example), href(AskView(example))) + " " + tag("span", what, "fz-muted")),
        )
        for name, what, example in EXAMPLES
    )
    st.html(tag("h2", "可以这样问", "fz-list-title") + tag("dl", rows, "fz-kinds"))


def _answered(engine: Engine, view: AskView) -> None:
    try:
        answer = found.answer(engine, view.text)
    except QueryInvalid as error:
        frame.notice("没有回答", str(error))
        return
    _remember(view.text)
    chosen = ask_writing.model()
    if chosen and answer.answerable:
        st.html(ask_writing.offer(view, chosen))
        if not view.plain:
            answer = ask_writing.written(engine, answer, view, chosen)
    quotations = quotations_of(answer.claims)
    number = view.source if 0 < view.source <= len(quotations) else 0
    report = engine.report(quotations[number - 1].report.id) if number else None
    if report is None:
        _said(engine, answer, view)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _said(engine, answer, view)
    with right:
        st.html(source_panel(report, number, quotations[number - 1], view))


def _said(engine: Engine, answer: Answer, view: AskView) -> None:
    st.html(answer_card(answer, view))
    _ways(engine, answer)
    if answer.answerable:
        _follow_up(engine, answer)
    st.html(sources(answer, view) + nearest(answer.nearest, view) + _searched(answer))
    _history(view)


def _ways(engine: Engine, answer: Answer) -> None:
    """Offer the answer to copy, and ask whether it helped."""
    with st.container(horizontal=True, key="ask-ways", gap="medium", vertical_alignment="center"):
        text = text_with_footnotes(answer)
        st.html(tag("button", "复制回答和脚注", "fz-copy", type="button", data_copy=text), width="content")
        key = f"helped-{crc32(answer.question.text.encode())}"
        st.html(tag("span", "有帮助吗？", "fz-muted"), width="content")
        st.feedback("thumbs", key=key, on_change=_judged, args=(engine, answer, key))


def _judged(engine: Engine, answer: Answer, key: str) -> None:
    verdict = st.session_state.get(key)
    if verdict is None:
        return
    try:
        keep_judgement(settings().index, answer, helped=verdict == 1, generation=engine.generation.folder.name)
        st.toast("已记在本机，供以后改进；不会发送到别处")
    except CannotWrite as error:
        st.toast(str(error))


def _follow_up(engine: Engine, answer: Answer) -> None:
    controls.line_form(
        "follow",
        _FOLLOW,
        "追问",
        "追问",
        _ask_on,
        (engine, answer),
        longest=LONGEST_QUESTION,
        placeholder="接着问：那郯城县呢？ 2023年呢？",
        icon=":material/subdirectory_arrow_right:",
        main=False,
    )


def _ask_on(engine: Engine, answer: Answer) -> None:
    """Ask on: the address holds the question that stands alone, so that it can be copied like any other."""
    text = " ".join(st.session_state[_FOLLOW].split())
    if not text:
        return
    try:
        alone = engine.answers.follow_up(answer.question, text)
    except QueryInvalid:
        alone = text
    if chosen := ask_writing.model():
        alone = rewritten(answer.question, text, chosen, alone, engine.answers.names)
    go(AskView(alone[:LONGEST_QUESTION], plain=current().plain))


def _searched(answer: Answer) -> str:
    return tag("p", escape(f"{answer.searched}，用时 {answer.took_ms:.0f} 毫秒。"), "fz-muted fz-small")


def _remember(text: str) -> None:
    asked = [other for other in st.session_state.get(_ASKED, []) if other != text]
    st.session_state[_ASKED] = [text, *asked][:_REMEMBERED]


def _history(view: AskView) -> None:
    asked = [text for text in st.session_state.get(_ASKED, []) if text != view.text]
    if asked:
        items = "".join(tag("li", link(escape(text), href(AskView(text)))) for text in asked)
        st.html(tag("h2", "这次问过的", "fz-list-title") + tag("ul", items, "fz-asked-before"))


frame.show(page)
