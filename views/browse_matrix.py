"""地区 × 主题 as a table: each cell says how much, or that nothing is said, and opens the passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from corpus.model import Place
from corpus.themes import Theme
from search import Engine, Filters
from search.nicknames import path_of
from search.shelf import place_label
from search.themes.export import MENTIONED, NO_REPORT, NOT_SAID, matrix_xlsx
from search.themes.matrix import Matrix, MatrixRow, RowLevel
from views import controls, frame
from views.browse_address import BrowseView, href, turn
from views.browse_passages import card
from views.downloads import EXCEL, as_file
from views.figure_table import place_head
from views.markup import escape, link, tag

# Rows of a page; passages of an open cell.
ROWS, PASSAGES = 50, 10
# Shares from which a cell is drawn darker, one step each.
_STEPS = (0.02, 0.06, 0.12, 0.2, 0.3)
_MANY_WITHOUT = 12


def show(engine: Engine, view: BrowseView) -> None:
    """Show the matrix, its ways to look at it, and the cell that is open."""
    found = engine.themes.matrix(view.level, view.filters)
    with st.container(horizontal=True, key="figures-over", vertical_alignment="center", gap="small"):
        said = f"共 <b>{len(found.rows)}</b> 个地区，<b>{len(found.themes)}</b> 个主题"
        st.html(tag("p", said, "fz-summary", role="status"))
        if found.rows:
            as_file("导出 Excel", lambda: matrix_xlsx(found), "地区和主题.xlsx", EXCEL)
    st.html(_ways(view))
    if not found.rows:
        frame.notice("没有可以列出的地区", "所选范围没有这一级的报告。可以换一级，或去掉地区、年度再看。")
        st.html(_beside(found, view))
        return
    rows = _sorted(found, view)
    page = 1 if view.cell else min(view.page, -(-len(rows) // ROWS))
    drawn = _page_of(rows, view, page)
    st.html(_table(found, drawn, view) + _beside(found, view))
    if not view.cell:
        controls.pager(len(rows), ROWS, page, turn)
    _cell_opened(engine, view)


def _page_of(rows: Sequence[MatrixRow], view: BrowseView, page: int) -> Sequence[MatrixRow]:
    """Return the rows of a page; of an open cell the page its row is on."""
    if view.cell:
        at = next((n for n, row in enumerate(rows) if _path(row.place) == view.cell), 0)
        page = at // ROWS + 1
    return rows[(page - 1) * ROWS : page * ROWS]


def _ways(view: BrowseView) -> str:
    levels = "".join(
        _option(level.value, replace(view, level=level, cell="", page=1), level is view.level) for level in RowLevel
    )
    shown = _option("段数", replace(view, share=False), not view.share) + _option(
        "占比", replace(view, share=True), view.share
    )
    groups = [("每行", levels), ("数字", shown)]
    if view.sort:
        groups.append(("排序", _option("按地区排", replace(view, sort="", page=1), False)))
    named = (tag("span", tag("span", name, "fz-label") + options, "fz-order") for name, options in groups)
    return tag("nav", "".join(named), "fz-orders", aria_label="表格的看法")


def _option(name: str, to: BrowseView, chosen: bool) -> str:
    return link(name, href(to), **({"aria_current": "true"} if chosen else {}))


def _sorted(found: Matrix, view: BrowseView) -> list[MatrixRow]:
    column = next((n for n, theme in enumerate(found.themes) if theme.id == view.sort), None)
    if column is None:
        return list(found.rows)

    def said(row: MatrixRow) -> tuple[float, int]:
        return (row.share(column) if view.share else row.counts[column], row.mentions[column])

    return sorted(found.rows, key=said, reverse=True)


def _table(found: Matrix, rows: Sequence[MatrixRow], view: BrowseView) -> str:
    head = tag("th", "地区", "fz-row-head", scope="col") + tag("th", "报告 / 段落", scope="col")
    head += "".join(_column(theme, view) for theme in found.themes)
    body = "".join(
        tag(
            "tr",
            tag("th", place_head(row.place), "fz-row-head", scope="row")
            + tag("td", f"{row.reports} / {row.passages}")
            + "".join(_cell(row, number, theme, view) for number, theme in enumerate(found.themes)),
        )
        for row in rows
    )
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", body), "fz-data fz-matrix")
    return tag(
        "div",
        table,
        "fz-data-box",
        tabindex="0",
        role="region",
        aria_label="地区和主题的表格，可左右滚动",
        data_keep="matrix",
    )


def _column(theme: Theme, view: BrowseView) -> str:
    name = tag("span", escape(theme.terms[0])) + "".join(tag("span", escape(term), "fz-in") for term in theme.terms[1:])
    sorted_by = view.sort == theme.id
    to = replace(view, sort="" if sorted_by else theme.id, cell="", page=1)
    arrow = tag("span", "↓", "fz-arrow", aria_hidden="true") if sorted_by else ""
    hint = "点击恢复按地区排" if sorted_by else "点击按这个主题从多到少排"
    content = link(name + arrow, href(to), "fz-sort", title=hint)
    return tag("th", content, scope="col", aria_sort="descending" if sorted_by else "")


def _cell(row: MatrixRow, number: int, theme: Theme, view: BrowseView) -> str:
    count, share = row.counts[number], row.share(number)
    about = f"{place_label(row.place)}，{theme.name}："
    if not count and not row.mentions[number]:
        return tag("td", tag("span", NOT_SAID, title=about + NOT_SAID), "fz-none fz-not-said")
    chosen = {"aria_current": "true"} if view.cell == _path(row.place) and view.theme == theme.id else {}
    if count:
        shown, about = (f"{share:.0%}" if view.share else str(count)), about + f"{count} 段，占 {share:.1%}"
        kind = f"fz-heat-{sum(share >= step for step in _STEPS)}"
    else:
        shown, about, kind = MENTIONED, about + f"没有专门的段落，{row.mentions[number]} 段提到", "fz-mentioned"
    if row.place is None:
        return tag("td", tag("span", escape(shown), title=about), kind)
    to = href(replace(view, theme=theme.id, cell=_path(row.place), page=1))
    return tag("td", link(escape(shown), to, "fz-value-link", title=about, aria_label=about, **chosen), kind)


def _beside(found: Matrix, view: BrowseView) -> str:
    """Return what the words of the table mean, and what it leaves out."""
    words = (
        f"“{NOT_SAID}”：报告里没有归入这个主题的段落，名称的第一个词也没有出现；“{MENTIONED}”：没有专门的段落，别的段落里出现了名称里的词。"
        "颜色越深，占这个地区段落的比例越大。点一格看段落，点列头排序。"
    )
    lines = [tag("p", words, "fz-legend")]
    if found.above:
        lines.append(tag("p", f"另有 {found.above} 篇报告的地区在这一级以上，没有列入。", "fz-legend"))
    if found.without:
        names = "、".join(place.name for place in found.without[:_MANY_WITHOUT])
        more = f"等 {len(found.without)} 个地区" if len(found.without) > _MANY_WITHOUT else ""
        lines.append(tag("p", escape(f"所选年度{NO_REPORT}：{names}{more}。"), "fz-legend"))
    return "".join(lines)


def _cell_opened(engine: Engine, view: BrowseView) -> None:
    theme = engine.themes.get(view.theme)
    if not (view.cell and theme):
        return
    listed = engine.themes.passages(
        theme.id, Filters(places=(view.cell,), years=view.years), PASSAGES, (view.page - 1) * PASSAGES
    )
    about = f"{listed.total} 段提到，没有专门的段落" if listed.mentioned else f"{listed.total} 段"
    title = tag("h2", escape(f"{view.cell.split('/')[-1]} · {theme.name}（{about if listed.total else NOT_SAID}）"))
    close = link("合上", href(replace(view, cell="", page=1)), "fz-way")
    body = "".join(card(shown, theme, view) for shown in listed.passages)
    # The name by which the page's script brings an opened cell into view.
    st.html(tag("section", title + close + body, "fz-opened", id="figure", tabindex="-1"))
    controls.pager(listed.total, PASSAGES, view.page, turn)


def _path(place: Place | None) -> str:
    return path_of(place) if place else ""
