"""资料库: what is indexed and what is doubtful about it, bringing files in and taking them out, the index itself."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import streamlit as st

from search import Engine
from views import frame, holdings_files, holdings_table, index_health, rebuilding, setup, upload_preview, uploading
from views.holdings_address import HoldingsView, Part, current, href
from views.markup import link, tag


def page(engine: Engine) -> None:
    """Show the part of the library the address names."""
    view = current()
    st.set_page_config(page_title=f"资料库 · {frame.PRODUCT}")
    with st.container(key="holdings-column"):
        intro = "这里有哪些报告，哪些要人看一眼；添加、移除文件，更新和备份"
        st.html(tag("header", tag("h1", "资料库") + tag("p", intro), "fz-setup") + _parts(view))
        rebuilding.progress()
        if view.part is Part.REPORTS:
            holdings_table.show(engine, view)
        elif view.part is Part.FILES:
            holdings_files.show(engine, view)
        elif view.part is Part.INDEX:
            index_health.show(engine)
        elif view.batch:
            upload_preview.show(engine, view)
        else:
            uploading.show()
    opened = "fazhi.into('.st-key-correcting');" if view.edit else ""
    frame.behave(f"fazhi.shown({crc32(repr(replace(view, edit='')).encode())}); {opened}")


def without_index() -> None:
    """Take files where there is no index yet, and build the first one with them."""
    view = current()
    if view.part is not Part.ADD:
        setup.first_start()
        return
    intro = "还没有索引。把报告文件加进来，就会建立，之后可以检索"
    st.html(tag("header", tag("h1", "资料库") + tag("p", intro), "fz-setup"))
    if view.batch:
        upload_preview.show(None, view)
    else:
        uploading.show()


def _parts(view: HoldingsView) -> str:
    links = "".join(
        link(part.value, href(HoldingsView(part)), **({"aria_current": "page"} if part is view.part else {}))
        for part in Part
    )
    return tag("nav", links, "fz-tabs", aria_label="资料库的各部分")


frame.show(page, without_index)
