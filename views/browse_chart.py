"""The points of the map as Vega-Lite, drawn with SVG; colours and fonts come from Streamlit's theme, light or dark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from corpus.themes import UNSORTED_NAME, Theme
from search.shelf import place_label
from search.themes.browser import MapPoint
from views.figure_charts import Drawn

PICKED = "picked"
# The theme of the page has so many colours; with the shapes every theme has a sign of its own.
COLOURS = 10
_SHAPES = ["circle", "square", "triangle-up", "diamond"]
_FAINT, _PLAIN = 0.12, 0.75
_HEIGHT = 560
# Fewer points than this make no place on the map that a name could stand at.
_LEAST_NAMED = 5
_SVG = {"embedOptions": {"renderer": "svg", "actions": False}}


def scatter(points: Sequence[MapPoint], themes: Sequence[Theme], chosen: str) -> Drawn:
    """Return the map.

    :param chosen: id of the theme to bring out, ``""`` for all alike.
    """
    picked = alt.selection_point(name=PICKED, fields=["位置"], on="click", toggle=False)
    moved = alt.selection_interval(name="moved", bind="scales")
    numbers = {theme.id: number for number, theme in enumerate(themes)}
    # As a table, which goes to the browser beside the drawing; rows in it are copied and checked with every layer.
    rows = pd.DataFrame([_row(point, themes, numbers.get(chosen)) for point in points])
    no_axis = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None, aria=False)
    scale = alt.Scale(domain=[-1.05, 1.05], nice=False)
    base = alt.Chart(rows).encode(x=alt.X("x:Q", axis=no_axis, scale=scale), y=alt.Y("y:Q", axis=no_axis, scale=scale))
    common = {
        "opacity": alt.condition(picked, alt.value(1.0), "浓淡:Q", empty=False, scale=None, legend=None),
        "size": alt.condition(picked, alt.value(260), alt.value(46), empty=False),
        "tooltip": [alt.Tooltip(f"{name}:N") for name in ("主题", "地区", "年度", "开头")],
        "description": "说明:N",
    }
    loose = base.transform_filter("datum.色 < 0").mark_point(filled=True, color="#8a94a3", aria=False).encode(**common)
    sorted_ones = (
        base.transform_filter("datum.色 >= 0")
        .mark_point(filled=True, ariaRoleDescription="段落")
        .encode(
            color=alt.Color("色:N", legend=None, scale=alt.Scale(domain=list(range(COLOURS)))),
            shape=alt.Shape("形:N", legend=None, scale=alt.Scale(domain=list(range(len(_SHAPES))), range=_SHAPES)),
            **common,
        )
        .add_params(picked, moved)
    )
    names = (
        alt.Chart({"values": _names(points, themes, numbers.get(chosen))})
        .mark_text(fontSize=13, fontWeight=600, fill="currentColor", aria=False)
        .encode(x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale), text="名称:N")
    )
    return alt.layer(loose, sorted_ones, names).properties(height=_HEIGHT, usermeta=_SVG)


def _row(point: MapPoint, themes: Sequence[Theme], chosen: int | None) -> dict[str, Any]:
    year = point.report.metadata.year.value
    name = themes[point.theme].name if point.theme >= 0 else UNSORTED_NAME
    place, when = place_label(point.report.place), f"{year}年" if year else "年度不明"
    return {
        "x": point.x,
        "y": point.y,
        "色": point.theme % COLOURS if point.theme >= 0 else -1,
        "形": point.theme // COLOURS % len(_SHAPES) if point.theme >= 0 else 0,
        "浓淡": _PLAIN if chosen is None or point.theme == chosen else _FAINT,
        "位置": f"{point.report.id}.{point.start}",
        "主题": name,
        "地区": place,
        "年度": when,
        "开头": point.words,
        "说明": f"{place}，{when}，{name}：{point.words}",
    }


def _names(points: Sequence[MapPoint], themes: Sequence[Theme], chosen: int | None) -> list[dict[str, Any]]:
    """Return the leading term of each theme, or of the chosen one alone, where most of its points are."""
    named = []
    for number, theme in enumerate(themes):
        own = [(point.x, point.y) for point in points if point.theme == number]
        if len(own) >= _LEAST_NAMED and chosen in (None, number):
            x, y = np.median(own, axis=0)
            named.append({"x": float(x), "y": float(y), "名称": theme.terms[0]})
    return named
