"""Years in what a user types: the value of a filter, and years named in running text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from corpus.model import Span
from corpus.text import chinese_number, fold

# Reports of governments have been put on the web since the 1990s; a filter may name any year a report can be about.
POSSIBLE = range(1949, 2100)
# In running text an earlier year is mostly part of a law's history: 1989年行政诉讼法.
_EARLIEST_NAMED = 2000

_DASH = r"\s?(?:[-—–―~至到]{1,2})\s?"
_HAN_DIGITS = "〇零○o一二三四五六七八九"
_FULL = rf"(?:(?:19|20)\d\d(?!\d)|二[{_HAN_DIGITS}]{{3}}|一九[{_HAN_DIGITS}]{{2}})"
# 2023年度报告: the 年度 belongs to the kind of report.
_KIND = r"度(?:工作)?报告"
_UNIT = rf"(?:年(?!{_KIND})(?:度(?!假))?|(?=年{_KIND}))"
# What is counted: 2023件, 2023余人, and what makes a number of another sort of it: 2023号.
_COUNTED = re.compile(
    r"\s?(?:[多余来几]?(?:[件个起名次万千百亿元号家户场份条项期套台辆米亩吨天岁分页字款章处所支批例宗种类位只座栋倍平]|人(?!民)|公里|小时))"
)
# 十三五期间 is five years, 八五普法 and 十四五规划 are names.
_FIVE_YEARS = re.compile(r"[“\"]?十([二三四五])五[”\"]?(?:期间|时期|以来)")
_RANGE = re.compile(rf"(?<![\d.第])({_FULL})(?:年度?)?{_DASH}({_FULL}|\d\d(?=年))(?:{_UNIT}|(?![\d.%]))")
_SINCE = re.compile(rf"(?<![\d.])({_FULL})年以来")
_SINGLE = re.compile(rf"(?<![\d.])({_FULL})\s?{_UNIT}")
_BARE = re.compile(r"(?<![\da-z.第/-])(?<![第年]\s)((?:19|20)\d\d)(?![\da-z.%/年-])")
_DOCUMENT_NUMBER = re.compile(r"[\])]\s?第?\d+号")
# 23年 may be a length of time, so it must stand at the beginning and not go on as one.
# Reports of earlier years are hardly asked for in this way, lengths of time are: 10年.
_SHORT = r"(?:1[5-9]|2\d|二[〇零○一二三四五六七八九])"
_SHORT_YEAR = re.compile(
    rf"(?:(?<=[\s,，、。；;(（\"“])|^)({_SHORT})(?:年?{_DASH}({_SHORT}))?年(?![来内间期以之后前多的龄])(?!度报告)度?"
)
_RELATIVE = (
    (re.compile(r"(?<![过比较])去年|(?<![以比较])上一?年(?:度|(?![级龄以]))"), 1),
    (re.compile(r"(?<![如当现而至])今年(?!轻)|本年度"), 0),
    (re.compile(r"(?<![以目之年日])前年(?!后)"), 2),
)
_RECENT = re.compile(r"(?:最?近|过去)([两二三四五六七八九十]|[2-9]|10)年")


def read_years(value: str) -> tuple[int, ...] | None:
    """Return the years a filter's value names (2023, 2023年度, 二〇二三, 2021—2023), ``None`` if it names none."""
    text = fold(value).strip()
    match = re.fullmatch(rf"({_FULL})(?:年度?)?(?:{_DASH}({_FULL}|\d\d)(?:年度?)?)?", text)
    if not match:
        return None
    years = _between(match[1], match[2] or match[1])
    return years if all(year in POSSIBLE for year in years) else None


def years_named(text: str, held: Collection[int], today: date) -> Iterator[tuple[Span, tuple[int, ...]]]:
    """Yield the years named in running text with where they are named; numbers that are no years are left out.

    :param held: the years of the reports at hand; others count only from 2000 to this year.
    """
    folded = fold(text)
    taken = bytearray(len(folded))
    for span, years in _all_years(folded, held, today):
        sensible = tuple(year for year in years if year in held or _EARLIEST_NAMED <= year <= today.year)
        if sensible and not any(taken[span.start : span.end]):
            yield span, sensible
        taken[span.start : span.end] = b"\1" * (span.end - span.start)


def _all_years(text: str, held: Collection[int], today: date) -> Iterator[tuple[Span, tuple[int, ...]]]:
    """Yield every reading, the longer ones first."""
    for match in _RANGE.finditer(text):
        yield Span(*match.span()), _between(match[1], match[2])
    for match in _SINCE.finditer(text):
        yield Span(*match.span()), _between(match[1], str(today.year))
    for match in _SINGLE.finditer(text):
        yield Span(*match.span()), _between(match[1], match[1])
    for match in _BARE.finditer(text):
        if not _COUNTED.match(text, match.end()) and not _DOCUMENT_NUMBER.match(text, match.end()):
            yield Span(*match.span()), (int(match[1]),)
    for match in _SHORT_YEAR.finditer(text):
        yield Span(*match.span()), _between(match[1], match[2] or match[1])
    for match in _FIVE_YEARS.finditer(text):
        # the twelfth plan began in 2011
        first = 2011 + 5 * "二三四五".index(match[1])
        yield Span(*match.span()), tuple(range(first, first + 5))
    for pattern, ago in _RELATIVE:
        for match in pattern.finditer(text):
            yield Span(*match.span()), (today.year - ago,)
    for match in _RECENT.finditer(text):
        # A report on a year appears after it, so this year counts only where there are reports on it.
        last = today.year if today.year in held else today.year - 1
        yield Span(*match.span()), tuple(range(last - _number(match[1]) + 1, last + 1))


def counted_from(text: str, newest: int) -> str:
    """Return a text with the years that it counts from today counted from another year: 去年 of 2025 is 2024年.

    Whoever reads reports of 2022 means with 今年 what these mean.
    """
    for pattern, ago in _RELATIVE:
        text = pattern.sub(f"{newest - ago}年", text)
    return _RECENT.sub(lambda match: f"{newest - _number(match[1]) + 1}—{newest}年", text)


def _between(first: str, last: str) -> tuple[int, ...]:
    """Return the years from first to last; 2021 to 23 ends in 2023."""
    start, stop = _number(first), _number(last)
    if start < 100:
        start += 2000
    if stop < 100:
        stop += start // 100 * 100
    return tuple(range(min(start, stop), max(start, stop) + 1))


def _number(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    return chinese_number(digits.replace("○", "〇").replace("o", "〇")) or 0
