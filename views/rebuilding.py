"""An index that is being updated while everybody goes on with the old one: how far it is, and what went wrong."""

from __future__ import annotations

import streamlit as st

from corpus.generation import IndexFolder
from corpus.settings import settings
from views import library
from views.building import Builder, State, Status, builder
from views.markup import escape, tag
from views.setup import STAGES, progress_detail

_SEEN = "generation-when-changed"


def request() -> None:
    """Build the index anew from what is there now; of several wishes one build comes of it."""
    st.session_state[_SEEN] = _generation()
    _builder().request(library.sources)


def busy() -> bool:
    """Tell whether the index is being updated, or will be."""
    return _is_busy(_builder().status())


def own_progress() -> None:
    """Show it to whoever asked for the update; on the pages of others it would only be in the way."""
    if _SEEN in st.session_state:
        progress()


def progress() -> None:
    """Show how far the update is, or why it failed; nothing where there is none."""
    if busy():
        _watch()
        return
    status = _builder().status()
    if status.state is State.FAILED:
        text = tag("h2", "索引没有更新成功") + tag("p", escape(status.message))
        text += tag("p", "检索照常，用的是原来的索引；上传的文件和更正都还在。原因解决后再试一次即可。")
        st.html(tag("section", text, "fz-notice", role="alert"))
        st.button("再试一次", icon=":material/refresh:", on_click=request)
    elif st.session_state.get(_SEEN, _generation()) != _generation():
        del st.session_state[_SEEN]
        st.toast("索引已更新，新的内容可以检索了")


@st.fragment(run_every=1.0)
def _watch() -> None:
    """Show every second how far it is; when it is done, run the whole page again."""
    status = _builder().status()
    if not _is_busy(status):
        st.rerun(scope="app")
    with st.container(key="rebuilding", gap="small"):
        st.html(tag("p", tag("b", "正在更新索引") + escape(_told(status)), "fz-rebuilding", role="status"))
        if status.total:
            st.progress(min(1.0, status.done / status.total))


def _told(status: Status) -> str:
    if status.state is State.ELSEWHERE:
        after = "它完成后，这里的改动会接着编入。" if status.waiting else ""
        return f"　另一个程序正在更新这个索引，请稍候。{after}检索照常，用的是原来的索引。"
    after = "这次完成后还会再更新一次，编入刚才的改动。" if status.waiting and status.state is State.RUNNING else ""
    if status.stage not in STAGES:
        return f"　正在开始…{after}期间检索照常，用的是原来的索引。"
    title, unit = STAGES[status.stage]
    return f"　{title}：{progress_detail(status, unit)}。{after}期间检索照常，用的是原来的索引。"


def _is_busy(status: Status) -> bool:
    return status.waiting or status.state in (State.RUNNING, State.ELSEWHERE)


def _generation() -> str | None:
    return IndexFolder(settings().index).current_name()


def _builder() -> Builder:
    return builder(settings().index.absolute())
