"""The reports of the library as a table: sorted, filtered, with what is doubtful about each; a row opens its report."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from corpus.model import LeftOut, Source
from corpus.text import fold
from search import Engine, QueryInvalid
from search.holdings import Doubt, Holding, holdings
from search.shelf import lies_in
from views import multiselects
from views.address import View, fill, go, report_params
from views.downloads import as_file
from views.frame import REPORT_PAGE
from views.holdings_address import LONGEST_TEXT, PAGE, HoldingsView, Part, current, href
from views.markup import escape, link, tag, unfolding

_TEXT, _PLACE, _YEAR, _KIND, _DOUBTFUL = (
    "holdings-text",
    "holdings-place",
    "holdings-year",
    "holdings-kind",
    "holdings-doubtful",
)
# Examples of a reason for which text was left out: enough to see whether it is right.
_EXAMPLES, _CHARACTERS = 5, 60


def show(engine: Engine, view: HoldingsView) -> None:
    """Show the reports that pass the filters."""
    everything = _holdings(str(engine.generation.folder), engine)
    _filters(engine, view)
    try:
        found = _passing(engine, everything, view)
    except QueryInvalid as error:
        st.html(tag("section", tag("h2", "没有这个地区") + tag("p", escape(error)), "fz-notice"))
        found = []
    st.html(_summary(found, everything, view))
    if found:
        _table(found, view)
    _not_read(engine)
    _left_out(str(engine.generation.folder), engine)


@st.cache_resource(max_entries=1, show_spinner=False)
def _holdings(generation: str, _engine: Engine) -> tuple[Holding, ...]:
    return holdings(_engine.shelf, _engine.table, _engine.catalog)


def _filters(engine: Engine, view: HoldingsView) -> None:
    shelf = engine.shelf
    places = multiselects.place_names(shelf)
    if view.place:
        places.setdefault(view.place, view.place)
    fill(
        {
            _TEXT: view.text,
            _PLACE: view.place or None,
            _YEAR: view.year,
            _KIND: view.kind,
            _DOUBTFUL: view.doubtful,
        }
    )
    years, kinds = list(shelf.years()), list(shelf.kinds())
    with st.container(key="holdings-filters"):
        words, place, year, kind = st.columns([3, 3, 2, 2])
        words.text_input(
            "题名、机构、文件名",
            key=_TEXT,
            max_chars=LONGEST_TEXT,
            placeholder="输入几个字查找",
            autocomplete="off",
            on_change=_picked,
        )
        place.selectbox(
            "地区（包含下级）",
            list(places),
            key=_PLACE,
            index=None,
            format_func=lambda path: places.get(path, path),
            placeholder="全部地区",
            filter_mode="contains",
            on_change=_picked,
        )
        year.selectbox(
            "年度",
            years if view.year in (None, *years) else [*years, view.year],
            key=_YEAR,
            index=None,
            format_func=lambda number: f"{number}年",
            placeholder="全部",
            on_change=_picked,
        )
        kind.selectbox(
            "文种",
            kinds if view.kind in (None, *kinds) else [*kinds, view.kind],
            key=_KIND,
            index=None,
            format_func=str,
            placeholder="全部",
            on_change=_picked,
        )
        st.toggle("只看有提示的", key=_DOUBTFUL, on_change=_picked)


def _picked() -> None:
    state = st.session_state
    go(
        replace(
            current(),
            text=" ".join(state[_TEXT].split()),
            place=state[_PLACE] or "",
            year=state[_YEAR],
            kind=state[_KIND],
            doubtful=state[_DOUBTFUL],
        )
    )


def _passing(engine: Engine, everything: Sequence[Holding], view: HoldingsView) -> list[Holding]:
    """Return the reports that pass the filters; :raises QueryInvalid: a place nobody knows."""
    places = engine.shelf.meant((view.place,)) if view.place else []
    words = [fold(word) for word in view.text.split()]
    found = []
    for holding in everything:
        info = holding.info
        about = fold(f"{info.name} {info.metadata.publisher.value or ''} {info.source.name}")
        if (
            all(word in about for word in words)
            and (not view.place or lies_in(info.place, places))
            and (view.year is None or info.metadata.year.value == view.year)
            and (view.kind is None or info.metadata.kind.value is view.kind)
            and (not view.doubtful or holding.doubts)
        ):
            found.append(holding)
    return sorted(found, key=lambda holding: int(engine.shelf.standing[holding.info.row]))


def _summary(found: Sequence[Holding], everything: Sequence[Holding], view: HoldingsView) -> str:
    files = len({holding.info.source.sha256 for holding in found})
    doubts: Counter[Doubt] = Counter(doubt for holding in found for doubt in holding.doubts)
    said = f"共 <b>{len(found)}</b> 篇报告，来自 <b>{files}</b> 个文件"
    if len(found) < len(everything):
        said += f"（资料库里共 {len(everything)} 篇）"
    text = tag("p", said, "fz-summary", role="status")
    if doubts:
        counted = "，".join(f"{doubt} {number} 篇" for doubt, number in doubts.items())
        text += tag("p", escape(f"要人看一眼的：{counted}。点开报告可以看依据、更正。"), "fz-muted fz-small")
    if not found:
        clear = link("去掉全部条件", href(HoldingsView()), "fz-way")
        text += tag("section", tag("h2", "没有符合条件的报告") + tag("p", clear), "fz-notice")
    elif not everything:
        text += link("添加文件", href(HoldingsView(Part.ADD)), "fz-way")
    return text


def _table(found: Sequence[Holding], view: HoldingsView) -> None:
    rows = [_row(holding) for holding in found]
    event = st.dataframe(
        {name: [row[name] for row in rows] for name in rows[0]},
        key="holdings-table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=min(38 + 35 * len(found), 600),
        column_config={
            "题名": st.column_config.TextColumn(width="large"),
            "地区": st.column_config.TextColumn(width="medium"),
            "年度": st.column_config.TextColumn(width="small"),
            "发布机构": st.column_config.TextColumn(width="medium"),
            "文种": st.column_config.TextColumn(width="small"),
            "级别": st.column_config.TextColumn(width="small"),
            "段落数": st.column_config.NumberColumn(format="%d", width="small"),
            "提示": st.column_config.ListColumn(width="medium"),
        },
        alt="资料库里的报告",
    )
    st.html(tag("p", "勾选一行，打开这篇报告；点列名排序。", "fz-muted fz-small"))
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(found):
        params = report_params(found[chosen[0]].info.id, None, View())
        # An address without parameters would not lead back here.
        params[PAGE] = urlencode(view.params() or {"part": Part.REPORTS.value})
        st.switch_page(REPORT_PAGE, query_params=params)


def _row(holding: Holding) -> dict[str, object]:
    info, metadata = holding.info, holding.info.metadata
    file = info.source.name + (f"（第 {info.ordinal} 篇）" if info.ordinal > 1 else "")
    return {
        "题名": info.name,
        "提示": [str(doubt) for doubt in holding.doubts],
        "地区": " › ".join(info.place.chain) if info.place else "",
        "年度": str(metadata.year.value or ""),
        "级别": str(metadata.level.value or ""),
        "发布机构": metadata.publisher.value or "",
        "文种": str(metadata.kind.value or ""),
        "段落数": holding.passages,
        "文件": file,
    }


def _not_read(engine: Engine) -> None:
    """List the files that could not be read, and those that are there twice."""
    failures = engine.failures()
    warned = [(source, warning) for source, warnings in engine.catalog.sources() for warning in warnings]
    if failures:
        items = "".join(tag("li", escape(failure.message)) for failure in failures)
        st.html(
            unfolding(f"{len(failures)} 个文件没有收录，查看原因", tag("ul", items), "fz-left-out", "holdings/files")
        )
    if warned:
        items = "".join(tag("li", escape(f"{source.name}：{warning}")) for source, warning in warned)
        st.html(unfolding(f"{len(warned)} 处没有读干净", tag("ul", items), "fz-left-out", "holdings/warnings"))


@st.cache_data(max_entries=1, show_spinner=False)
def _left_out_csv(generation: str, _items: Sequence[tuple[Source, LeftOut]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["文件", "页", "行", "段", "原因", "内容"])
    for source, item in _items:
        at = item.position
        # A spreadsheet would compute what begins like a formula.
        text = "'" + item.text if item.text.startswith(("=", "+", "-", "@")) else item.text
        writer.writerow([source.name, at.page or "", at.line or "", at.paragraph or "", item.reason, text])
    # With its mark a spreadsheet reads the file as UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _left_out(generation: str, engine: Engine) -> None:
    """Say which texts are in no report, by reason, and give all of them as a file."""
    items = engine.catalog.left_out()
    if not items:
        return
    texts: dict[str, list[str]] = {}
    for source, item in items:
        texts.setdefault(item.reason, []).append(f"{item.text[:_CHARACTERS]}（{source.name}）")
    rows = "".join(
        tag("dt", escape(f"{reason}，{len(found)} 处")) + "".join(tag("dd", escape(text)) for text in found[:_EXAMPLES])
        for reason, found in sorted(texts.items(), key=lambda pair: -len(pair[1]))
    )
    title = f"{len(items)} 处文字没有收录（导航、目录、页脚之类），查看原因"
    st.html(unfolding(title, tag("dl", rows, "fz-evidence"), "fz-left-out", "holdings/texts"))
    as_file("导出没有收录的文字", lambda: _left_out_csv(generation, items), "没有收录的文字.csv", "text/csv")
