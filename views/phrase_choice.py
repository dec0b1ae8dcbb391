"""The sentences somebody chooses to copy together: kept for the session, whatever page of results is shown."""

from __future__ import annotations

import streamlit as st

from search import Phrase
from views.address import fill
from views.markup import tag
from views.phrase_cards import quoted
from views.sources import copy_button

_CHOSEN = "phrases-chosen"


def chosen() -> dict[str, str]:
    """Return what is chosen, in the order it was: report and span → the sentence with its source."""
    found: dict[str, str] = st.session_state.setdefault(_CHOSEN, {})
    return found


def box(phrase: Phrase) -> None:
    """Show the box that chooses a sentence."""
    key = f"{phrase.report.id}:{phrase.span.start}-{phrase.span.end}"
    fill({f"choose-{key}": key in chosen()})
    st.checkbox("选这一句", key=f"choose-{key}", on_change=_choose, args=(key, quoted(phrase.text, phrase.citation)))


def bar() -> None:
    """Show the button that copies what is chosen."""
    texts = chosen()
    with st.container(horizontal=True, key="phrase-bar", vertical_alignment="center", gap="small"):
        if not texts:
            st.html(tag("span", "在句子下面打勾，可以把几句连同出处一起复制。", "fz-muted fz-small"))
            return
        label = f"复制所选 {len(texts)} 句（含出处）"
        together = "\n".join(texts.values())
        st.html(copy_button(together, label), width="content")
        st.button("全部不选", on_click=_clear)


def _choose(key: str, text: str) -> None:
    if st.session_state[f"choose-{key}"]:
        chosen()[key] = text
    else:
        chosen().pop(key, None)


def _clear() -> None:
    chosen().clear()
