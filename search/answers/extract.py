"""From sentences and figures to claims: which of them are said, in what order, in what words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from corpus.figures import Figure, Measure
from corpus.model import Place
from corpus.text import fold
from search.answers.amounts import SHARES
from search.answers.answer import AnswerFigure, Claim, Quotation, numbers_of
from search.answers.question import Direction, Question, unquoted
from search.answers.sentences import Scored
from search.answers.wording import Word, coverage
from search.figures import FoundFigure
from search.shelf import ReportInfo, place_label, place_order

Quote = Callable[[Scored], Quotation]

# Steps of a how question that are quoted, and lines of a list.
STEPS, LINES = 3, 12
# What share of the best line's score another line of a list must have.
# Chosen on the dev half with `python -m bench answers --split dev`.
_SHARE_OF_BEST = 0.7
_CLEARLY_LESS = 0.1
# Of an open comparison, one row of so many is told best, and what share of its words the others must have: over the dev
# comparisons of `python -m bench answers --split dev` 26 of 73 wrong rows are dropped so, and 3 of 436 right ones.
_TOLD_BEST, _LEAST_OF_TOLD = 4, 0.5
# Units that are not compared with one another, nor with counts; 家, 户 and 个 are.
_KINDS = frozenset(("%", "‰", "个百分点", "分", "元", "公里", "公斤", "吨", "亩"))
_OF_ALL = re.compile(r"全[年省市县区州旗盟]|共|累计|总[计共]|合计|各级")
# Share of a question's words that a sentence about a quoted name must have.
_MOST_WORDS = 0.6
_DEFINES = r"(?:是指|指的是|即|就是|是|，即|：|——|，指|,即|\()"


def definition(question: Question, sentences: Sequence[Scored], quote: Quote) -> list[Claim]:
    """Return the sentences that say what a term is, the one that defines it first; none if no sentence has it.

    A name in quotation marks may be part of what is asked (企业开办“1050”标准): then most of the words are enough.
    """
    inside = [name for name in question.quoted if name in question.topic]
    # 北京讲的“双抓手”: what stands around a name in quotation marks is no part of it.
    term = _plain(max(inside or question.quoted or (question.topic,), key=len))
    holding = [scored for scored in sentences if term in _plain(scored.text)]
    if not holding and question.quoted:
        holding = [scored for scored in sentences if scored.words >= _MOST_WORDS]
    defines = re.compile(rf"{re.escape(term)}(?:工作法|机制|模式|制度|体系|平台)?{_DEFINES}")
    holding.sort(key=lambda scored: (not defines.search(_plain(scored.text)), -scored.score))
    return [claim(quote(scored)) for scored in holding[:STEPS]]


def _plain(text: str) -> str:
    """Return a text folded and without quotation marks: “三端”工作法 is 三端工作法 in a question."""
    return unquoted(fold(text))[0]


def listed(
    sentences: Sequence[Scored], place_of: Callable[[int], Place | None], quote: Quote, most: int = LINES
) -> list[Claim]:
    """Return one sentence of each place, the best first; reports that name no place stand each for themselves."""
    chosen: dict[object, Scored] = {}
    for scored in sentences:
        if scored.answers:
            chosen.setdefault(place_of(scored.row) or scored.row, scored)
    best = next(iter(chosen.values())).score if chosen else 0.0
    kept = [scored for scored in chosen.values() if scored.score >= _SHARE_OF_BEST * best]
    return [claim(quote(scored)) for scored in kept[:most]]


def steps(sentences: Sequence[Scored], quote: Quote, most: int = STEPS) -> list[Claim]:
    """Return the sentences that say how, report after report, the one with the best sentence first."""
    reports = list(dict.fromkeys(scored.row for scored in sentences[:most]))
    chosen = sorted(sentences[:most], key=lambda scored: (reports.index(scored.row), scored.span))
    return [claim(quote(scored)) for scored in chosen]


def in_order(sentences: Sequence[Scored], quote: Quote, most: int = LINES) -> list[Claim]:
    """Return sentences as they stand in their reports, from the first on: a part of a report that is asked for whole."""
    return [claim(quote(scored)) for scored in sorted(sentences, key=lambda scored: (scored.row, scored.span))[:most]]


def claim(quotation: Quotation) -> Claim:
    """Return a quotation as a statement of its own."""
    return Claim(quotation.quote, (quotation,), label_of(quotation.report))


def label_of(info: ReportInfo) -> str:
    """Return place and year of a report, e.g. 郯城县 2023年."""
    year = info.metadata.year.value
    name = place_label(info.place) if info.place else info.name
    return f"{name} {year}年" if year else name


# ---------------------------------------------------------------- figures


def best_of_each(found: Sequence[FoundFigure]) -> list[FoundFigure]:
    """Return the figures of each indicator, place and year: the exact one, or all values that sources give.

    The place as a whole comes before its bodies; years from the latest.
    """
    groups: dict[object, list[FoundFigure]] = {}
    for item in found:
        figure = item.figure
        groups.setdefault((figure.indicator, figure.place, figure.period, figure.measure), []).append(item)
    kept: list[FoundFigure] = []
    for group in groups.values():
        whole = [item for item in group if not item.figure.body] or group
        seen: set[float] = set()
        for item in [item for item in whole if item.figure.exact] or whole:
            if item.figure.value not in seen:
                seen.add(item.figure.value)
                kept.append(item)
    kept.sort(
        key=lambda item: (
            item.figure.measure is not Measure.LEVEL,
            place_order(item.figure.place),
            -(item.figure.period.end or 0),
        )
    )
    return kept


def worded_best(found: Sequence[FoundFigure], worded: Callable[[FoundFigure], float]) -> list[FoundFigure]:
    """Drop figures of a report that are worded less like the question than another of the same report, place and year.

    :param worded: returns how much of the question's words stand in a figure's clause, ``0..1``.
    """
    best: dict[object, float] = {}
    scores = [worded(item) for item in found]
    keys = [(item.report.id, item.figure.indicator, item.figure.place, _when(item.figure)) for item in found]
    for key, score in zip(keys, scores, strict=True):
        best[key] = max(best.get(key, 0.0), score)
    return [item for item, key, score in zip(found, keys, scores, strict=True) if score >= best[key] - _CLEARLY_LESS]


def whole_first(
    found: Sequence[FoundFigure], clause: Callable[[FoundFigure], str]
) -> tuple[list[FoundFigure], list[FoundFigure]]:
    """Divide figures into those that answer, and others of the same report, place and year that count a part of it.

    Where a report gives several counts under one name and the question tells none of them apart, the one that is said to
    be of all (全年共调解1.5万余件 beside 律师调解1800余件) answers, or else the largest. Rates have no parts.

    :param clause: returns the clause in which a figure stands.
    """
    groups: dict[object, list[FoundFigure]] = {}
    for item in found:
        figure = item.figure
        key = (item.report.id, figure.indicator, figure.place, _when(figure), figure.measure, figure.body)
        groups.setdefault(key, []).append(item)
    kept: list[FoundFigure] = []
    for group in groups.values():
        if any(item.figure.unit in SHARES for item in group):
            kept += group
            continue
        largest = max(group, key=lambda item: (bool(_OF_ALL.search(clause(item))), item.figure.value))
        kept += [item for item in group if item.figure.value == largest.figure.value]
    return [item for item in found if item in kept], [item for item in found if item not in kept]


def _when(figure: Figure) -> object:
    """Return the year of a figure, 截至2024年 among those of 2024, or its years."""
    return figure.period.year or figure.period


def best_of_each_place(rows: Sequence[AnswerFigure], *, years: bool) -> list[AnswerFigure]:
    """Return the best figure of each place, or of each place and year if years are asked for."""
    chosen: dict[object, AnswerFigure] = {}
    for row in rows:
        chosen.setdefault((row.place or row.quotation.report.id, row.period if years else None), row)
    return list(chosen.values())


def told_at_best(rows: Sequence[AnswerFigure], words: Sequence[Word]) -> float:
    """Return the share of a question's words that the sentence of a row has at best, ``0..1``; 0 for no rows."""
    return max((coverage(words, row.quotation.quote) for row in rows), default=0.0)


