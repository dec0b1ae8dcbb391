"""Dates and years as reports write them."""

from __future__ import annotations

import datetime
import re

from corpus.text import chinese_number, fold

#: A year in digits or Chinese numerals, in folded text; ○, o and 0 stand in for 〇 in many files.
YEAR_PATTERN = r"(?:(?:19|20)\d{2}|[一二][〇零○o0一二三四五六七八九]{3})"
_DATE = re.compile(
    rf"(?P<year>{YEAR_PATTERN})\s*(?:年|[-/.])\s*(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})"
    r"\s*(?:月|[-/.])\s*(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?)?"
)
_CLOCK = r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
_DATELINE = re.compile(rf"[(\[]?\s*(?:{_DATE.pattern}){_CLOCK}\s*[)\]]?$")
_DATE_ENDS = tuple("日月)）]］〕0123456789０１２３４５６７８９")
_CLOSING_DATE = re.compile(rf"(?:{_DATE.pattern})$")


def iso_date(text: str) -> str | None:
    """Return the first date in ``text`` as ``YYYY-MM-DD``, or ``YYYY-MM`` where no day is given; ``None`` if none."""
    match = _DATE.search(fold(text))
    if not match:
        return None
    year, month = year_value(match["year"]), year_value(match["month"])
    day = year_value(match["day"]) if match["day"] else None
    try:
        valid = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return valid.isoformat() if day else valid.isoformat()[:7]


def is_dateline(text: str) -> bool:
    """Tell whether a line is nothing but a date, with or without brackets and the time of day."""
    return len(text) <= 30 and text[-1:] in _DATE_ENDS and bool(_DATELINE.match(fold(text)))


def closing_date(text: str) -> int | None:
    """Return the offset at which the full date begins that ends ``text``, or ``None``."""
    if not text.endswith("日"):
        return None
    start = max(0, len(text) - 20)
    match = _CLOSING_DATE.search(fold(text[start:]))
    return start + match.start() if match else None


def year_value(numeral: str) -> int:
    """Return the value of a numeral of a date, in digits or Chinese numerals; 0 if it is none."""
    return int(numeral) if numeral.isdigit() else chinese_number(re.sub("[○o0]", "〇", numeral)) or 0
