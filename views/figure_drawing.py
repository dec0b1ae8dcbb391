"""Under the table of figures: what to draw, the chart, or in one line why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from corpus.indicators import Indicators
from search.figures import Row
from views import figure_charts as charts
from views.address import fill, go
from views.figure_address import ChartKind, FigureView, current
from views.figure_points import Point, Points, of_year, pairs, points, trends
from views.markup import escape, tag

_KIND, _X, _Y, _WHEN = "chart-kind", "chart-x", "chart-y", "chart-when"


def drawing(rows: Sequence[Row], names: Sequence[str], indicators: Indicators, view: FigureView) -> None:
    """Draw what the view asks for.

    :param names: the indicators of the table.
    """
    entries = [entry for name in names if (entry := indicators.get(name))]
    drawable = {entry.name: points(rows, entry) for entry in entries}
    st.html(tag("h2", "图", "fz-list-title"))
    with st.container(horizontal=True, key="chart-choices", vertical_alignment="bottom", gap="small"):
        kinds = [kind for kind in ChartKind if kind is not ChartKind.PAIR or len(names) > 1]
        kind = view.chart if view.chart in kinds else ChartKind.PLACES
        fill({_KIND: kind})
        st.segmented_control(
            "画什么", kinds, key=_KIND, required=True, label_visibility="collapsed", on_change=_kind_chosen
        )
        x = view.x if view.x in drawable else _fullest(drawable)
        if len(names) > 1:
            _choice("横轴" if kind is ChartKind.PAIR else "指标", _X, list(drawable), x, _x_chosen)
        shown = drawable[x]
        years = sorted({point.year for point in shown.points}, reverse=True)
        if kind is ChartKind.PLACES:
            when = view.when if view.when in years else _latest(shown)
            if len(years) > 1:
                _choice("年度", _WHEN, years, when, _when_chosen, lambda year: f"{year}年")
        elif kind is ChartKind.PAIR:
            others = [name for name in drawable if name != x]
            y = view.y if view.y in others else _fullest({name: drawable[name] for name in others})
            _choice("纵轴", _Y, others, y, _y_chosen)
    if kind is ChartKind.PAIR:
        _scatter(shown, drawable[y])
    elif kind is ChartKind.YEARS:
        _lines(shown)
    else:
        _bars(shown, when)


def _bars(shown: Points, when: int | None) -> None:
    if when is None:
        _nothing(f"{shown.indicator}没有可以画的数据：目标、变化和跨年度的数据不画。")
        return
    all_points = of_year(shown.points, when)
    if len(all_points) == 1:
        only = all_points[0]
        _nothing(f"{when}年只有{only.place}给出{shown.indicator}（{only.text}），没有可以比较的地区。")
        return
    drawn = all_points[: charts.BARS]
    title = f"{when}年{charts.titled(shown)}"
    _show(charts.bars(drawn), title, drawn, shown, [_cut(len(all_points), len(drawn), "个地区，只画数值最高的")])


def _lines(shown: Points) -> None:
    series = trends(shown.points)
    if not series:
        _nothing(f"没有一个地区的{shown.indicator}有两个以上年度的数据，画不出变化。")
        return
    drawn = dict(list(series.items())[: charts.LINES])
    notes = [_cut(len(series), len(drawn), "条线，只画年度最多的")]
    _show(
        charts.lines(drawn),
        f"{charts.titled(shown)}的变化",
        [point for line in drawn.values() for point in line],
        shown,
        notes,
    )


def _scatter(across: Points, up: Points) -> None:
    both = pairs(across, up)
    if len(both) < 2:
        found = f"只有{both[0][0].place}{both[0][0].year}年" if both else "没有一个地区在同一年度"
        _nothing(f"{found}同时给出{across.indicator}和{up.indicator}，画不出对照。")
        return
    title = f"{across.indicator}与{up.indicator}：每点是一个地区的一个年度"
    _show(charts.scatter(across, up, both), title, [point for pair in both for point in pair], across, [])


def _show(chart: charts.Drawn, title: str, drawn: Sequence[Point], shown: Points, notes: list[str]) -> None:
    st.html(tag("h3", escape(title), "fz-chart-title"))
    in_words = f"{title}：" + "；".join(charts.said(point) for point in drawn[: charts.BARS])
    with st.container(key="chart"):
        st.altair_chart(chart, width="stretch", alt=in_words)
    if not all(point.exact for point in drawn):
        notes.append("颜色浅的是概数（余、近、以上等）。")
    if any(point.doubts for point in drawn):
        notes.append("“疑”是存疑的数据，原因见表格。")
    if shown.other_units:
        notes.append(f"另有 {shown.other_units} 个数据单位不同，没有画。")
    st.html(tag("p", escape("".join([*notes, "目标、变化和跨年度的数据不画。"])), "fz-legend"))


def _latest(shown: Points) -> int | None:
    """Return the latest year in which places can be compared, else the latest."""
    places = Counter(point.year for point in shown.points)
    return max(places, key=lambda year: (places[year] > 1, year), default=None)


def _nothing(why: str) -> None:
    st.html(tag("p", escape(why), "fz-nothing-drawn", role="status"))


def _cut(all_of_them: int, drawn: int, what: str) -> str:
    return f"共 {all_of_them} {what} {drawn} 个。" if drawn < all_of_them else ""


def _fullest(drawable: dict[str, Points]) -> str:
    """Return the indicator with most points: what is drawn unasked should show something."""
    return max(drawable, key=lambda name: len(drawable[name].points))


def _choice(
    label: str,
    key: str,
    options: Sequence[Any],
    chosen: Any,
    changed: Callable[[], None],
    named: Callable[[Any], str] = str,
) -> None:
    fill({key: chosen})
    st.selectbox(
        label, options, key=key, on_change=changed, format_func=named, filter_mode="contains", placeholder="", width=220
    )


def _kind_chosen() -> None:
    go(replace(current(), chart=st.session_state[_KIND] or ChartKind.PLACES))


def _x_chosen() -> None:
    go(replace(current(), x=st.session_state[_X], when=None))


def _y_chosen() -> None:
    go(replace(current(), y=st.session_state[_Y]))


def _when_chosen() -> None:
    go(replace(current(), when=st.session_state[_WHEN]))