def told_as_most(rows: Sequence[AnswerFigure], words: Sequence[Word]) -> list[AnswerFigure]:
    """Return the rows of an open comparison whose sentences have as many of the question's words as those told best.

    群众安全感满意度 of some places, and what they say of nothing but 满意度, are not compared. Where only a few have more
    words than the others, as 立改废 for 制定, they are said by the way and decide nothing.
    """
    told = [coverage(words, row.quotation.quote) for row in rows]
    if not told:
        return []
    least = _LEAST_OF_TOLD * sorted(told, reverse=True)[math.ceil(len(told) / _TOLD_BEST) - 1]
    return [row for row, share in zip(rows, told, strict=True) if share >= least]


def of_one_kind(rows: Sequence[AnswerFigure]) -> list[AnswerFigure]:
    """Return the rows of a comparison that are shares, points or counts, whichever most of them are: 40% is not more than 4辆.

    All of them, if no kind is that of more than half.
    """
    kinds = [row.unit if row.unit in _KINDS else "" for row in rows]
    most = max(set(kinds), key=kinds.count, default="")
    return [row for row, kind in zip(rows, kinds, strict=True) if kind == most or kinds.count(most) * 2 <= len(kinds)]


def ranked(rows: Sequence[AnswerFigure], direction: Direction) -> list[AnswerFigure]:
    """Return rows by value where an end of the ranking is asked for, else as they are."""
    if direction is Direction.NONE:
        return list(rows)
    return sorted(rows, key=lambda row: row.value, reverse=direction is Direction.HIGHEST)


def figure_claim(row: AnswerFigure) -> Claim:
    """Return a figure as a statement."""
    return Claim(said(row), (row.quotation,), f"{row.place_name} {row.year}".strip())


def said(row: AnswerFigure) -> str:
    """Return a figure in one line with its place, year, name and unit."""
    return f"{row.place_name}{row.year}{row.name}：{row.shown}"


def as_text(claims: Sequence[Claim], said_first: str = "") -> str:
    """Return claims as one text, a line each, with the numbers of their quotations.

    :param said_first: a line before them, ``""`` for none.
    """
    lines = [said_first] if said_first else []
    for item, numbers in zip(claims, numbers_of(claims), strict=True):
        marks = "".join(f"[{number}]" for number in numbers)
        # A figure says itself whose it is.
        says_whose = item.text.startswith(item.label.split(" ")[0])
        lines.append(f"{item.text}{marks}" if says_whose or item.by_model else f"{item.label}：{item.text}{marks}")
    return "\n".join(lines)


def winner(question: Question, rows: Sequence[AnswerFigure]) -> str:
    """Return the line that says which row is at the end that is asked for, ``""`` if none is asked."""
    if question.direction is Direction.NONE or len(rows) < 2:
        return ""
    names = "、".join(dict.fromkeys(row.place_name for row in rows if row.value == rows[0].value))
    return f"{question.direction}的是{names}（{rows[0].shown}）。"
