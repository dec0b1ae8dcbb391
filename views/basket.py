"""收藏: what is kept, in order, with notes; compared with its sources, and taken away as Word, Markdown or Excel."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

import streamlit as st

from corpus.settings import settings
from search import Engine
from search.basket import Checked, Step, open_checker
from search.basket.arranging import shown_order
from search.basket.export import as_docx, as_markdown, as_text, as_xlsx
from search.basket.item import LONGEST_TITLE, TITLE
from search.basket.outline import OTHERS
from views import controls, frame
from views.address import go
from views.basket_address import BasketView, current
from views.basket_items import kept_item
from views.downloads import EXCEL, as_file
from views.keep import checker, owner, removed_lately, said, store, take_back, take_out
from views.markup import escape, link, tag

SIZE = 20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLE = "basket-title"
# What no file system takes in a name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')


def page(engine: Engine) -> None:
    """Show what is kept."""
    view = current()
    st.set_page_config(page_title=f"收藏 · {frame.PRODUCT}")
    with st.container(key="basket-column"):
        about = "在各页收藏的段落和句子，每次打开都与原文核对。按浏览器保存，不用登录，关机重启也在"
        st.html(tag("header", tag("h1", "收藏") + tag("p", about), "fz-setup"))
        _undo()
        items = shown_order(store().items(owner()))
        if not items:
            _empty()
            return
        checked = checker(engine).check(items)
        pages = -(-len(checked) // SIZE)
        shown = BasketView(min(view.page, pages))
        _take_away(checked)
        st.html(_summary(checked))
        _listed(checked, shown)
        controls.pager(len(checked), SIZE, shown.page, _turn)


def _empty() -> None:
    frame.notice(
        "还没有收藏",
        "检索结果、回答的依据、数据的句子、做法的卡片和报告的段落旁边都有“收藏”，点一下就到这里，出处一并记下。",
        "收藏之后可以排顺序、写备注、分小标题，再导出成 Word、Markdown 或 Excel。",
    )
    ways = link("去检索", "./", "fz-way") + link("去提问", "./ask", "fz-way") + link("看做法", "./practices", "fz-way")
    st.html(tag("div", ways, "fz-ways"))


def _summary(checked: Sequence[Checked]) -> str:
    """Return how many there are, and how many do not stand in their sources any more."""
    marked = [each for each in checked if not each.sound]
    found = f"共 <b>{len(checked)}</b> 条，" + (
        "都与原文一致" if not marked else f"其中 <b>{len(marked)}</b> 条需要留意"
    )
    lines = tag("p", found, "fz-summary", role="status")
    if marked:
        why = "标出的几条与现在的原文对不上，收藏时的文字和出处都还在；导出的文件里也会注明。"
        lines += tag("p", why, "fz-muted fz-small")
    return lines


def _listed(checked: Sequence[Checked], view: BasketView) -> None:
    headings = list(dict.fromkeys(each.item.heading for each in checked if each.item.heading))
    first = (view.page - 1) * SIZE
    shown = list(enumerate(checked))[first : first + SIZE]
    for heading, group in groupby(shown, lambda numbered: numbered[1].item.heading):
        if headings:
            st.html(tag("h2", escape(heading or OTHERS), "fz-list-title fz-kept-heading"))
        for number, each in group:
            steps = {Step.TOP: number > 0, Step.UP: number > 0, Step.DOWN: number < len(checked) - 1}
            kept_item(each, number + 1, headings, steps, view)


def _take_away(checked: Sequence[Checked]) -> None:
    """Offer everything as files and as text; what is in them is compared anew when they are asked for."""
    given = store().title(owner())
    with st.container(key="basket-ways", gap="small"):
        typed = st.text_input(
            "导出的标题", given, key=_TITLE, max_chars=LONGEST_TITLE, placeholder=TITLE, on_change=_titled
        )
        title = typed.strip() or TITLE
        name = _NOT_IN_NAMES.sub("_", title)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            as_file("下载 Word", _made(lambda now, found: as_docx(found, title, now)), f"{name}.docx", WORD)
            markdown = _made(lambda now, found: as_markdown(found, title, now).encode("utf-8"))
            as_file("下载 Markdown", markdown, f"{name}.md", "text/markdown")
            as_file("下载 Excel", _made(lambda _, found: as_xlsx(found)), f"{name}.xlsx", EXCEL)
            every = tag("button", "复制全部", "fz-copy", type="button", data_copy=as_text(checked))
            st.html(every, width="content")
            with st.popover("清空", icon=":material/delete:"):
                st.html(tag("p", f"从收藏里移除全部 {len(checked)} 条。移除后可以马上撤销。"))
                ids = [each.item.id for each in checked]
                st.button("全部移除", type="primary", key="basket-clear", on_click=take_out, args=(ids,))


def _made(write: Callable[[datetime, list[Checked]], bytes]) -> Callable[[], bytes]:
    """Return what makes a file of the basket as it is when it is asked for, checked against the index of that moment."""
    baskets, mine, index = store(), owner(), settings().index

    def made() -> bytes:
        items = shown_order(baskets.items(mine))
        return write(datetime.now().astimezone(), open_checker(index).check(items))

    return made


def _undo() -> None:
    """Offer to take back what was removed last."""
    if removed := removed_lately():
        with st.container(horizontal=True, key="basket-undo", vertical_alignment="center", gap="medium"):
            st.html(tag("span", f"已移除 {len(removed)} 条", role="status"), width="content")
            st.button("撤销", key="basket-take-back", icon=":material/undo:", on_click=take_back)


@said
def _titled() -> None:
    store().set_title(owner(), st.session_state[_TITLE])


def _turn(step: int) -> None:
    go(BasketView(max(1, current().page + step)))


frame.show(page)
