"""The uploaded files: which are in the library, taking one out, putting it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from corpus.errors import CanyueError
from intake.uploads import Kept
from search import Engine
from views import controls, frame, library, rebuilding
from views.address import go
from views.holdings_address import HoldingsView, Part, current, href
from views.markup import escape, link, tag
from views.preview_reports import size_text

# Rows of a page; each has a button.
_ROWS = 20
_REMOVED_ROWS = 50
_PROBLEM = "files-problem"


def show(engine: Engine, view: HoldingsView) -> None:
    """Show the uploaded files, and where the other files of the library are."""
    uploads = library.uploads()
    kept, removed = uploads.kept(), uploads.taken_out()
    if problem := st.session_state.pop(_PROBLEM, None):
        frame.notice("没有做成", problem)
    indexed = {source.path for source, _ in engine.catalog.sources()}
    twice = {failure.path for failure in engine.failures()}
    st.html(tag("h2", f"上传的文件：{len(kept)} 个", "fz-list-title"))
    if not kept:
        st.html(tag("p", "还没有上传过文件。" + link("添加文件", href(HoldingsView(Part.ADD)), "fz-way"), "fz-muted"))
    pending = [one for one in kept if str(one.path) not in indexed | twice]
    stale = [
        path for path in indexed if path.startswith(str(uploads.files)) and path not in {str(k.path) for k in kept}
    ]
    if (pending or stale) and not rebuilding.busy():
        what = f"{len(pending)} 个文件还没有编入索引" if pending else f"{len(stale)} 个文件已经移走，索引里还有"
        frame.notice(what, "更新索引后生效。")
        st.button("更新索引", icon=":material/refresh:", type="primary", on_click=rebuilding.request)
    first = (view.page - 1) * _ROWS
    for one in kept[first : first + _ROWS]:
        path = str(one.path)
        state = "" if path in indexed else "没有收录，原因见“在库报告”" if path in twice else "还没有编入索引"
        _row(one, f"{one.when:%Y-%m-%d %H:%M} 加入", state, "移除", ":material/remove_circle:", uploads.take_out)
    controls.pager(len(kept), _ROWS, view.page, _turn)
    if removed:
        st.html(tag("h2", f"已移除：{len(removed)} 个", "fz-list-title"))
        st.html(tag("p", escape(f"文件没有删除，放在 {uploads.removed}，随时可以恢复。"), "fz-muted fz-small"))
        for one in removed[:_REMOVED_ROWS]:
            _row(one, f"{one.when:%Y-%m-%d %H:%M} 移除", "", "恢复", ":material/undo:", uploads.put_back)
    _elsewhere()


def _row(one: Kept, when: str, state: str, label: str, icon: str, action: Callable[[str], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"kept-{one.id}", gap="small"):
        about = tag(
            "span", escape(f"{size_text(one.size)}，{when}" + (f"，{state}" if state else "")), "fz-muted fz-small"
        )
        st.html(tag("div", tag("span", escape(one.name), "fz-kept-name") + about, "fz-kept"))
        st.button(label, key=f"{label}-{one.id}", icon=icon, on_click=_change, args=(action, one.id))


def _change(action: Callable[[str], None], file_id: str) -> None:
    try:
        action(file_id)
    except CanyueError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    rebuilding.request()


def _elsewhere() -> None:
    """Say where files came from that were not uploaded, and how they are taken out."""
    uploaded = library.uploads().files
    folders = [path for path in library.sources() if path != uploaded]
    if folders:
        items = "".join(tag("li", escape(path)) for path in folders)
        text = "这些文件夹里的文件不是在这里上传的，程序不会去动它们。要移除，请在文件夹里移走文件，再更新索引。"
        st.html(
            tag(
                "section",
                tag("h2", "来自文件夹的资料", "fz-list-title") + tag("p", text, "fz-muted") + tag("ul", items),
                "fz-folders",
            )
        )


def _turn(step: int) -> None:
    view = current()
    go(replace(view, page=max(1, view.page + step)))
