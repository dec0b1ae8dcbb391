"""Bringing files in: dropping them, and the uploads that nobody has decided about yet."""

from __future__ import annotations

import datetime

import streamlit as st

from corpus.errors import CanyueError
from corpus.overrides import read_overrides
from corpus.settings import settings
from intake.batch import Batch
from intake.previewing import Previewer
from views import frame, library
from views.address import go
from views.holdings_address import HoldingsView, Part, href
from views.markup import escape, link, tag

_ROUND = "upload-round"


@st.cache_resource(show_spinner=False)
def previewer() -> Previewer:
    """Return the one that reads uploads, shared by all sessions."""
    return Previewer()


def show() -> None:
    """Take files, put them aside, and open the preview."""
    limit = settings().max_file_mb
    st.html(
        tag("h2", "添加文件", "fz-list-title")
        + tag(
            "p",
            f"可以一次拖进多个文件，或一个 zip 压缩包：txt、md、html、docx、有文字层的 pdf，单个不超过 {limit} MB。"
            "先看怎样拆分、识别，确认后才进入资料库。",
            "fz-muted",
        )
    )
    # A new key empties the box: what was taken is on disk, and need not stay in memory.
    turn = st.session_state.setdefault(_ROUND, 0)
    with st.container(key="uploader"):
        given = st.file_uploader(
            "选择文件",
            accept_multiple_files=True,
            key=f"upload-{turn}",
            max_upload_size=limit,
            label_visibility="collapsed",
        )
    if given:
        _take([(file.name, file) for file in given], limit)
    _waiting()


def _take(given: list[tuple[str, st.runtime.uploaded_file_manager.UploadedFile]], limit: int) -> None:
    try:
        # A file of corrections that cannot be read would fail every preview.
        read_overrides(settings().overrides)
        with st.spinner(f"正在检查 {len(given)} 个文件……"):
            batch = library.uploads().stage(given, limit * 2**20)
    except CanyueError as error:
        frame.notice("没有上传成功", str(error), "资料库没有变。")
        return
    st.session_state[_ROUND] += 1
    previewer().ensure(batch)
    go(HoldingsView(Part.ADD, batch=batch.id))
    st.rerun()


def _waiting() -> None:
    """List the uploads that were not decided about: a closed browser loses nothing."""
    batches = library.uploads().batches()
    if not batches:
        return
    items = "".join(tag("li", _batch(batch), "fz-item") for batch in batches)
    title = tag("h2", "上传了、还没有加入资料库的", "fz-list-title")
    st.html(tag("section", title + tag("ul", items, "fz-items"), "fz-waiting"))


def _batch(batch: Batch) -> str:
    files = batch.files
    names = "、".join(file.name for file in files[:3]) + (f" 等 {len(files)} 个文件" if len(files) > 3 else "")
    to = link(escape(names or "没有能读的文件"), href(HoldingsView(Part.ADD, batch=batch.id)), "fz-item-name")
    return to + tag("span", escape(f"{when(batch)} 上传"), "fz-muted fz-small")


def when(batch: Batch) -> str:
    """Return when an upload came, in the time of this computer."""
    came = datetime.datetime.strptime(batch.id[:15], "%Y%m%d-%H%M%S").replace(tzinfo=datetime.UTC)
    return f"{came.astimezone():%Y-%m-%d %H:%M}"
