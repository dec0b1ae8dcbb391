"""Figures of indicators as marks in a report's text, and what a report gives as a list."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.figures import Figure
from corpus.model import Place, Report
from search.nicknames import path_of
from views.figure_address import CellAt, FigureView, href
from views.markup import Mark, escape, link, tag, unfolding

# Where figures of the whole nation are, in no table of places.
_NATION = ("全国",)


def figure_marks(figures: Sequence[Figure]) -> list[Mark]:
    """Return a mark for each figure of an indicator, which says of what it is.

    :param figures: of indicators only.
    """
    return [Mark(figure.span, f'<span class="fz-number" title="{escape(_about(figure))}">') for figure in figures]


def given(report: Report, figures: Sequence[Figure]) -> str:
    """Return a report's figures folded, each with a link to its cell of the figures page; ``""`` if it has none.

    :param figures: of indicators only.
    """
    if not figures:
        return ""
    items = "".join(tag("li", _item(report, figure)) for figure in figures)
    place, year = report.metadata.place.value, report.metadata.year.value
    whole = FigureView(places=_paths(place), years=(year,) if year else ())
    every = (
        link("在数据页看本地区本年度的全部数据", href(whole), "fz-way") if place and year and not whole.empty else ""
    )
    return unfolding(
        f"本篇数据 {len(figures)} 项",
        tag("ul", items, "fz-report-figures") + tag("p", every),
        "fz-why",
        "report/figures",
    )


def _item(report: Report, figure: Figure) -> str:
    year = figure.period.year
    cell = CellAt.of(figure.place, year, figure.indicator) if year else None
    view = FigureView((figure.indicator,), _paths(figure.place), (year,) if year else (), cell=cell)
    value = tag("b", escape(figure.span.of(report.text)))
    about = "，".join(part for part in (_period(figure), figure.body, _measure(figure)) if part)
    return link(escape(figure.indicator), href(view)) + value + tag("span", escape(about), "fz-muted")


def _about(figure: Figure) -> str:
    place = figure.place.name if figure.place else ""
    return f"{figure.indicator}：" + "，".join(
        part for part in (_period(figure), place, figure.body, _measure(figure)) if part
    )


def _period(figure: Figure) -> str:
    label = str(figure.period)
    return f"{label}年" if label else ""


def _measure(figure: Figure) -> str:
    return "" if figure.measure.value == "水平" else figure.measure.value


def _paths(place: Place | None) -> tuple[str, ...]:
    return (path_of(place),) if place and place.chain != _NATION else ()
