"""Two reports side by side as a workbook."""

from __future__ import annotations

from search.figure_export import MISSING, cell_text
from search.workbook import Sheet, workbook
from search.year_on_year import FigurePair, YearOnYear


def year_on_year_xlsx(compared: YearOnYear) -> bytes:
    """Return a workbook: 数据 with one indicator a row, 做法 with one practice a row, each with both sources."""
    first, second = (_label(info.metadata.year.value, info.name) for info in (compared.earlier, compared.later))
    one_place = compared.one_place
    change = "变化" if one_place else "后一篇比前一篇"
    figures = ["指标", first, second, change, "前一篇的句子", "后一篇的句子", "前一篇的出处", "后一篇的出处"]
    kinds = ("延续", "新增", "未再提到") if one_place else ("两篇都有", "只有后一篇", "只有前一篇")
    lines = [(kinds[0], a.name, a.sentence, a.citation, b.sentence, b.citation) for a, b in compared.continued]
    lines += [(kinds[1], card.name, "", "", card.sentence, card.citation) for card in compared.new]
    lines += [(kinds[2], card.name, card.sentence, card.citation, "", "") for card in compared.dropped]
    practices = ["情况", "做法", "前一篇的句子", "前一篇的出处", "后一篇的句子", "后一篇的出处"]
    return workbook(
        Sheet("数据", figures, [_line(pair, one_place) for pair in compared.figures], [22, 16, 16, 16, 50, 50, 50, 50]),
        Sheet("做法", practices, lines, [10, 24, 50, 50, 50, 50]),
    )


def change_text(pair: FigurePair, *, one_place: bool = True) -> str:
    """Return the change of an indicator with its direction and unit; ``—`` where it cannot be told.

    :param one_place: whether both reports are of one place; between two nothing rises or falls.
    """
    if pair.change is None or pair.later is None:
        return MISSING
    rate = pair.later.figure.unit == "%"
    if pair.change == 0:
        return "持平" if one_place else "相同"
    up, down = ("上升", "下降") if one_place else ("高", "低") if rate else ("多", "少")
    return f"{up if pair.change > 0 else down}{abs(pair.change):,.10g}{'个百分点' if rate else pair.later.figure.unit}"


def _line(pair: FigurePair, one_place: bool) -> tuple[str, ...]:
    sides = (pair.earlier, pair.later)
    values = (cell_text(found) if found else MISSING for found in sides)
    sentences = (found.sentence if found else "" for found in sides)
    sources = (found.citation if found else "" for found in sides)
    return (pair.indicator, *values, change_text(pair, one_place=one_place), *sentences, *sources)


def _label(year: int | None, name: str) -> str:
    return f"{year}年" if year else name
