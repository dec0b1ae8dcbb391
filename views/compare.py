"""对照: two reports side by side, mostly of one place in two years."""

from __future__ import annotations

from zlib import crc32

import streamlit as st

from search import Engine, ReportInfo
from search.figure_export import MISSING, cell_text
from search.figures import FoundFigure
from search.practices import PracticeCard
from search.shelf import place_label
from search.year_on_year import FigurePair, YearOnYear, compare, other_reports
from search.year_on_year_export import change_text, year_on_year_xlsx
from views import frame
from views.address import fill
from views.compare_address import Pair, current, href, report_href
from views.downloads import EXCEL, as_file
from views.markup import escape, link, tag, unfolding
from views.practice_cards import item

_FIRST, _SECOND = "compare-first", "compare-second"


def page(engine: Engine) -> None:
    """Show the two reports the address names, or what there is to choose."""
    st.set_page_config(page_title=f"对照 · {frame.PRODUCT}")
    chosen = current()
    with st.container(key="figures-column"):
        about = "两篇报告对照着看：数据升了还是降了，哪些做法在延续，哪些是新的，哪些没有再提"
        st.html(tag("header", tag("h1", "对照") + tag("p", about), "fz-setup"))
        _pickers(engine, chosen)
        first, second = (engine.shelf.get(report_id) for report_id in chosen)
        if first and second and first.id != second.id:
            _shown(compare(first.id, second.id, engine.shelf, engine.figures, engine.practices), chosen)
        else:
            if first and second:
                frame.notice("选了同一篇", "请另选一篇来对照。")
            elif any(engine.shelf.get(report_id) is None for report_id in chosen if report_id):
                what = "这一篇报告" if first or second else "这两篇报告"
                frame.notice(
                    f"没有找到{what}", "链接里的报告不在现在的索引里。可能是资料更新过，或者链接没有复制完整。"
                )
            _opening(engine)
    frame.behave(f"fazhi.shown({crc32(repr(chosen).encode())});")


def _pickers(engine: Engine, chosen: Pair) -> None:
    names = {info.id: _name(info) for info in _ordered(engine)}
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
    pair = Pair(st.session_state[_FIRST] or "", st.session_state[_SECOND] or "")
    st.query_params.from_dict(pair.params())


def _opening(engine: Engine) -> None:
    """Offer the places that have several reports, the latest two of each."""
    rows, seen = [], set()
    for info in _ordered(engine):
        others = other_reports(info, engine.shelf)
        if info.place is None or info.place in seen or not others:
            continue
        seen.add(info.place)
        names = f"{_year(others[0])}与{_year(info)}"
        to = link(escape(names), href(Pair(others[0].id, info.id)))
        rows.append(tag("li", tag("b", escape(" › ".join(info.place.chain))) + "　" + to + _number(len(others) + 1)))
    if rows:
        body = tag("h2", "同一地区有几篇报告的") + tag("ul", "".join(rows), "fz-pairs")
    else:
        text = "现有资料里每个地区只有一篇报告。放入同一地区其他年度的报告、重新建立索引后，这里会列出可以对照的地区；"
        body = tag("h2", "还没有可以对照的年度") + tag("p", text + "也可以在上面任选两篇报告对照。")
    st.html(tag("section", body, "fz-holdings"))
    if not rows:
        frame.more_reports()


def _shown(compared: YearOnYear, pair: Pair) -> None:
    with st.container(horizontal=True, key="figures-over", vertical_alignment="center", gap="small"):
        names = "".join(
            tag("li", link(escape(_name(info)), report_href(info.id, None, pair)))
            for info in (compared.earlier, compared.later)
        )
        st.html(tag("ul", names, "fz-pairs"))
        name = f"对照-{_name(compared.earlier)}-{_name(compared.later)}.xlsx"
        as_file("导出 Excel", lambda: year_on_year_xlsx(compared), name, EXCEL)
    st.html(_figures(compared, pair) + _practices(compared, pair))


