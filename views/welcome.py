"""What the search page shows before a question is asked: examples, what is in the library, how to search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from search import Engine, ReportInfo
from views import controls, library
from views.address import View, current, go, report_href
from views.cards import kinds, place_line
from views.markup import escape, link, tag

EXAMPLES = ("行政争议实质性化解", "府院联动机制", "行政复议纠错率", "容缺受理和告知承诺", "法律顾问作用发挥不足")
TIPS = (
    ("按意思找", "不必和原文用词一致：搜“败诉率怎么降下来”，也能找到“压降行政机关败诉案件”的做法。"),
    ("写成一句话", "把想找的做法、数据或问题写得具体一些，比单个词更准。"),
    ("先看地方和年度", "每条结果先写地区和年度；选“内蒙古自治区”会包含它的盟市和旗县。"),
    ("引用带出处", "点“复制引文”得到规范的出处；点“打开原文”在全文中看这一段的上下文。"),
)
LISTED = 20


def examples(asked: str = "", key: str = "examples") -> None:
    """Offer queries to click."""
    with st.container(horizontal=True, key=key, gap="small"):
        for number, example in enumerate(text for text in EXAMPLES if text != asked):
            st.button(example, key=f"example-{number}-{example}", on_click=_ask, args=(example,))


def _ask(text: str) -> None:
    go(current().asking(text))


def holdings(engine: Engine) -> None:
    """Say what is in the library and what is not."""
    infos = engine.shelf.infos
    counts = engine.generation.manifest.counts
    facts = [("报告", len(infos), "篇"), ("段落", counts["passages"], "个"), ("句子", counts["sentences"], "个")]
    facts.append(("地区", len({info.place.chain for info in infos if info.place}), "个"))
    figures = "".join(
        tag("div", tag("b", f"{number}") + tag("span", f"{unit}{name}"), "fz-figure") for name, number, unit in facts
    )
    groups = (
        ("年度", Counter(f"{info.metadata.year.value}年" if info.metadata.year.value else "不明" for info in infos)),
        ("层级", Counter(info.metadata.level.value or "不明" for info in infos)),
        ("文种", Counter(info.metadata.kind.value or "不明" for info in infos)),
    )
    rows = "".join(
        tag("div", tag("dt", name) + tag("dd", _counts(name, counted)), "fz-row") for name, counted in groups
    )
    st.html(
        tag(
            "section", tag("h2", "馆藏") + tag("div", figures, "fz-figures") + tag("dl", rows, "fz-rows"), "fz-holdings"
        )
    )
    _left_out(engine)


def tips() -> None:
    """Say how to search."""
    items = "".join(tag("li", tag("b", escape(title)) + tag("span", escape(text))) for title, text in TIPS)
    st.html(tag("section", tag("h2", "怎样找得更准") + tag("ul", items, "fz-tips"), "fz-tips-box"))


def reports(engine: Engine, view: View) -> None:
    """List the reports that pass the filters, one page of them."""
    infos = library.reports(engine, view.filters)
    first = (view.page - 1) * LISTED
    title = f"{'全部' if view.filters.empty else '符合筛选条件的'}报告：{len(infos)} 篇"
    st.html(tag("h2", title, "fz-list-title") + listed(infos[first : first + LISTED], view))
    controls.pager(len(infos), LISTED, view.page)


def listed(infos: Sequence[ReportInfo], view: View) -> str:
    """Return reports as a list of links: place and year, tags, name."""
    rows = []
    for info in infos:
        head = tag("p", place_line(info), "fz-place") + tag("p", kinds(info), "fz-tags")
        name = link(escape(info.name), report_href(info.id, None, view), "fz-item-name")
        rows.append(tag("li", tag("div", head, "fz-top") + name, "fz-item"))
    return tag("ul", "".join(rows), "fz-items")


def _counts(name: str, counted: Counter[str]) -> str:
    # Latest year first; what is unknown comes last.
    order = counted.most_common() if name != "年度" else sorted(counted.items(), reverse=True)
    order.sort(key=lambda item: item[0] == "不明")
    return "".join(tag("span", escape(value) + tag("i", str(number)), "fz-count") for value, number in order)


def _left_out(engine: Engine) -> None:
    files = engine.failures()
    if not files:
        return
    items = "".join(tag("li", escape(file.message)) for file in files)
    title = f"{len(files)} 个文件没有收录，查看原因"
    st.html(tag("details", tag("summary", escape(title)) + tag("ul", items), "fz-left-out"))
