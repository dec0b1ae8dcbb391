"""When there is no usable index: building it before the user's eyes, and what to do when it is broken."""

from __future__ import annotations

import streamlit as st

from corpus.generation import IndexFolder
from corpus.settings import settings
from views import library
from views.building import Builder, State, Status, builder
from views.markup import escape, tag

# The indexer's stages in order, what they do in the user's words, and what they count.
STAGES = {
    "准备模型": ("准备语言模型", "%"),
    "读取文件": ("读取报告文件", "个文件"),
    "计算向量": ("理解每个段落和句子的意思", "个段落和句子"),
    "写入索引": ("写入索引", "篇报告"),
}


def first_start() -> None:
    """Build the index of a fresh installation, show how far it is, and open the search when it is done."""
    build = _builder()
    status = build.status()
    if status.state is State.IDLE and not st.session_state.get("asked_to_build"):
        st.session_state["asked_to_build"] = True
        build.start(library.sources())
    _heading("首次使用，正在建立索引", "程序正在读取报告并理解其中的内容。只需要做这一次，完成后会自动打开检索页。")
    _watch(IndexFolder(settings().index).current_name())


def broken(message: str) -> None:
    """Say that the index cannot be used, why, and offer to build it again."""
    state = _builder().status().state
    if state in (State.RUNNING, State.ELSEWHERE):
        _heading("正在重新建立索引", "完成后会自动打开检索页。")
    else:
        _heading("索引暂时不能使用", message)
        st.html(
            tag(
                "p",
                "重新建立索引会重新读取报告文件；算过的内容有缓存，一般比第一次快得多。报告原文件不会改动。",
                "fz-muted",
            )
        )
    _watch(IndexFolder(settings().index).current_name(), label="重新建立索引")


@st.fragment(run_every=1.0)
def _watch(generation: str | None, label: str = "重试") -> None:
    """Show the build's progress every second; when another generation is in use, run the whole page again."""
    if IndexFolder(settings().index).current_name() != generation:
        st.session_state.pop("asked_to_build", None)
        st.rerun(scope="app")
    build = _builder()
    status = build.status()
    if status.state is State.RUNNING:
        _show_progress(status)
        return
    if status.state is State.ELSEWHERE:
        _panel("另一个程序正在更新这个索引", "请稍候，它完成后这里会自动打开检索页。")
        return
    if status.state is State.FAILED:
        _panel(
            "索引没有建成", status.message, "原因解决后点“重试”。已经算好的部分不会重算。" if label == "重试" else ""
        )
    st.button(label, type="primary", icon=":material/refresh:", on_click=build.start, args=(library.sources(),))


def _builder() -> Builder:
    return builder(settings().index.absolute())


def _show_progress(status: Status) -> None:
    names = list(STAGES)
    reached = names.index(status.stage) if status.stage in STAGES else 0
    rows = []
    for number, (title, unit) in enumerate(STAGES.values()):
        state = "done" if number < reached else "now" if number == reached else "later"
        detail = _detail(status, unit) if state == "now" else "已完成" if state == "done" else ""
        content = tag("span", escape(title), "fz-step-title") + tag("span", escape(detail), "fz-step-detail")
        rows.append(tag("li", content, f"fz-step fz-{state}"))
    share = status.done / status.total if status.total else 0.0
    st.html(tag("ol", "".join(rows), "fz-steps"))
    st.progress(min(1.0, share))


def _detail(status: Status, unit: str) -> str:
    if not status.total:
        return "正在开始…"
    if unit == "%":
        return f"{status.done}%"
    parts = [f"{status.done} / {status.total} {unit}"]
    if status.rate and status.seconds > 1:
        parts.append(f"每秒 {status.rate:.0f} 个" if status.rate >= 1 else f"每个约 {1 / status.rate:.0f} 秒")
    if status.seconds_left is not None and status.done < status.total:
        parts.append(f"约剩 {duration(status.seconds_left)}")
    return "，".join(parts)


def duration(seconds: float) -> str:
    """Return a time span as people say it: 40 秒, 3 分钟, 1 小时 5 分钟."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} 秒"
    minutes = round(whole / 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} 分钟"
    return f"{hours} 小时" + (f" {rest} 分钟" if rest else "")


def _heading(title: str, text: str) -> None:
    st.html(tag("header", tag("h1", escape(title)) + tag("p", escape(text)), "fz-setup"))


def _panel(title: str, *lines: str) -> None:
    body = tag("h2", escape(title)) + "".join(tag("p", escape(line)) for line in lines if line)
    st.html(tag("section", body, "fz-notice"))
