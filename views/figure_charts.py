"""The charts of the figures page, as Vega-Lite drawn with SVG: sharp in print, its marks readable by a screen reader.

Colours and fonts come from Streamlit's theme, light or dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from views.figure_points import Point, Points

# Bars and lines beyond which nobody compares any more.
BARS, LINES = 40, 10
# Points beyond which labels would cover each other.
_LABELLED = 12
_FAINT = 0.4
_BAR = 30
_HEIGHT = 340
# 1.5亿, 3万: how Chinese readers count, instead of 150,000,000.
_NUMBER = (
    "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, '~g') + '亿' : "
    "abs(datum.value) >= 1e4 ? format(datum.value / 1e4, '~g') + '万' : format(datum.value, '~g')"
)
Drawn = alt.LayerChart | alt.FacetChart
_SVG = {"embedOptions": {"renderer": "svg", "actions": False}}


def bars(points: Sequence[Point]) -> Drawn:
    """Return a bar a place, in the order given; what is not exact is drawn faint."""
    rows = [_row(point) for point in points]
    base = _chart(rows).encode(
        y=alt.Y("地区:N", sort=[point.place for point in points], title=None, axis=_axis(labelLimit=0, labelPadding=6)),
        x=alt.X("数值:Q", title=None, axis=_axis(labelExpr=_NUMBER, tickCount=4), scale=_room_for_text(points)),
        description="说明:N",
    )
    drawn = base.mark_bar(cornerRadiusEnd=2, ariaRoleDescription="条形").encode(
        opacity=_opacity(), tooltip=_tooltip(rows)
    )
    # Texts take the colour of text from the theme, which differs in light and dark; currentColor is it in SVG.
    text = base.mark_text(align="left", dx=6, aria=False, fontSize=13, fill="currentColor").encode(text="标注:N")
    return _finished(alt.layer(drawn, text), height=alt.Step(_BAR))


def lines(series: dict[str, list[Point]]) -> Drawn:
    """Return a line a series over the years; a year without a figure has no point."""
    rows = [{**_row(point), "系列": name} for name, points in series.items() for point in points]
    years = [row["年度"] for row in rows]
    # Every year has its place on the axis, so that a gap is seen as one.
    every = [str(year) for year in range(int(min(years)), int(max(years)) + 1)]
    base = _chart(rows).encode(
        x=alt.X("年度:O", title=None, axis=_axis(labelAngle=0), scale=alt.Scale(domain=every)),
        y=alt.Y(
            "数值:Q", title=None, axis=_axis(labelExpr=_NUMBER, tickCount=5), scale=alt.Scale(zero=False, padding=16)
        ),
        color=alt.Color("系列:N", sort=list(series), title=None, legend=_legend(len(series))),
    )
    line = base.mark_line(aria=False)
    dots = base.mark_point(filled=True, size=70, ariaRoleDescription="数据点").encode(
        opacity=_opacity(), tooltip=_tooltip(rows), description="说明:N"
    )
    layers: list[alt.Chart] = [line, dots]
    if len(rows) <= _LABELLED:
        layers.append(base.mark_text(dy=-12, fontSize=13, aria=False).encode(text="标注:N"))
    return _finished(alt.layer(*layers), height=_HEIGHT)


def scatter(across: Points, up: Points, both: Sequence[tuple[Point, Point]]) -> Drawn:
    """Return a point a place and year: one indicator across, the other up."""
    rows = [_pair(across.indicator, up.indicator, x, y) for x, y in both]
    base = _chart(rows).encode(
        x=_value_axis(alt.X, "横", across, [point for point, _ in both]),
        y=_value_axis(
            alt.Y,
            "纵",
            up,
            [point for _, point in both],
            titleAngle=0,
            titleAlign="left",
            titleAnchor="end",
            titleY=-14,
            titleX=0,
        ),
        description="说明:N",
    )
    tooltip = _tooltip(rows, across.indicator, up.indicator)
    dots = base.mark_point(filled=True, size=90, ariaRoleDescription="数据点").encode(
        opacity=_opacity(), tooltip=tooltip
    )
    layers: list[alt.Chart] = [dots]
    if len(rows) <= _LABELLED:
        layers.append(base.mark_text(dy=-13, aria=False, fontSize=13, fill="currentColor").encode(text="标注:N"))
    return _finished(alt.layer(*layers), height=_HEIGHT)


def titled(points: Points) -> str:
    """Return an indicator with its unit."""
    return f"{points.indicator}（{points.unit}）" if points.unit else points.indicator


def said(point: Point) -> str:
    """Return a point in words."""
    return f"{point.place}，{point.year}年，{point.text}" + (f"（{note}）" if (note := _note(point)) else "")


def _row(point: Point) -> dict[str, Any]:
    return {
        "地区": point.place,
        "年度": str(point.year),
        "数值": point.value,
        "原文": point.text,
        "备注": _note(point),
        "标注": point.text + (" 疑" if point.doubts else ""),
        "说明": said(point),
        "浓淡": 1.0 if point.exact else _FAINT,
    }


def _pair(across: str, up: str, x: Point, y: Point) -> dict[str, Any]:
    notes = [f"{name}{note}" for name, point in ((across, x), (up, y)) if (note := _note(point))]
    return {
        "地区": x.place,
        "年度": str(x.year),
        "横": x.value,
        "纵": y.value,
        across: x.text,
        up: y.text,
        "备注": "；".join(notes),
        "标注": f"{x.place} {x.year}",
        "说明": f"{x.place}，{x.year}年，{across}{x.text}，{up}{y.text}",
        "浓淡": 1.0 if x.exact and y.exact else _FAINT,
    }


def _note(point: Point) -> str:
    notes = [] if point.exact else ["概数"]
    return "；".join([*notes, *(f"存疑：{doubt}" for doubt in point.doubts)])


def _tooltip(rows: Sequence[Mapping[str, Any]], *values: str) -> list[alt.Tooltip]:
    notes = ["备注"] if any(row["备注"] for row in rows) else []
    return [alt.Tooltip(f"{name}:N") for name in ("地区", "年度", *(values or ("原文",)), *notes)]


def _opacity() -> alt.Opacity:
    return alt.Opacity("浓淡:Q", scale=None, legend=None)


def _axis(**given: Any) -> alt.Axis:
    # Vega describes axes in English; the marks are described one by one instead.
    return alt.Axis(aria=False, ticks=False, labelFontSize=13, **given)


def _value_axis(channel: Any, field: str, drawn: Points, points: Sequence[Point], **given: Any) -> Any:
    # Room for labels may reach below zero, where nothing can be.
    number = _NUMBER if any(point.value < 0 for point in points) else f"datum.value < 0 ? '' : {_NUMBER}"
    axis = _axis(labelExpr=number, tickCount=5, **given)
    # Half a label beside the first and the last point.
    padding = 80 if channel is alt.X else 24
    return channel(f"{field}:Q", title=titled(drawn), axis=axis, scale=alt.Scale(zero=False, padding=padding))


def _legend(series: int) -> alt.Legend:
    return alt.Legend(
        orient="bottom", labelLimit=0, labelFontSize=13, columns=min(series, 2), aria=False, symbolOpacity=1
    )


def _room_for_text(points: Sequence[Point]) -> alt.Scale:
    """Return a scale that leaves a third beside the longest bar for the value as the text gives it."""
    values = [point.value for point in points]
    return alt.Scale(domain=[min(0, *values, 0), max(0, *values, 0) * 1.35 or 1], nice=False)


def _chart(rows: Sequence[Mapping[str, Any]]) -> alt.Chart:
    return alt.Chart({"values": rows})


def _finished(chart: Drawn, height: Any) -> Drawn:
    return chart.properties(height=height, usermeta=_SVG)
