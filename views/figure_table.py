"""Figures as a table: a row a place and year, a column an indicator, each cell a link to its sentence.

HTML links and not Streamlit's data grid: a cell shows the value as the text gives it and yet sorts as a number, tells
its doubts, can be reached by keyboard and read by a screen reader, and has an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Place
from search.figure_export import MISSING, cell_text
from search.figures import Cell, Coverage, Row
from search.shelf import place_label
from views.figure_address import CellAt, FigureView, href
from views.markup import escape, link, tag, unfolding

YEAR = "年度"
# Rows of a page: a table of as many is still drawn in a blink, at 0.4 kB a cell.
ROWS = 50
# Where few rows have many columns (all figures of one report) the table is turned: it then reads as a list.
_FEW_ROWS, _MANY_COLUMNS = 3, 5
# Lines of coverage that are in sight; more are folded.
_SEEN = 4


def table(rows: Sequence[Row], indicators: Sequence[str], view: FigureView) -> str:
    """Return a page of rows as a table with its legend."""
    turned = is_turned(rows, indicators)
    head, body = (_turned if turned else _upright)(rows, indicators, view)
    drawn = tag("table", tag("thead", head) + tag("tbody", body), "fz-data fz-turned" if turned else "fz-data")
    box = tag(
        "div", drawn, "fz-data-box", data_keep="figures", tabindex="0", role="region", aria_label="数据表，可左右滚动"
    )
    return box + _legend(rows, indicators)


def is_turned(rows: Sequence[Row], indicators: Sequence[str]) -> bool:
    """Tell whether a row is an indicator instead of a place and year."""
    return len(rows) <= _FEW_ROWS and len(indicators) > _MANY_COLUMNS


def sorted_rows(rows: Sequence[Row], view: FigureView) -> list[Row]:
    """Return the rows in the order the view asks for: by value, not as text; what is missing comes last."""
    if not view.sort:
        return list(rows)

    def key(row: Row) -> float | None:
        if view.sort == YEAR:
            return row.year
        cell = row.cells.get(view.sort)
        return cell.best.figure.value if cell and cell.best else None

    sign = 1 if view.ascending else -1
    keyed = [(key(row), row) for row in rows]
    given = sorted(((value, row) for value, row in keyed if value is not None), key=lambda pair: sign * pair[0])
    return [row for _, row in given] + [row for value, row in keyed if value is None]


def shown(cell: Cell) -> str:
    """Return what a cell shows: its value as the text gives it, or where there is none how it changed."""
    if cell.best:
        return cell_text(cell.best)
    return f"{cell.changes[0].shown}（变化）" if cell.changes else MISSING


def coverage(given: Sequence[Coverage]) -> str:
    """Return how many reports could have had each figure and how many do."""
    lines = "".join(tag("li", escape(_covered(item))) for item in given)
    listed = tag("ul", lines, "fz-coverage")
    if len(given) <= _SEEN:
        return listed
    return unfolding(f"这 {len(given)} 个指标各有多少篇报告给出", listed, "fz-coverage-all", "figures/coverage")


def _covered(item: Coverage) -> str:
    if not item.reports:
        return f"{item.indicator}：{item.searched} 篇报告中没有给出"
    # A report also tells of years before its own: with years picked, more may give a figure than are of those years.
    if item.reports > item.searched:
        return f"{item.indicator}：{item.reports} 篇报告给出"
    return f"{item.indicator}：{item.searched} 篇报告中有 {item.reports} 篇给出"


# ---------------------------------------------------------------- upright: a row a place and year


def _upright(rows: Sequence[Row], indicators: Sequence[str], view: FigureView) -> tuple[str, str]:
    head = tag("th", tag("span", "地区"), "fz-row-head", scope="col")
    head += "".join(_sorting(name, view) for name in (YEAR, *indicators))
    body = []
    for row in rows:
        start = tag("th", place_head(row.place), "fz-row-head", scope="row") + tag("td", str(row.year), "fz-year")
        body.append(tag("tr", start + "".join(_cell(row, name, view) for name in indicators)))
    return tag("tr", head), "".join(body)


def place_head(place: Place | None) -> str:
    """Return a place as the head of a row: its name, and small what it lies in."""
    above = " › ".join(place.chain[:-1]) if place else ""
    return escape(place_label(place)) + (tag("span", escape(above), "fz-in") if above else "")


def _sorting(name: str, view: FigureView) -> str:
    """Return the head of a column: a link that sorts by it, the other way round, and no more."""
    if view.sort != name:
        state, sign, after = "", "", replace(view, sort=name, ascending=False, page=1)
        hint = "点击按数值从大到小排" if name != YEAR else "点击按年度从近到远排"
    elif not view.ascending:
        state, sign, after = "descending", "↓", replace(view, ascending=True, page=1)
        hint = "点击从小到大排" if name != YEAR else "点击从远到近排"
    else:
        state, sign, after = "ascending", "↑", replace(view, sort="", ascending=False, page=1)
        hint = "点击恢复按地区排"
    arrow = tag("span", sign, "fz-arrow", aria_hidden="true") if sign else ""
    content = link(escape(name) + arrow, href(after), "fz-sort", title=hint)
    return tag("th", content, "fz-year" if name == YEAR else "", scope="col", aria_sort=state)


# ---------------------------------------------------------------- turned: a row an indicator


def _turned(rows: Sequence[Row], indicators: Sequence[str], view: FigureView) -> tuple[str, str]:
    head = tag("th", "指标", "fz-row-head", scope="col")
    head += "".join(
        tag("th", place_head(row.place) + tag("span", f"{row.year}年", "fz-in"), scope="col") for row in rows
    )
    body = []
    for name in indicators:
        cells = "".join(_cell(row, name, view) for row in rows)
        body.append(tag("tr", tag("th", escape(name), "fz-row-head", scope="row") + cells))
    return tag("tr", head), "".join(body)


# ---------------------------------------------------------------- cells


def _cell(row: Row, indicator: str, view: FigureView) -> str:
    cell = row.cells.get(indicator)
    if cell is None:
        return tag("td", tag("span", MISSING, title="报告里没有给出"), "fz-none")
    at = CellAt.of(row.place, row.year, indicator)
    doubts = cell.best.doubts if cell.best else ()
    more = len(cell.others) + len(cell.changes) - (cell.best is None)
    content = escape(shown(cell))
    if doubts:
        content += tag("span", "疑", "fz-doubt", aria_hidden="true")
    if more:
        content += tag("span", f"+{more}", "fz-more", aria_hidden="true")
    said = [f"{place_label(row.place)}，{row.year}年，{indicator}：{shown(cell)}"]
    said += [f"存疑：{doubt}" for doubt in doubts] + ([f"另有 {more} 个数据"] if more else [])
    about = "。".join(said)
    chosen = {"aria_current": "true"} if view.cell == at else {}
    to = link(content, href(replace(view, cell=at)), "fz-value-link", title=about, aria_label=about, **chosen)
    return tag("td", to, "" if cell.best else "fz-changed")


def _legend(rows: Sequence[Row], indicators: Sequence[str]) -> str:
    """Return what the signs mean that the table holds."""
    cells = [row.cells.get(name) for row in rows for name in indicators]
    given = [cell for cell in cells if cell]
    signs = ["点一个数据看原句和出处"]
    if None in cells:
        signs.append(f"{MISSING} 报告里没有给出")
    if any(cell.best and cell.best.doubts for cell in given):
        signs.append(f"{tag('span', '疑', 'fz-doubt')} 存疑，点开看原因")
    if any(len(cell.others) + len(cell.changes) > (cell.best is None) for cell in given):
        signs.append(f"{tag('span', '+1', 'fz-more')} 同一格另有数据")
    return tag("p", "；".join(signs), "fz-legend")
