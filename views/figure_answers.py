"""Figures that answer a query, above the passages: value first, then the sentence and its source."""

from __future__ import annotations

from search import Result
from search.figure_questions import FigureAnswer
from views.figure_address import FigureView, href
from views.figure_detail import listed
from views.markup import escape, link, tag


def answers(result: Result) -> str:
    """Return what the reports give for the indicators a query asks for; ``""`` if it asks for none."""
    if not result.figures:
        return ""
    drawn = "".join(_answer(answer, result) for answer in result.figures)
    return tag("section", drawn, "fz-card fz-answers", aria_label="数据")


def _answer(answer: FigureAnswer, result: Result) -> str:
    every = FigureView(indicators=(answer.indicator,))
    places = tuple(path for chip in result.chips if chip.field == "place" for path in map(str, chip.value))
    years = tuple(year for chip in result.chips if chip.field == "year" for year in chip.value)
    asked = FigureView(indicators=(answer.indicator,), places=places, years=years)
    head = tag("h2", "数据：" + escape(answer.indicator), "fz-list-title")
    if not answer.figures:
        where = "".join(chip.name for chip in result.chips if chip.field in ("place", "year"))
        said = f"报告里没有写明{escape(where)}的{escape(answer.indicator)}。"
        way = link(f"看其他地区、年度的 {answer.elsewhere} 个数据", href(every), "fz-way")
        return head + tag("p", said, "fz-muted") + tag("div", way, "fz-ways")
    ways = link(f"全部 {answer.total} 个数据", href(asked if places or years else every), "fz-way")
    return head + listed(answer.figures, asked, indicators=True) + tag("div", ways, "fz-ways")
