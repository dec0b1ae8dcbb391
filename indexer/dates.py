"""Dates and years as reports write them."""

from __future__ import annotations

import datetime
import re

from corpus.text import chinese_number, fold

_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2}|[一二][〇零○一二三四五六七八九]{3})\s*(?:年|[-/.])\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})"
    r"\s*(?:月|[-/.])\s*(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?)?"
)


def iso_date(text: str) -> str | None:
    """Return the first date in ``text`` as ``YYYY-MM-DD``, or ``YYYY-MM`` where no day is given; ``None`` if none."""
    match = _DATE.search(fold(text))
    if not match:
        return None
    year, month = _number(match["year"]), _number(match["month"])
    day = _number(match["day"]) if match["day"] else None
    try:
        valid = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return valid.isoformat() if day else valid.isoformat()[:7]


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else chinese_number(numeral.replace("○", "〇")) or 0
