"""Figures as JSON and as lines for a terminal."""

from __future__ import annotations

from typing import Any

from corpus.figures import Measure
from search.figure_questions import FigureAnswer
from search.figures import FigureResult, FigureSearch, FoundFigure


def figure_json(found: FoundFigure) -> dict[str, Any]:
    """Return a figure in the documented JSON form; spans are of the report's text."""
    figure = found.figure
    return {
        "indicator": figure.indicator or None,
        "value": figure.value,
        "upper": figure.upper,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "measure": figure.measure.value,
        "period": {"start": figure.period.start, "end": figure.period.end, "label": str(figure.period)},
        "place": list(figure.place.chain) if figure.place else [],
        "body": figure.body,
        "quote": found.quote,
        "span": list(figure.span),
        "sentence": found.sentence,
        "sentence_span": list(figure.sentence),
        "citation": found.citation,
        "report": found.report.id,
        "doubts": list(found.doubts),
    }


def figures_json(result: FigureResult) -> dict[str, Any]:
    """Return a result in the documented JSON form."""
    return {
        "took_ms": round(result.took_ms, 1),
        "searched_reports": result.searched,
        "coverage": [
            {"indicator": item.indicator, "reports": item.reports, "searched": item.searched}
            for item in result.coverage
        ],
        "figures": [figure_json(found) for found in result.figures],
    }


def indicators_json(figures: FigureSearch) -> list[dict[str, Any]]:
    """Return the dictionary of indicators with how many figures each has."""
    given = figures.given()
    return [
        {
            "name": entry.name,
            "group": entry.group,
            "kind": entry.kind.value,
            "unit": entry.unit,
            "about": entry.about,
            "figures": given.get(entry.name, 0),
        }
        for entry in figures.indicators.entries
    ]


def print_indicators(figures: FigureSearch) -> None:
    """Print the dictionary of indicators for people."""
    given = figures.given()
    for group, names in figures.indicators.groups().items():
        print(f"{group}：" + "、".join(f"{name}（{given[name]}）" if name in given else name for name in names))
    print("\n括号里是现有资料中的数据个数，没有括号的还没有")


def print_figures(result: FigureResult) -> None:
    """Print figures for people: by indicator, each with its sentence and source."""
    if not result.figures:
        print(
            f"在 {result.searched} 篇报告中没有找到这样的数据。可以放宽地区、年度，或运行 python -m search indicators 查看指标"
        )
        return
    reports = {item.indicator: item.reports for item in result.coverage}
    for indicator in dict.fromkeys(found.figure.indicator for found in result.figures):
        had = f"（{result.searched} 篇报告中有 {reports[indicator]} 篇）" if indicator in reports and indicator else ""
        print(f"{indicator or '其他数据'}{had}")
        for found in result.figures:
            if found.figure.indicator == indicator:
                body = f" {found.figure.body}" if found.figure.body else ""
                measure = "" if found.figure.measure is Measure.LEVEL else f"（{found.figure.measure.value}）"
                print(f"  {found.place_name}{body}  {found.figure.period or '年度不明'}  {found.shown}{measure}")
                print(f"    {found.sentence}")
                print(f"    出处：{found.citation}")
                for doubt in found.doubts:
                    print(f"    存疑：{doubt}")
        print()


def print_answer(answer: FigureAnswer) -> None:
    """Print the figures that answer a query, for people."""
    for found in answer.figures:
        print(f"{answer.indicator}：{found.place_name} {found.figure.period or '年度不明'}  {found.shown}")
        print(f"   {found.sentence}")
        print(f"   出处：{found.citation}")
    if not answer.total:
        print(f"资料中没有所问地区、年度的“{answer.indicator}”，其他地区、年度有 {answer.elsewhere} 个")
    elif answer.total > len(answer.figures):
        print(f"   共 {answer.total} 个，全部见：python -m search figures --indicator {answer.indicator}")
    print()
