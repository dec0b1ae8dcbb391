"""Ranks that a question asks for: 全国排第几 is answered by 居全国第5位, which is no figure of the dictionary's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.figures import Figure, Measure, Period
from corpus.model import Span
from corpus.numbers import han_value
from corpus.text import fold
from search.answers.sentences import Scored
from search.shelf import ReportInfo

UNIT = "位"
ASKS_RANK = re.compile(
    r"排(?![查放除水污])[^,，。?？]{0,8}第?几(?![件个项家名位人次起条])|(?:位?列|居|名列)[^,，。?？]{0,8}第几"
    r"|第几[名位]?(?=$|[?？呢,，])|[排位]名(?:多少|如何|怎么?样|情况)?(?=$|[?？呢,，])|(?<!单)[名位]次(?!数)"
)
_RANK = re.compile(
    r"(?:(?:排名?|位?列|居|名列|获评?|[跃升]至|为)[^,，;；。、]{0,10}|全[国省市县区州][^,，;；。、]{0,6})"
    r"(?P<rank>第\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[位名]?)(?=$|[\s,，;；。、)）])"
)


def ranks_in(scored: Scored, info: ReportInfo) -> Iterator[Figure]:
    """Yield the ranks that a sentence states, each as a figure of the report's place and the year it looks back on."""
    told = info.years_told
    year = min(told) if told else None
    for match in _RANK.finditer(fold(scored.text)):
        number = match["number"]
        value = int(number) if number.isdigit() else han_value(number)
        if value:
            start = scored.span.start
            span = Span(start + match.start("rank"), start + match.end("rank"))
            yield Figure(
                span,
                scored.span,
                None,
                "",
                float(value),
                None,
                UNIT,
                "",
                Period(year, year),
                info.place,
                "",
                Measure.LEVEL,
            )
