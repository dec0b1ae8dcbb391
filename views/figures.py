"""数据: what reports give in figures, by indicator, place and year, each figure with its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

import streamlit as st

from search import Engine, FigureResult, QueryInvalid
from search.figure_export import figures_csv, figures_xlsx
from search.figures import Row, as_table
from views import controls, figure_others, figure_picks, frame
from views.downloads import EXCEL, as_file
from views.figure_address import CellAt, FigureView, current, href, turn
from views.figure_detail import detail, listed
from views.figure_drawing import drawing
from views.figure_picks import Offer
from views.figure_table import ROWS, coverage, is_turned, sorted_rows, table
from views.markup import escape, link, tag, unfolding

# Figures of several years that are listed; the exports hold all.
_LISTED = 30
# Columns of a table that nobody picked: more would be mostly empty.
_COLUMNS = 12


def page(engine: Engine) -> None:
    """Show the figures the address asks for."""
    view, offered = current(), figure_picks.offer(engine)
    name = (*view.indicators, "数据")[0]
    st.set_page_config(page_title=f"{name} · {frame.PRODUCT}")
    with st.container(key="figures-column"):
        st.html(
            tag(
                "header",
                tag("h1", "数据")
                + tag("p", "报告里写明的数字，按指标、地区和年度排在一起比较；每个数字都能点开看原句和出处"),
                "fz-setup",
            )
        )
        figure_picks.pickers(offered, view)
        try:
            _shown(engine, offered, view)
        except QueryInvalid as error:
            frame.notice("没有查找", str(error))
            _take_off(view)
    # A click on a cell keeps the place on the page and leads to the sentence; anything else begins at the top.
    base = replace(view, cell=None, sort="", ascending=False, chart=FigureView.chart, x="", y="", when=None)
    chosen = crc32(repr(view.cell).encode()) if view.cell else 0
    frame.behave(f"fazhi.figure({chosen}); fazhi.shown({crc32(repr(base).encode())});")


def _shown(engine: Engine, offered: Offer, view: FigureView) -> None:
    if view.others:
        figure_others.show(engine, view)
    elif view.empty:
        figure_picks.opening(offered, view)
    else:
        result = engine.figures.find(view.query)
        _found(engine, result, _columns(result, offered, view), view)


def _columns(result: FigureResult, offered: Offer, view: FigureView) -> list[str]:
    """Return the indicators that are picked, or those of the group that the places and years have."""
    if view.indicators:
        return list(dict.fromkeys(view.indicators))
    given = {item.indicator for item in result.coverage}
    return [name for name in offered.groups.get(view.group, tuple(offered.given)) if name in given]


def _fullest(rows: Sequence[Row], names: Sequence[str], view: FigureView) -> list[str]:
    """Return the columns of the table: those picked, else of many the few that most rows have a figure of."""
    if view.indicators or is_turned(rows, names) or len(names) <= _COLUMNS:
        return list(names)
    filled = Counter(name for row in rows for name in row.cells)
    return sorted(names, key=lambda name: -filled[name])[:_COLUMNS]


def _found(engine: Engine, result: FigureResult, names: list[str], view: FigureView) -> None:
    chosen = [found for found in result.figures if found.figure.indicator in names]
    result = replace(
        result,
        figures=tuple(chosen),
        coverage=tuple(item for item in result.coverage if item.indicator in names),
    )
    if not chosen:
        what = "、".join(names) if names else "这样的数据"
        frame.notice("没有这样的数据", f"所选范围的报告里没有给出{what}。可以换个指标，或去掉地区、年度再看。")
        _take_off(view)
        return
    rows = as_table(chosen)
    places, reports = {found.figure.place for found in chosen}, {found.report.id for found in chosen}
    said = f"共 <b>{len(chosen)}</b> 个数据，来自 <b>{len(reports)}</b> 篇报告，<b>{len(places)}</b> 个地区"
    with st.container(horizontal=True, key="figures-over", vertical_alignment="center", gap="small"):
        st.html(tag("p", said, "fz-summary", role="status"))
        _exports(result, names)
    if rows:
        _table(rows, names, view)
    st.html(coverage(result.coverage))
    _without_year(result, view)
    if rows:
        drawing(rows, names, engine.figures.indicators, view)


def _table(rows: Sequence[Row], names: Sequence[str], view: FigureView) -> None:
    columns = _fullest(rows, names, view)
    ordered = rows if is_turned(rows, names) else sorted_rows(rows, view)
    page = min(view.page, -(-len(ordered) // ROWS))
    drawn = table(ordered[(page - 1) * ROWS : page * ROWS], columns, view)
    if len(columns) < len(names):
        left = f"只列出给出最多的 {len(columns)} 个指标；其余 {len(names) - len(columns)} 个可以在“指标”里选，导出的表格里都有。"
        drawn += tag("p", left, "fz-legend")
    st.html(drawn)
    controls.pager(len(ordered), ROWS, page, turn)
    for row in rows:
        for name, cell in row.cells.items():
            if view.cell == CellAt.of(row.place, row.year, name):
                st.html(detail(row, name, cell, view))


def _without_year(result: FigureResult, view: FigureView) -> None:
    """List the figures that no row holds: of several years, or of none that the text names."""
    left = [found for found in result.figures if found.figure.period.year is None]
    if not left:
        return
    more = f"还有 {len(left) - _LISTED} 个没有列出，导出的表格里都有。" if len(left) > _LISTED else ""
    content = listed(left[:_LISTED], view, indicators=True) + (tag("p", more, "fz-muted") if more else "")
    st.html(unfolding(f"跨年度的数据（{len(left)} 个）", content, "fz-spans", "figures/spans"))


def _exports(result: FigureResult, names: list[str]) -> None:
    """Offer the figures with their sources as files, made when they are asked for."""
    as_file("导出 Excel", lambda: figures_xlsx(result), f"{file_name(names)}.xlsx", EXCEL)
    # With its mark a spreadsheet reads the file as UTF-8.
    as_file("导出 CSV", lambda: figures_csv(result).encode("utf-8-sig"), f"{file_name(names)}.csv", "text/csv")


def file_name(names: list[str]) -> str:
    """Return the name of an export without its ending."""
    return "数据-" + "、".join(names[:3]) + (f"等{len(names)}项" if len(names) > 3 else "")


def _take_off(view: FigureView) -> None:
    """Offer the view without its places, its years, or anything."""
    ways = [("去掉地区", replace(view, places=())), ("去掉年度", replace(view, years=())), ("重新开始", FigureView())]
    links = (link(escape(label), href(replace(to, cell=None, page=1)), "fz-way") for label, to in ways if to != view)
    st.html(tag("div", "".join(links), "fz-ways"))


frame.show(page)
