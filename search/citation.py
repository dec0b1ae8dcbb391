"""出处: the line that cites a passage, in the usual Chinese form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.shelf import ReportInfo

_NUMBER = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百]+(?:部分|[章节篇编]|[、.．])|[（(][一二三四五六七八九十\d]+[）)]"
    r"|\d+[.．、]|第[一二三四五六七八九十百]+条)\s*"
)
_HAN = "零一二三四五六七八九十"


def citation(report: ReportInfo, path: Sequence[str], part: int | None) -> str:
    """Return the citation of a passage: 《题名》，发布机构，日期，第×部分（标题），原文链接或文件。

    What is unknown is left out, never filled in.

    :param path: the headings over the passage, from the top.
    :param part: which of the report's top headings it stands under, from 1.
    """
    metadata = report.metadata
    by = metadata.publisher.value or ""
    author = metadata.author.value or ""
    pieces = [
        f"《{report.name}》" if metadata.title.value else report.name,
        " ".join(word for word in (by, author) if word),
        chinese_date(metadata.published.value) or (f"{metadata.year.value}年度" if metadata.year.value else ""),
        _part(path, part),
        metadata.url.value or f"文件“{report.source.name}”",
    ]
    return "，".join(piece for piece in pieces if piece) + "。"


def _part(path: Sequence[str], part: int | None) -> str:
    if not path or part is None:
        return ""
    heading = without_number(path[0])
    return f"第{chinese_ordinal(part)}部分（{heading}）" if heading else f"第{chinese_ordinal(part)}部分"


def without_number(heading: str) -> str:
    """Return a heading without its number and without punctuation at its ends (一、主要做法。 → 主要做法)."""
    return _NUMBER.sub("", heading).strip(" 。；;：:，,")


def chinese_ordinal(number: int) -> str:
    """Return a number below 1000 in Chinese numerals (12 → 十二, 105 → 一百零五)."""
    if number <= 10:
        return _HAN[number]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")
    below = (_HAN[tens] + "十" if tens else "零" if ones else "") + (_HAN[ones] if ones else "")
    return f"{_HAN[hundreds]}百{below}"


def chinese_date(iso: str | None) -> str:
    """Return an ISO date as 2025年1月9日, ``""`` for none."""
    if not iso:
        return ""
    parts = [int(part) for part in iso.split("-")]
    return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
