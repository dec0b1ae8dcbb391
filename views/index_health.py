"""The index: what it is, whether something was changed since it was made, making it anew, and a backup."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from corpus.errors import CanyueError
from corpus.generation import IndexFolder
from corpus.settings import PROJECT, settings
from intake.backup import Entry, backup_entries, save_backup, total_bytes, write_backup
from search import Engine
from views import frame, library, rebuilding
from views.markup import escape, tag
from views.preview_reports import size_text
from views.setup import duration

# The browser's download goes through memory; what is larger is written to the disk instead.
_DOWNLOADED_BYTES = 200 * 2**20
_TABLES = {
    "lexicon/terms.csv": "词典",
    "lexicon/stop_words.txt": "停用词",
    "lexicon/examples.csv": "说法示例",
    "indicators.toml": "指标词典",
    "practices.toml": "做法词表",
    "sections.toml": "主题章节表",
}


def show(engine: Engine) -> None:
    """Show the state of the index and what can be done."""
    manifest = engine.generation.manifest
    counts = manifest.counts
    made = datetime.datetime.fromisoformat(manifest.created).astimezone()
    index = IndexFolder(settings().index)
    own = sum(size for size, _ in manifest.files.values())
    changed = _changed(made)
    rows = (
        ("建立时间", f"{made:%Y-%m-%d %H:%M}，用时 {duration(sum(manifest.seconds.values()))}"),
        ("收录", f"{counts['sources']} 个文件，{counts['reports']} 篇报告，{counts['passages']} 个段落"),
        ("没有收录", f"{counts['failures']} 个文件" if counts["failures"] else "无"),
        ("占用空间", f"索引 {size_text(own)}；连同模型、缓存和原文件共 {size_text(_size(index.path))}"),
        ("向量模型", f"{manifest.model.id}（{manifest.model.dim} 维）"),
        ("索引版本", f"格式 {manifest.schema}，{manifest.name}"),
        ("之后改动", f"{'、'.join(changed)}，更新索引后生效" if changed else "词典、更正等没有改动"),
        ("资料来自", "；".join(_place(path) for path in library.sources())),
    )
    cells = "".join(tag("div", tag("dt", name) + tag("dd", escape(value)), "fz-row") for name, value in rows)
    st.html(tag("h2", "索引", "fz-list-title") + tag("dl", cells, "fz-rows fz-health"))
    st.button(
        "重新建立索引",
        icon=":material/refresh:",
        disabled=rebuilding.busy(),
        on_click=rebuilding.request,
        key="rebuild",
    )
    st.html(tag("p", "没有变化的内容不重新计算；建好之前，检索用的是原来的索引。", "fz-muted fz-small"))
    _backup(engine, index)


def _size(folder: Path) -> int:
    """Return the bytes of all files under a folder; its parts may be links to another disk."""
    return sum(
        (Path(parent) / name).stat().st_size for parent, _, names in os.walk(folder, followlinks=True) for name in names
    )


def _place(path: Path) -> str:
    """Return where a folder is: seen from the program's own, if it lies in there."""
    absolute = path.absolute()
    return str(absolute.relative_to(PROJECT)) if absolute.is_relative_to(PROJECT) else str(absolute)


def _changed(made: datetime.datetime) -> list[str]:
    """Return what was edited after the index was made."""
    files = {PROJECT / "data" / name: said for name, said in _TABLES.items()} | {settings().overrides: "人工更正"}
    return [said for path, said in files.items() if path.exists() and path.stat().st_mtime > made.timestamp()]


def _backup(engine: Engine, index: IndexFolder) -> None:
    sources = [source for source, _ in engine.catalog.sources()]
    entries = backup_entries(sources, index, settings())
    size = total_bytes(entries)
    said = f"原文件、人工更正和词典打成一个压缩包，压缩前 {size_text(size)}。索引可以从它们重新建立，不在其中。"
    st.html(tag("h2", "备份", "fz-list-title") + tag("p", said, "fz-muted"))
    name = f"法治参阅备份-{datetime.datetime.now().astimezone():%Y%m%d}.zip"
    if size <= _DOWNLOADED_BYTES:
        st.download_button(
            "下载备份",
            data=lambda: _packed(entries),
            file_name=name,
            mime="application/zip",
            on_click="ignore",
            icon=":material/download:",
        )
    else:
        st.button("生成备份文件", icon=":material/save:", on_click=_save, args=(entries, name))
    if saved := st.session_state.pop("backup-saved", None):
        frame.notice(*saved)


def _packed(entries: Sequence[Entry]) -> bytes:
    with tempfile.TemporaryFile() as file:
        write_backup(entries, file)
        file.seek(0)
        return file.read()


def _save(entries: Sequence[Entry], name: str) -> None:
    target: Path = settings().uploads.absolute() / "backup" / name
    try:
        save_backup(entries, target)
    except CanyueError as error:
        st.session_state["backup-saved"] = ("备份没有写成", str(error))
        return
    st.session_state["backup-saved"] = ("备份已写好", f"资料较多，备份写在运行程序的电脑上：{target}")
