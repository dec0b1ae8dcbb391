"""The matrix of places and themes as an Excel workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from search.shelf import place_label
from search.themes.matrix import Matrix, MatrixRow
from search.workbook import Sheet, workbook

NOT_SAID, MENTIONED, NO_REPORT = "未提及", "提到", "没有报告"


def matrix_xlsx(matrix: Matrix) -> bytes:
    """Return the matrix with counts, with shares, and what its words mean."""
    names = [theme.name for theme in matrix.themes]
    heads = ["地区", "上级", "报告数", "段落数", *names]
    widths = [16, 24, 8, 8, *[18] * len(names)]
    meanings = [
        (NOT_SAID, "这个地区的报告没有归入这个主题的段落，主题名称的第一个词也没有出现"),
        (MENTIONED, "没有归入这个主题的段落，但别的段落里出现了主题名称里的词"),
        (NO_REPORT, "这个地区在所选年度没有报告"),
    ]
    return workbook(
        Sheet("段数", heads, _lines(matrix, lambda row, theme: row.counts[theme]), widths),
        Sheet("占比", heads, _lines(matrix, lambda row, theme: f"{row.share(theme):.1%}"), widths),
        Sheet("说明", ["写法", "意思"], meanings, [12, 70]),
    )


def _lines(matrix: Matrix, shown: Callable[[MatrixRow, int], Any]) -> list[Sequence[Any]]:
    lines: list[Sequence[Any]] = []
    for row in matrix.rows:
        cells = [
            shown(row, theme) if count else MENTIONED if row.mentions[theme] else NOT_SAID
            for theme, count in enumerate(row.counts)
        ]
        above = "".join(row.place.chain[:-1]) if row.place else ""
        lines.append([place_label(row.place), above, row.reports, row.passages, *cells])
    nothing = [NO_REPORT] * len(matrix.themes)
    lines.extend([place.name, "".join(place.chain[:-1]), 0, 0, *nothing] for place in matrix.without)
    return lines
