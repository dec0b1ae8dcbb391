"""检索语法: what can be typed besides words, with examples to try."""

from __future__ import annotations

import streamlit as st

from views.address import current, go
from views.markup import escape, plain_label, tag

RULES = (
    ("普通文字", "想找的做法、问题或数据，按意思找，不必和原文一致"),
    ("“府院联动”", "加引号：段落里必须有这几个字"),
    ("-仲裁", "减号：不要有这个词的段落，减号前空一格"),
    ("地区:郯城", "只看这个地区，含下级；几个地区用顿号隔开"),
    ("年份:2023", "只看这一年；一段时间写 年份:2021-2023"),
    ("层级: 文种: 机构:", "同样用法，如 层级:县、文种:年度报告、机构:司法局"),
)
EXAMPLES = (
    '地区:郯城 年份:2023 "府院联动" -仲裁',
    "地区:内蒙古 行政争议实质性化解",
    '年份:2022-2024 "告知承诺"',
    "层级:县 机构:司法局 行政复议",
    "法律顾问 -村居",
)


def popover() -> None:
    """Draw the button that opens the help."""
    with st.popover("语法", icon=":material/help:", key="syntax-help"):
        rows = "".join(tag("div", tag("dt", escape(typed)) + tag("dd", escape(does))) for typed, does in RULES)
        st.html(
            tag("h2", "检索语法", "fz-side-title")
            + tag("dl", rows, "fz-syntax")
            + tag("p", "点一个试试：", "fz-muted fz-try")
        )
        with st.container(key="syntax-examples", gap="xsmall"):
            for number, example in enumerate(EXAMPLES):
                st.button(plain_label(example), key=f"syntax-{number}", on_click=_ask, args=(example,))


def _ask(text: str) -> None:
    go(current().asking(text))
