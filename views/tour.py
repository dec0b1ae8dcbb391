"""使用导览: what to do first, for each of those who come; shown at the first visit, and again when asked for.

It stands in the page and covers nothing. Whether it was dismissed is for the browser to know (``tour.js``).
"""

from __future__ import annotations

import streamlit as st

from views import browse_address, phrase_address
from views.address import View, href
from views.browse_address import BrowseView
from views.markup import escape, link, tag
from views.phrase_address import PhraseView
from views.scripts import script

_PRACTICE, _WORDING = "行政争议实质性化解", "负责人出庭应诉"
# Who comes, what to do first, and the link that does it.
_STEPS = (
    (
        "找做法",
        "在上面的框里写一句想找的做法，按回车。每条结果先写地区和年度，点“打开原文”核对上下文。",
        f"试一试：{_PRACTICE}",
        href(View(_PRACTICE)),
    ),
    (
        "找句式",
        "写材料时到“句式”，写出要说的意思，得到可以照着写的句子，数字和地名以××代替。",
        f"试一试：{_WORDING}",
        phrase_address.href(PhraseView(_WORDING)),
    ),
    (
        "浏览",
        "不知道搜什么，就到“浏览”看资料里谈了哪些事、各地谈了多少，也可以几个地区并排对照。",
        "看看有哪些主题",
        browse_address.href(BrowseView()),
    ),
    (
        "收藏成稿",
        "看到有用的段落、句子点“收藏”，再到右上角的“收藏”排好顺序，导出 Word，出处自动成为脚注。",
        "",
        "",
    ),
)


def _panel() -> str:
    items = "".join(
        tag("li", tag("h3", escape(who)) + tag("p", escape(what)) + (link(escape(name), to) if name else ""))
        for who, what, name, to in _STEPS
    )
    close = tag("button", "不再显示", "fz-tour-close", type="button")
    head = tag("div", tag("h2", "第一次来，先试这几件事", id="tour-title") + close, "fz-tour-head")
    body = head + tag("ol", items)
    panel = tag("section", body, "fz-tour", id="tour", hidden="hidden", tabindex="-1", aria_labelledby="tour-title")
    opener = tag("button", "使用导览", "fz-tour-open", type="button", aria_expanded="false", aria_controls="tour")
    return panel + opener


_tour = st.components.v2.component("fazhi-tour", html=_panel(), js=script("tour.js"), isolate_styles=False)


def show() -> None:
    """Show the tour to a browser that has not dismissed it, and the way to have it again."""
    with st.container(key="tour-box"):
        _tour(key="tour-panel")
