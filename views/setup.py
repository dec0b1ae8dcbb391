"""When there is no usable index: building it before the user's eyes, and what to do when it is broken."""

from __future__ import annotations

import re

import streamlit as st

from corpus.generation import IndexFolder
from corpus.settings import settings
from views import library
from views.building import Builder, State, Status, builder
from views.holdings_address import HoldingsView, Part, href
from views.markup import escape, link, tag

# The indexer's stages in order, what they do in the user's words, and what they count.
STAGES = {
    "准备模型": ("准备语言模型", "%"),
    "读取文件": ("读取报告文件", "个文件"),
    "提取数据": ("提取数据和做法", "篇报告"),
    "计算向量": ("理解每个段落和句子的意思", "个段落和句子"),
    "写入索引": ("写入索引", "篇报告"),
    "归纳主题": ("归纳主题", "%"),
}
# Share of a stage after which the time left is worth showing.
_SAYS_ENOUGH = 0.05
# What to do where a build found nothing in the folder it reads.
_NO_FILES = "可以到资料库上传，或者把报告文件放进这个文件夹再点“重试”；也可以用环境变量 FAZHI_DATA 指定别的文件夹，重新启动程序。"
_COMMAND = re.compile(r"请(?:重新建立|先运行)：python .*", re.DOTALL)


def first_start() -> None:
    """Build the index of a fresh installation, show how far it is, and open the search when it is done."""
    build = _builder()
    status = build.status()
    if status.state is State.IDLE and not status.waiting and not st.session_state.get("asked_to_build"):
        st.session_state["asked_to_build"] = True
        build.start(library.sources())
    _watch(_generation(), "")


def broken(message: str) -> None:
    """Say that the index cannot be used, why, and offer to build it again."""
    # The message names a command; here a button does it.
    _watch(_generation(), _COMMAND.sub("", message))


@st.fragment(run_every=1.0)
def _watch(generation: str | None, problem: str) -> None:
    """Show every second how the index is doing; when another generation is in use, run the whole page again.

    :param problem: why the index there is cannot be used; ``""`` if there is none yet.
    """
    if _generation() != generation:
        st.session_state.pop("asked_to_build", None)
        st.rerun(scope="app")
    build = _builder()
    status = build.status()
    if status.state is State.ELSEWHERE:
        _heading("另一个程序正在更新这个索引", "请稍候，它完成后这里会自动打开检索页。")
        return
    if status.waiting or status.state is State.RUNNING:
        once = "" if problem else "只需要做这一次，"
        title = "正在重新建立索引" if problem else "首次使用，正在建立索引"
        _heading(title, f"程序正在读取报告并理解其中的内容。{once}完成后会自动打开检索页。")
        _show_progress(status)
        return
    if status.state is State.FAILED:
        _heading("索引没有建成", "原因解决后可以再试一次，已经算好的部分不会重算。")
        nothing = any(str(path) in status.message for path in library.sources())
        _panel(status.message, *((_NO_FILES,) if nothing else ()))
        if nothing:
            st.html(link("到资料库添加文件", href(HoldingsView(Part.ADD)), "fz-way"))
    elif problem:
        _heading("索引暂时不能使用", problem)
        _panel("重新建立索引会重新读取报告文件；算过的内容有缓存，一般比第一次快得多。报告原文件不会改动。")
    else:
        _heading("还没有索引", "建立索引后就可以检索。")
    label = "重试" if status.state is State.FAILED else "重新建立索引" if problem else "建立索引"
    st.button(label, type="primary", icon=":material/refresh:", on_click=build.request, args=(library.sources,))


def _generation() -> str | None:
    return IndexFolder(settings().index).current_name()


def _builder() -> Builder:
    return builder(settings().index.absolute())


def _show_progress(status: Status) -> None:
    names = list(STAGES)
    reached = names.index(status.stage) if status.stage in STAGES else 0
    rows = []
    for number, (title, unit) in enumerate(STAGES.values()):
        state = "done" if number < reached else "now" if number == reached else "later"
        detail = progress_detail(status, unit) if state == "now" else "已完成" if state == "done" else ""
        content = tag("span", escape(title), "fz-step-title") + tag("span", escape(detail), "fz-step-detail")
        rows.append(tag("li", content, f"fz-step fz-{state}"))
    share = status.done / status.total if status.total else 0.0
    st.html(tag("ol", "".join(rows), "fz-steps"))
    st.progress(min(1.0, share))


def progress_detail(status: Status, unit: str) -> str:
    """Return how far a stage is: what was counted, how fast, and how long it still takes."""
    if not status.total:
        return "正在开始…"
    if unit == "%":
        return f"{status.done}%"
    parts = [f"{status.done} / {status.total} {unit}"]
    if status.rate and status.seconds > 1:
        parts.append(f"每秒 {status.rate:.0f} 个" if status.rate >= 1 else f"每个约 {1 / status.rate:.0f} 秒")
    # The longest texts are computed first: what the first few say about the rest is far too much.
    if status.seconds_left is not None and status.total * _SAYS_ENOUGH <= status.done < status.total:
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


def _panel(*texts: str) -> None:
    st.html(tag("section", "".join(tag("p", escape(text)) for text in texts), "fz-notice"))
