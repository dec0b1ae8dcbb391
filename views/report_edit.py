"""On a report's page: correcting what is known of it, into ``overrides.toml``, and going back to what was recognised."""

from __future__ import annotations

import streamlit as st

from corpus.corrections import Correction, forget_corrections, write_corrections
from corpus.errors import CanyueError
from corpus.model import Report
from corpus.overrides import read_overrides
from corpus.settings import settings
from views import frame, rebuilding
from views.address import page_href, parameter, parameters
from views.correction_form import Values, correction_form
from views.markup import link, tag

_EDIT = "edit"


def entrance() -> str:
    """Return the link that opens the form."""
    params = {**parameters(), _EDIT: ["1"]}
    return link("更正这些信息", page_href("report", dict(params)), "fz-way")


def is_open() -> bool:
    """Tell whether the address asks for the form."""
    return parameter(_EDIT) == "1"


def show(report: Report, generation: str) -> None:
    """Show the form if the address asks for it, and how far the update is that follows."""
    rebuilding.own_progress()
    if not is_open():
        return
    with st.container(key="correcting", border=True):
        st.html(
            tag("h2", "更正这篇报告的信息", "fz-list-title")
            + tag(
                "p",
                "保存后重新编入索引，正文不重新计算；更正写在 overrides.toml 里，以后每次建立索引都有效。",
                "fz-muted",
            )
        )
        changed = correction_form(f"correct-{report.id}-{generation}", report.metadata)
        if changed is not None:
            _save(report, changed)
        with st.container(horizontal=True, gap="small"):
            if _has_corrections(report):
                st.button("恢复为自动识别", icon=":material/undo:", on_click=_forget, args=(report,))
            st.button("取消", on_click=_close)


def _save(report: Report, changed: Values) -> None:
    if not changed:
        frame.notice("没有改动", "各项和原来一样，不需要保存。")
        return
    name = f"{report.source.name} 第 {report.ordinal} 篇"
    try:
        write_corrections(settings().overrides, Correction(report.source.sha256, report.ordinal, changed, name))
    except CanyueError as error:
        frame.notice("没有保存", str(error))
        return
    rebuilding.request()
    _close()
    st.rerun()


def _forget(report: Report) -> None:
    forget_corrections(settings().overrides, report.source.sha256, report.ordinal)
    rebuilding.request()
    _close()


def _close() -> None:
    if _EDIT in st.query_params:
        del st.query_params[_EDIT]


def _has_corrections(report: Report) -> bool:
    """Tell whether the file corrects this report; a file that cannot be read says so when something is saved."""
    try:
        overrides = read_overrides(settings().overrides)
    except CanyueError:
        return False
    return any(override.matches(report.source.sha256, report.ordinal) for override in overrides)
