"""The reports of an uploaded file as they would come into the library, each with its evidence and a way to correct it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zlib import crc32

import streamlit as st

from corpus.model import Metadata, Source
from corpus.overrides import corrected
from intake.batch import Batch, Choices, ReadFile, ReadReport, StagedFile
from search import ReportInfo
from search.holdings import doubts_of
from views.address import go
from views.cards import kinds, place_line
from views.correction_form import correction_form
from views.holdings_address import HoldingsView, current, href
from views.markup import escape, link, tag, unfolding
from views.report_facts import evidence


def report_items(batch: Batch, file: StagedFile, read: ReadFile, choices: Choices, view: HoldingsView) -> str:
    """Return the reports as a list."""
    items = []
    for report in read.reports:
        key = f"{file.number}-{report.ordinal}"
        metadata = _metadata(report, choices.corrections.get(key))
        items.append(tag("li", _item(file, read, report, metadata, href(replace(view, edit=key))), "fz-item"))
    content = tag("ul", "".join(items), "fz-items fz-read-reports")
    # Of an anthology the list is long: what else was uploaded must stay in sight.
    return content if len(items) <= 3 else tag("div", content, "fz-many", data_keep=f"{batch.id}/{file.number}")


def correcting(batch: Batch, file: StagedFile, read: ReadFile, choices: Choices, view: HoldingsView) -> None:
    """Show the form for the report of this file that the address names."""
    number, _, ordinal = view.edit.partition("-")
    report = next((one for one in read.reports if str(one.ordinal) == ordinal), None)
    if number != str(file.number) or report is None:
        return
    given = choices.corrections.get(view.edit)
    metadata = _metadata(report, given)
    with st.container(key="correcting", border=True):
        about = tag("p", "更正在加入资料库时写入 overrides.toml，以后每次建立索引都有效。", "fz-muted")
        title = f"更正第 {report.ordinal} 篇：{_info(file, read, report, metadata).name}"
        st.html(tag("h2", escape(title), "fz-list-title") + about)
        key = f"correct-{batch.id}-{view.edit}-{crc32(repr(given).encode())}"
        changed = correction_form(key, metadata)
        if changed is not None:
            values = {**(given or {}), **changed}
            kept = {name: value for name, value in values.items() if value is not None}
            _keep(batch, view.edit, kept)
            go(replace(current(), edit=""))
            st.rerun()
        with st.container(horizontal=True, gap="small"):
            if given:
                st.button("恢复为自动识别", icon=":material/undo:", on_click=_forget, args=(batch, view.edit))
            st.button("取消", on_click=_close)


def left_out(read: ReadFile) -> str:
    """Return how much of the file is in no report, and why."""
    count = sum(one.count for one in read.left_out)
    if not count:
        return tag("p", "全部文字都会收录。", "fz-muted fz-small")
    rows = "".join(
        tag("dt", escape(f"{one.reason}，{one.count} 处")) + "".join(tag("dd", escape(text)) for text in one.texts)
        for one in read.left_out
    )
    return unfolding(f"{count} 处文字不收录，查看原因", tag("dl", rows, "fz-evidence"), "fz-left-out")


def size_text(size: int) -> str:
    """Return a file's size as people say it."""
    for unit, scale in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size} 字节"


def _item(file: StagedFile, read: ReadFile, report: ReadReport, metadata: Metadata, edit: str) -> str:
    info = _info(file, read, report, metadata)
    head = tag("p", place_line(info), "fz-place") + tag("p", kinds(info), "fz-tags")
    doubts = "".join(tag("span", escape(doubt), "fz-tag fz-doubt") for doubt in _doubts(read, report, metadata))
    facts = tag("span", escape(f"{report.passages} 个段落，{report.characters} 字"), "fz-muted fz-small")
    ways = tag("p", facts + doubts + link("更正", edit, "fz-way"), "fz-item-ways")
    name = tag("p", escape(f"{report.ordinal}. {info.name}"), "fz-preview-name")
    return tag("div", head, "fz-top") + name + ways + _outline(report) + evidence(metadata)


def _doubts(read: ReadFile, report: ReadReport, metadata: Metadata) -> tuple[str, ...]:
    return tuple(map(str, doubts_of(metadata, report.characters, len(read.reports))))


def _outline(report: ReadReport) -> str:
    if not report.headings:
        return tag("p", escape(f"没有小标题。开头：{report.opening}…"), "fz-muted fz-small")
    items = "".join(tag("li", escape(text), f"fz-o{min(depth, 4)}") for text, depth in report.headings)
    title = f"提纲：{report.headings[0][0]} …"
    return unfolding(escape(title), tag("ol", items, "fz-preview-outline"), "fz-why")


def _info(file: StagedFile, read: ReadFile, report: ReadReport, metadata: Metadata) -> ReportInfo:
    source = Source(file.sha256, file.name, "", read.format, file.size)
    return ReportInfo(0, "", report.ordinal, source, metadata)


def _metadata(report: ReadReport, given: Mapping[str, str | int] | None) -> Metadata:
    return corrected(report.metadata, given) if given else report.metadata


def _keep(batch: Batch, key: str, values: Mapping[str, str | int]) -> None:
    choices = batch.choices
    corrections = {name: kept for name, kept in choices.corrections.items() if name != key}
    batch.choose(replace(choices, corrections=corrections | {key: values} if values else corrections))


def _forget(batch: Batch, key: str) -> None:
    _keep(batch, key, {})
    _close()


def _close() -> None:
    go(replace(current(), edit=""))
