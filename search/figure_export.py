"""Figures as tables to take away: CSV, Excel and JSON, each figure with its sentence and source."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.figures import Measure
from search.figures import FigureResult, FoundFigure, Row, as_table
from search.shelf import place_label
from search.workbook import Sheet, safe, workbook

_COLUMNS = (
    ("指标", 22),
    ("地区", 18),
    ("主体", 14),
    ("期间", 12),
    ("数值", 12),
    ("上限", 10),
    ("单位", 8),
    ("修饰", 8),
    ("类别", 8),
    ("原文", 14),
    ("所在句子", 70),
    ("出处", 60),
    ("存疑", 30),
    ("报告编号", 18),
    ("位置", 12),
)
_OTHER = "其他"
# Stands where a table has no figure: missing is never 0.
MISSING = "—"


def figures_csv(result: FigureResult) -> str:
    """Return the figures as CSV with a heading line, one figure a line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name for name, _ in _COLUMNS])
    writer.writerows([safe(value) for value in _line(found)] for found in result.figures)
    return text.getvalue()


def figures_xlsx(result: FigureResult) -> bytes:
    """Return a workbook: 对照表 with one row a place and year, 数据 with one figure a row, 覆盖 with the coverage."""
    coverage = ((item.indicator, item.reports, item.searched) for item in result.coverage)
    return workbook(
        _table(as_table(result.figures), [item.indicator for item in result.coverage]),
        Sheet("数据", [name for name, _ in _COLUMNS], map(_line, result.figures), [width for _, width in _COLUMNS]),
        Sheet("覆盖", ["指标", "有这个数据的报告", "范围内的报告"], coverage, [24, 18, 18]),
    )


def write_xlsx(result: FigureResult, path: Path) -> None:
    """Write the workbook to a file, whole or not at all.

    :raises OSError: it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(figures_xlsx(result))
    temporary.replace(path)


def cell_text(found: FoundFigure) -> str:
    """Return what a table shows of a figure: as the text gives it, with what must not be overlooked."""
    marks = []
    if found.figure.measure is Measure.TARGET:
        marks.append("目标")
    if found.figure.period.start is None and found.figure.period.end is not None:
        marks.append("截至")
    if found.figure.body:
        marks.append(found.figure.body)
    return found.quote + (f"（{'，'.join(marks)}）" if marks else "")


def _line(found: FoundFigure) -> tuple[Any, ...]:
    figure = found.figure
    return (
        figure.indicator or _OTHER,
        found.place_name,
        figure.body,
        str(figure.period),
        figure.value,
        figure.upper,
        figure.unit,
        figure.qualifier,
        figure.measure.value,
        found.quote,
        found.sentence,
        found.citation,
        "；".join(found.doubts),
        found.report.id,
        f"{figure.span.start}-{figure.span.end}",
    )


def _table(rows: Sequence[Row], indicators: Sequence[str]) -> Sheet:
    lines = []
    for row in rows:
        cells = [row.cells.get(indicator) for indicator in indicators]
        # A rounded or doubtful value is shown as written, so that nobody adds it up unawares.
        values = [cell.best if cell else None for cell in cells]
        lines.append(
            [
                place_label(row.place),
                row.year,
                *(None if found is None else _number(found) for found in values),
            ]
        )
    return Sheet("对照表", ["地区", "年度", *indicators], lines, [18, 8, *(18 for _ in indicators)])


def _number(found: FoundFigure) -> float | str:
    plain = found.figure.exact and not found.figure.body and found.figure.measure is Measure.LEVEL
    return found.figure.value if plain and found.figure.period.start is not None else cell_text(found)
