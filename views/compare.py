"""对照: two reports side by side, mostly of one place in two years."""

from __future__ import annotations

from zlib import crc32

import streamlit as st

from search import Engine, ReportInfo
from search.figures import FoundFigure
from search.practices import PracticeCard
from search.year_on_year import FigurePair, YearOnYear, compare, other_reports
from search.year_on_year_export import change_text, year_on_year_xlsx
from views import frame
from views.address import View, fill, page_href, parameter, report_href
from views.downloads import as_file
from views.markup import escape, link, tag, unfolding
from views.practice_address import PracticeView
from views.practice_cards import item

PAGE = "compare"
_FIRST, _SECOND = "compare-first", "compare-second"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(engine: Engine) -> None:
    """Show the two reports the address names, or what there is to choose."""
    st.set_page_config(page_title=f"对照 · {frame.PRODUCT}")
    chosen = [parameter("a"), parameter("b")]
    with st.container(key="figures-column"):
        about = "两篇报告对照着看：数据升了还是降了，哪些做法在延续，哪些是新的，哪些没有再提"
        st.html(tag("header", tag("h1", "对照") + tag("p", about), "fz-setup"))
        _pickers(engine, chosen)
        first, second = (engine.shelf.get(report_id) for report_id in chosen)
        if first and second and first.id != second.id:
            _shown(compare(first.id, second.id, engine.shelf, engine.figures, engine.practices))
        else:
            if first and second:
                frame.notice("选了同一篇", "请另选一篇来对照。")
            elif any(chosen) and not (first or second):
                frame.notice(
                    "没有找到这两篇报告", "链接里的报告不在现在的索引里。可能是资料更新过，或者链接没有复制完整。"
                )
            _opening(engine)
    frame.behave(f"fazhi.shown({crc32(repr(chosen).encode())});")


def href(first: str, second: str) -> str:
    """Return the link to two reports side by side, from any page."""
    return page_href(PAGE, {"a": first, "b": second})


def _pickers(engine: Engine, chosen: list[str]) -> None:
    names = {info.id: _name(info) for info in sorted(engine.shelf.infos, key=_standing)}
    first, second = (report_id if report_id in names else None for report_id in chosen)
    fill({_FIRST: first, _SECOND: second})
    with st.container(key="figure-picks", gap="small"):
        for label, key in (("第一篇", _FIRST), ("第二篇", _SECOND)):
            st.selectbox(
                label,
                list(names),
                index=None,
                key=key,
                format_func=lambda report_id: names.get(report_id, report_id),
                placeholder="选一篇报告，可以输入地名、年份查找",
                on_change=_picked,
            )


def _picked() -> None:
    values = {"a": st.session_state[_FIRST], "b": st.session_state[_SECOND]}
    st.query_params.from_dict({name: value for name, value in values.items() if value})


def _opening(engine: Engine) -> None:
    """Offer the places that have several reports, the latest two of each."""
    rows, seen = [], set()
    for info in sorted(engine.shelf.infos, key=_standing):
        others = other_reports(info, engine.shelf)
        if info.place is None or info.place in seen or not others:
            continue
        seen.add(info.place)
        names = f"{_year(others[0])}与{_year(info)}"
        to = link(escape(names), href(others[0].id, info.id))
        rows.append(tag("li", tag("b", escape(" › ".join(info.place.chain))) + "　" + to + _number(len(others) + 1)))
    if rows:
        body = tag("h2", "同一地区有几篇报告的") + tag("ul", "".join(rows), "fz-pairs")
    else:
        text = "现有资料里每个地区只有一篇报告。放入同一地区其他年度的报告、重新建立索引后，这里会列出可以对照的地区；"
        body = tag("h2", "还没有可以对照的年度") + tag("p", text + "也可以在上面任选两篇报告对照。")
    st.html(tag("section", body, "fz-holdings"))


def _shown(compared: YearOnYear) -> None:
    with st.container(horizontal=True, key="figures-over", vertical_alignment="center", gap="small"):
        names = "".join(
            tag("li", link(escape(_name(info)), report_href(info.id, None, View())))
            for info in (compared.earlier, compared.later)
        )
        st.html(tag("ul", names, "fz-pairs"))
        name = f"对照-{_name(compared.earlier)}-{_name(compared.later)}.xlsx"
        as_file("导出 Excel", lambda: year_on_year_xlsx(compared), name, _EXCEL)
    st.html(_figures(compared) + _practices(compared))


def _figures(compared: YearOnYear) -> str:
    title = tag("h2", f"数据（{len(compared.figures)} 项）", "fz-list-title")
    if not compared.figures:
        return title + tag("p", "两篇报告都没有给出词典里的指标。", "fz-muted")
    heads = "".join(
        tag("th", escape(text), scope="col")
        for text in ("指标", _year(compared.earlier), _year(compared.later), "变化")
    )
    rows = "".join(_row(pair) for pair in compared.figures)
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows), "fz-data fz-compared")
    both = sum(1 for pair in compared.figures if pair.earlier and pair.later)
    note = f"两篇都给出的有 {both} 项。“—”是没有写明，不是零；约数（余、近、以上）不计算变化。"
    return title + tag("div", table, "fz-data-box") + tag("p", note, "fz-legend")


def _row(pair: FigurePair) -> str:
    cells = "".join(tag("td", _value(found)) for found in (pair.earlier, pair.later))
    return tag(
        "tr", tag("th", escape(pair.indicator), "fz-row-head", scope="row") + cells + tag("td", change_text(pair))
    )


def _value(found: FoundFigure | None) -> str:
    if found is None:
        return tag("span", "—", "fz-none", title="没有写明")
    to = report_href(found.report.id, found.figure.sentence, View())
    return link(escape(found.quote), to, "fz-value-link", title=found.sentence)


def _practices(compared: YearOnYear) -> str:
    view = PracticeView()
    continued = "".join(
        tag("li", item(later, view) + unfolding(f"{_year(compared.earlier)}怎样写", item(earlier, view), "fz-family"))
        for earlier, later in compared.continued
    )
    parts = [
        ("延续的做法", len(compared.continued), continued, "两篇报告都用同一个名字写到。"),
        ("新的做法", len(compared.new), _items(compared.new, view), "只有后一篇写到。"),
        (
            "未再提到的做法",
            len(compared.dropped),
            _items(compared.dropped, view),
            "后一篇没有用这个名字写到；不等于停止，也可能换了说法。",
        ),
    ]
    return "".join(
        tag("h2", f"{title}（{count} 个）", "fz-list-title")
        + (
            tag("p", note, "fz-muted") + tag("ul", items, "fz-sources fz-given")
            if count
            else tag("p", "没有。", "fz-muted")
        )
        for title, count, items, note in parts
    )


def _items(cards: tuple[PracticeCard, ...], view: PracticeView) -> str:
    return "".join(tag("li", item(card, view)) for card in cards)


def _name(info: ReportInfo) -> str:
    place = info.place.name if info.place else ""
    return " · ".join(part for part in (place, _year(info), info.name) if part)


def _year(info: ReportInfo) -> str:
    year = info.metadata.year.value
    return f"{year}年" if year else "年度不明"


def _number(count: int) -> str:
    return tag("span", f"　共 {count} 篇", "fz-muted")


def _standing(info: ReportInfo) -> tuple[object, ...]:
    place = info.place
    where = (False, place.adcodes, place.chain) if place else (True, (), ())
    return (*where, -(info.metadata.year.value or 0), info.row)


frame.show(page)