def _figures(compared: YearOnYear, chosen: Pair) -> str:
    title = tag("h2", f"数据（{len(compared.figures)} 项）", "fz-list-title")
    if not compared.figures:
        return title + tag("p", "两篇报告都没有给出词典里的指标。", "fz-muted")
    heads = "".join(
        tag("th", escape(text), scope="col")
        for text in ("指标", *_sides(compared), "变化" if compared.one_place else "后者比前者")
    )
    rows = "".join(_row(pair, chosen, one_place=compared.one_place) for pair in compared.figures)
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows), "fz-data fz-compared")
    both = sum(1 for pair in compared.figures if pair.earlier and pair.later)
    note = (
        f"两篇都给出的有 {both} 项。“—”是没有写明，不是零；约数（余、近、以上）、单位或主体不同、一个是当年一个是累计的不计算变化。"
        "点数据看原句。"
    )
    return (
        title
        + tag("div", table, "fz-data-box", tabindex="0", role="region", aria_label="数据对照表，可左右滚动")
        + tag("p", note, "fz-legend")
    )


def _row(pair: FigurePair, chosen: Pair, *, one_place: bool) -> str:
    cells = "".join(tag("td", _value(found, chosen)) for found in (pair.earlier, pair.later))
    head = tag("th", escape(pair.indicator), "fz-row-head", scope="row")
    return tag("tr", head + cells + tag("td", escape(change_text(pair, one_place=one_place))))


def _value(found: FoundFigure | None, chosen: Pair) -> str:
    if found is None:
        return tag("span", MISSING, "fz-none", title="没有写明")
    to = report_href(found.report.id, found.figure.sentence, chosen)
    shown = link(escape(cell_text(found)), to, "fz-value-link", title=found.sentence)
    # A report also tells of years before its own.
    year = found.figure.period.end
    return shown + (tag("span", f"{year}年", "fz-in") if year and year != found.report.metadata.year.value else "")


def _practices(compared: YearOnYear, chosen: Pair) -> str:
    earlier_name, later_name = _sides(compared)
    continued = "".join(
        tag(
            "li", _item(later, chosen) + unfolding(f"{escape(earlier_name)}怎样写", _item(earlier, chosen), "fz-family")
        )
        for earlier, later in compared.continued
    )
    new, dropped = (
        "".join(tag("li", _item(card, chosen)) for card in cards) for cards in (compared.new, compared.dropped)
    )
    if compared.one_place:
        titles = ("延续的做法", "新的做法", "未再提到的做法")
        gone = "后一篇没有用这个名字写到；不等于停止，也可能换了说法。"
    else:
        titles = ("两篇都有的做法", f"只有{later_name}写到的做法", f"只有{earlier_name}写到的做法")
        gone = "另一篇没有用这个名字写到；不等于没有这样做，也可能是别的说法。"
    parts = [
        (titles[0], len(compared.continued), continued, "两篇报告都用同一个名字写到。"),
        (titles[1], len(compared.new), new, "另一篇没有用这个名字写到。"),
        (titles[2], len(compared.dropped), dropped, gone),
    ]
    return "".join(
        tag("h2", escape(f"{title}（{count} 个）"), "fz-list-title")
        + (
            tag("p", note, "fz-muted") + tag("ul", items, "fz-sources fz-given")
            if count
            else tag("p", "没有。", "fz-muted")
        )
        for title, count, items, note in parts
    )


def _item(card: PracticeCard, chosen: Pair) -> str:
    return item(card, report_href(card.report.id, card.practice.sentence, chosen))


def _sides(compared: YearOnYear) -> tuple[str, str]:
    """Return a short name for each report, unlike the other's: its year, its place where that differs."""
    reports = (compared.earlier, compared.later)
    if not compared.one_place:
        first, second = (f"{place_label(info.place)} {_year(info)}" for info in reports)
    else:
        first, second = map(_year, reports)
    return (first, second) if first != second else (f"第一篇（{first}）", f"第二篇（{second}）")


def _ordered(engine: Engine) -> list[ReportInfo]:
    """Return the reports by place, the latest year of each first."""
    return sorted(engine.shelf.infos, key=lambda info: int(engine.shelf.standing[info.row]))


def _name(info: ReportInfo) -> str:
    place = info.place.name if info.place else ""
    return " · ".join(part for part in (place, _year(info), info.name) if part)


def _year(info: ReportInfo) -> str:
    year = info.metadata.year.value
    return f"{year}年" if year else "年度不明"


def _number(count: int) -> str:
    return tag("span", f"　共 {count} 篇", "fz-muted")


frame.show(page)
