"""What is in the corpus: which place has reports of which year and kind; what is missing is shown as missing."""

from __future__ import annotations

import streamlit as st

from search import Engine, ReportInfo
from search.nicknames import path_of
from search.shelf import place_label
from search.themes.coverage import CorpusCoverage, CoverageRow
from views import controls, frame
from views.address import View, page_href
from views.browse_address import BrowseView, report_href, turn
from views.figure_table import place_head
from views.markup import escape, link, tag

_ROWS = 50
_UNDATED = "年度不明"


def show(engine: Engine, view: BrowseView) -> None:
    """Show places by years."""
    found = engine.themes.coverage(view.filters)
    if not found.rows:
        frame.notice("所选范围没有报告", "这些地区在这些年度没有报告。可以去掉地区或年度再看。")
        return
    places = sum(1 for row in found.rows if row.place)
    years = "—".join(dict.fromkeys(str(year) for year in (found.years[:1] + found.years[-1:])))
    known = f"，<b>{len(found.years)}</b> 个年度（{years}年）" if found.years else ""
    said = f"共 <b>{found.reports}</b> 篇报告，<b>{places}</b> 个地区{known}"
    st.html(tag("p", said, "fz-summary", role="status") + _kinds(found))
    page = min(view.page, -(-len(found.rows) // _ROWS))
    st.html(_table(found, found.rows[(page - 1) * _ROWS : page * _ROWS], view))
    controls.pager(len(found.rows), _ROWS, page, turn)
    st.html(
        tag(
            "p",
            "“缺”是现有资料里没有，不等于没有发布。点一格打开报告；放入新的报告、重新建立索引后会补上。",
            "fz-legend",
        )
    )


def _kinds(found: CorpusCoverage) -> str:
    most = max(found.kinds.values())
    rows = "".join(
        tag(
            "li",
            tag("span", escape(kind or "文种不明"), "fz-kind-name")
            + tag("meter", "", min="0", max=str(most), value=str(count), aria_label=f"{kind or '文种不明'}{count}篇")
            + tag("b", f"{count} 篇"),
        )
        for kind, count in found.kinds.items()
    )
    return tag("ul", rows, "fz-kind-bars", aria_label="文种")


def _table(found: CorpusCoverage, rows: tuple[CoverageRow, ...], view: BrowseView) -> str:
    columns: list[int | None] = list(found.years)
    if found.undated:
        columns.append(None)
    heads = "".join(tag("th", f"{year}年" if year else _UNDATED, scope="col") for year in columns)
    head = tag("th", "地区", "fz-row-head", scope="col") + heads + tag("th", "合计", scope="col")
    body = "".join(
        tag(
            "tr",
            tag("th", place_head(row.place), "fz-row-head", scope="row")
            + "".join(_cell(row, year, view) for year in columns)
            + tag("td", f"{row.reports} 篇"),
        )
        for row in rows
    )
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", body), "fz-data fz-covered")
    return tag("div", table, "fz-data-box", tabindex="0", role="region", aria_label="各地各年度的报告，可左右滚动")


def _cell(row: CoverageRow, year: int | None, view: BrowseView) -> str:
    reports = row.by_year.get(year, ())
    where = f"{place_label(row.place)}，{f'{year}年' if year else _UNDATED}"
    if not reports:
        # Of an unknown year nothing can be missing.
        return tag(
            "td", tag("span", "缺", title=f"{where}：没有报告") if year else "", "fz-none fz-missing" if year else ""
        )
    kinds = "、".join(dict.fromkeys(info.metadata.kind.value or "文种不明" for info in reports))
    shown = kinds if len(reports) == 1 else f"{len(reports)} 篇"
    about = f"{where}：{len(reports)} 篇，{kinds}"
    return tag("td", _opened(shown, about, reports, row, view), "fz-there")


def _opened(shown: str, about: str, reports: tuple[ReportInfo, ...], row: CoverageRow, view: BrowseView) -> str:
    if len(reports) == 1:
        to = report_href(reports[0].id, None, view)
    elif row.place and (year := reports[0].metadata.year.value):
        params = View().with_filters(places=(path_of(row.place),), years=(year,)).params()
        to = page_href("report", params)
    else:
        items = "".join(tag("li", link(escape(info.name), report_href(info.id, None, view))) for info in reports)
        return tag("details", tag("summary", escape(shown), title=about) + tag("ul", items))
    return link(escape(shown), to, "fz-value-link", title=about, aria_label=about)
