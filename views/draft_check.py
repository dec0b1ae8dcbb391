"""草稿对照: paste a paragraph, see which of its sentences stand in reports already, and what others do alike."""

from __future__ import annotations

import streamlit as st

from search import Engine, QueryInvalid
from search.drafts import LONGEST_DRAFT, checked_draft
from views import frame
from views.address import fill
from views.draft_cards import draft_card, elsewhere, sources
from views.markup import tag
from views.phrase_address import PhraseView

_BOX, _DRAFT = "draft", "draft-text"


def show(engine: Engine, view: PhraseView) -> None:
    """Show the box, and what the draft in it is compared with the reports."""
    # A widget's own state ends with its page; the draft is still there when somebody comes back from a report.
    text: str = st.session_state.get(_DRAFT, "")
    fill({_BOX: text})
    with st.form("draft-form", border=False):
        st.text_area(
            "草稿",
            key=_BOX,
            height=220,
            placeholder=f"把要对照的段落贴在这里，一次最多 {LONGEST_DRAFT} 个字",
            label_visibility="collapsed",
        )
        st.form_submit_button("对照", type="primary", icon=":material/fact_check:", on_click=_keep)
    if not text.strip():
        st.html(tag("p", "草稿只在本机对照，不保存，也不写进网址。", "fz-muted fz-small"))
        return
    try:
        checked_draft(text)
        with st.spinner("正在对照……"):
            check = engine.drafts.check(text)
    except QueryInvalid as error:
        frame.notice("没有对照", str(error))
        return
    st.html(draft_card(check) + sources(check, view) + elsewhere(check, view))


def _keep() -> None:
    st.session_state[_DRAFT] = st.session_state[_BOX]
