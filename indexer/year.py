"""The year a report is about, weighed from what it says of itself.

A document number 〔2019〕28号, a date in a site's header and a plan's 2021—2025年 are not that year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Evidence, Fact, Span
from corpus.text import fold
from indexer.dates import year_value

_YEAR = r"(?P<year>20[0-3]\d|二[〇零○][一二三四五六七八九〇零○]{2})"
_NOT_RANGE = r"(?![\d]*\s*[-—–~至到])"
_TITLE_YEAR = re.compile(
    rf"(?<![\d〔\[(—–\-至]){_YEAR}\s*年?\s*(?:度|上半年|下半年)?{_NOT_RANGE}(?!\s*[\]〕)]\s*\d+号)"
)
_NOW_REPORT = re.compile(rf"{_YEAR}\s*年(?:度)?[^。]{{0,40}}?(?:报告|汇报|总结|公布|述职|述法)如下")
_OPENING = re.compile(rf"^\s*{_YEAR}\s*年(?P<since>以来)?度?[,是\u4e00-\u9fff]")
_SPOKEN_YEAR = re.compile(rf"(?<![\d到为至在—–-]){_YEAR}\s*年(?:度|以来|全年)?,")
# Several years: no single one is what the report is about.
_PERIOD = re.compile(
    r"20\d\d\s*年?\s*[-—–~至到]+\s*20\d\d|[两二三四五]年来|“?十[二三四五六]五”?(?:时期|期间|以来|规划)"
)
_QUOTED = re.compile(r"[《(\[][^》)\]]*[》)\]]")
_THIS_YEAR = re.compile(r"今年(?:以来|上半年|[前1-9一二三四五六七八九十]|[,年])|今年")
_LAST_YEAR = re.compile(r"去年|上年")
_WHOLE_YEAR = re.compile(r"全年|年内")

# The opening in which a report names its year; later years are plans and comparisons.
_OPENING_LENGTH = 400
# Reports on a whole year appear in the first months of the next.
_LAST_MONTH_FOR_LAST_YEAR = 4


def recognise_year(
    text: str, *, title: Span | None, body: Span, published: str | None, cover: Sequence[str] = (), name: str = ""
) -> Fact[int]:
    """Recognise the year a report is about.

    :param title: span of the title, if any; ``body`` the span after title, date and byline.
    :param published: ISO date of publication, if known.
    :param cover: titles on the cover of the anthology the report is in.
    :param name: the file's name, the last thing to go by.
    :return: unknown where nothing says it; the title's year is a candidate where the text contradicts it.
    """
    titled = _stated(text, title, _TITLE_YEAR, "标题中的年份", 0.98)
    reported = _stated(text, body, _NOW_REPORT, "“现将……年情况报告如下”", 0.96)
    opening = _opens_with_year(text, body)
    if titled:
        return _corrected(titled, reported, opening, published)
    several = title is not None and _PERIOD.search(fold(title.of(text)))
    return (
        reported
        or (Fact() if several else None)
        or opening
        or _relative(text, body, published)
        or _opening_year(text, body)
        or _from_name(cover, "汇编封面的年份")
        or _from_name((name,), "文件名中的年份")
        or Fact()
    )


def _corrected(
    titled: Fact[int], reported: Fact[int] | None, opening: Fact[int] | None, published: str | None
) -> Fact[int]:
    """Return the title's year, unless the text reports the year before, which a title named after its issue can do."""
    early = (
        published is not None
        and int(published[5:7]) <= _LAST_MONTH_FOR_LAST_YEAR
        and published[:4] == str(titled.value)
    )
    stated = reported or (opening if early else None)
    if stated is None or titled.value is None or stated.value != titled.value - 1:
        return titled
    return Fact(stated.value, 0.7, (*stated.evidence, *titled.evidence), (f"{titled.value}年",))


def _opens_with_year(text: str, body: Span) -> Fact[int] | None:
    """Read the year the body begins with; 2018年以来 begins a period if a later year follows."""
    span = Span(body.start, min(body.end, body.start + 40))
    match = _OPENING.search(fold(span.of(text)))
    if match and match["since"]:
        later = (year_value(year["year"]) for year in _SPOKEN_YEAR.finditer(fold(body.of(text))))
        if any(year > year_value(match["year"]) for year in later):
            return None
    return _stated(text, span, _OPENING, "开头的年份", 0.93)


def _stated(text: str, span: Span | None, pattern: re.Pattern[str], rule: str, confidence: float) -> Fact[int] | None:
    if span is None:
        return None
    match = pattern.search(fold(span.of(text)))
    if not match:
        return None
    where = Span(span.start + match.start("year"), span.start + match.end("year"))
    return Fact(year_value(match["year"]), confidence, (Evidence(rule, where.of(text), where),))


def _relative(text: str, body: Span, published: str | None) -> Fact[int] | None:
    """Read 今年 and 去年 against the date of publication."""
    if published is None:
        return None
    year, month = int(published[:4]), int(published[5:7])
    words = body.of(text)
    this_year, last_year = _THIS_YEAR.search(words), _LAST_YEAR.search(words)
    early = month <= _LAST_MONTH_FOR_LAST_YEAR
    if this_year and not (early and last_year and _count(_LAST_YEAR, words) > _count(_THIS_YEAR, words)):
        return _dated(text, body, this_year, year, "“今年”与成文日期", 0.85)
    if early and (last_year or _WHOLE_YEAR.search(words)):
        match = last_year or _WHOLE_YEAR.search(words)
        return _dated(text, body, match, year - 1, "“去年”“全年”与成文日期", 0.75) if match else None
    if last_year:
        return _dated(text, body, last_year, year, "“去年”与成文日期", 0.7)
    if not early and str(year) in words:
        offset = words.index(str(year))
        where = Span(body.start + offset, body.start + offset + 4)
        return Fact(year, 0.7, (Evidence("正文所述年份与成文日期一致", where.of(text), where),))
    return Fact(year, 0.6, (Evidence("成文日期所在年份", published),)) if not early else None


def _count(pattern: re.Pattern[str], words: str) -> int:
    return len(pattern.findall(words))


def _dated(text: str, body: Span, match: re.Match[str], year: int, rule: str, confidence: float) -> Fact[int]:
    where = Span(body.start + match.start(), body.start + match.end())
    return Fact(year, confidence, (Evidence(rule, where.of(text), where),))


def _opening_year(text: str, body: Span) -> Fact[int] | None:
    """Take the only year that the opening speaks in (2024年,…), plans and the titles of documents aside."""
    span = Span(body.start, min(body.end, body.start + _OPENING_LENGTH))
    matches = list(_SPOKEN_YEAR.finditer(_QUOTED.sub(lambda match: " " * len(match[0]), fold(span.of(text)))))
    years = {year_value(match["year"]) for match in matches}
    if len(years) != 1 or _PERIOD.search(fold(span.of(text))):
        return None
    where = Span(span.start + matches[0].start("year"), span.start + matches[0].end("year"))
    return Fact(years.pop(), 0.6, (Evidence("开头一段中唯一的年份", where.of(text), where),))


def _from_name(names: Sequence[str], rule: str) -> Fact[int] | None:
    """Take the year in a cover's or file's name; a web page's later title (2023年(24篇)…) counts less than its last."""
    for line in reversed(names):
        match = _TITLE_YEAR.search(fold(line))
        if match and not _PERIOD.search(fold(line)):
            return Fact(year_value(match["year"]), 0.5, (Evidence(rule, line),))
    return None
