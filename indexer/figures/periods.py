"""When a figure is about: the words of time in a sentence, and the years they mean in a report of a given year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.figures import Period
from corpus.model import Span
from corpus.numbers import HAN_DIGIT, han_value

_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:\s*年?\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?(?:底|末|初)?"
_WITHIN = r"(?:\s*(?:上半年|下半年|前?[一二三四]季度|\d{1,2}月?\s*[-—–~～至到]{1,2}\s*\d{1,2}月(?:份|底)?|\d{1,2}\s*月(?:份|底|\s*\d{1,2}\s*日)?))"
# 较去年同期增长73.3% is told of this year.
_CHANGES = "增|升|上涨|提高|提升|下降|降|减|回落|压缩|缩短|翻|多|少"
_TIMES = re.compile(
    rf"(?P<span>(?P<from>{_YEAR})\s*年?(?:\d{{1,2}}月)?\s*(?:[-—–~～至到]{{1,2}}|以来至)\s*(?P<to>{_YEAR})\s*年?{_DAY})"
    rf"|(?P<until>(?:截[至止]到?|截[至止]到?目前)\s*(?P<at>{_YEAR})\s*年?{_DAY})"
    rf"|(?P<untilnow>截[至止](?:到)?(?:目前|今年|现在|\d{{1,2}}月(?:底|\d{{1,2}}日)?|年底|上半年)?|迄今|至今|目前)"
    rf"|(?P<since>(?:自|从)?(?P<first>{_YEAR})\s*年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?\s*(?:以来|至今|起至今))"
    rf"|(?P<year>(?P<one>{_YEAR})\s*年(?!版|\s*以前|前){_WITHIN}?)"
    rf"|(?P<lastsince>去年以来|上年以来)|(?P<compared>(?:较|比|与|同|高于|低于)(?:{_YEAR}\s*年|去年|上一?年度?|前年)(?:度|全年|同期|同比|年?底|年?末)*(?:相比|(?=(?:的\d[^,，。；;、]*|[^\d,，。；;、]*)(?:{_CHANGES}))))"
    rf"|(?P<last>(?:去年|上年度?|上一年度?){_WITHIN}?)|(?P<beforelast>前年)"
    rf"|(?P<past>过去一年|一年来)|(?P<this>(?:今年|本年度?|全年(?!任务|目标|计划)|年内){_WITHIN}?|{_WITHIN})"
    rf"|(?P<years>(?<!连续)(?:近|过去|最近)?\s*(?P<count>{HAN_DIGIT}|十|\d{{1,2}})\s*年(?:来|多来|间))|(?P<recent>近\s*(?P<some>{HAN_DIGIT}|\d)\s*年)"
    r"|(?P<congress>(?:党的)?十(?P<which>[八九])大以来)|(?P<twentieth>(?:党的)?(?:二十|20)大以来)"
    r"|(?P<plan>[“\"]?十(?P<number>[三四])五[”\"]?(?P<plansince>以来)?)"
    r"|(?P<weak>累计|现有|已有|近年来?|近几年来?|多年来)"
)
_CONGRESSES = {"八": 2012, "九": 2017}
_PLANS = {"三": (2016, 2020), "四": (2021, 2025)}
_NAMES = re.compile(r"《[^《》]*》|“[^“”]{1,20}”(?!期间|时期|以来)|[(][^()]*[)]|[\[]\d{4}[\]]\d+号")


@dataclass(frozen=True)
class Time:
    """A time named in a sentence.

    :param weak: says only that something has come together (累计, 现有); an exact time before it wins.
    """

    span: Span
    period: Period
    weak: bool = False


@dataclass(frozen=True)
class Calendar:
    """What the words of time mean in a report.

    :param year: the year the report is about, ``None`` if unknown.
    :param ahead: the passage speaks of the year to come; 全年 and the like in a 政府工作报告 look back otherwise.
    :param past: the year such a report looks back on, if it is not ``year``.
    """

    year: int | None
    past: int | None = None
    ahead: bool = False

    @property
    def default(self) -> Period:
        """The period of a figure where nothing names one."""
        year = self.past if self.past is not None and not self.ahead else self.year
        return Period(year, year)


def find_times(sentence: str, calendar: Calendar) -> list[Time]:
    """Return the times of a folded sentence from the left; those in titles, names and brackets left out."""
    taken = bytearray(len(sentence) + 1)
    for match in _NAMES.finditer(sentence):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    times = []
    for match in _TIMES.finditer(sentence):
        if taken[match.start()]:
            continue
        period = _period(match, calendar)
        if period is not None:
            times.append(Time(Span(*match.span()), period, weak=bool(match["weak"])))
    return times


def _period(match: re.Match[str], calendar: Calendar) -> Period | None:
    if match["compared"]:
        return None
    if match["span"]:
        return Period(int(match["from"]), int(match["to"]))
    if match["until"]:
        return Period(None, int(match["at"]))
    if match["year"]:
        return Period(int(match["one"]), int(match["one"]))
    now = calendar.default.end
    if match["since"]:
        return Period(int(match["first"]), now)
    if calendar.year is None or now is None:
        return None
    return _relative(match, calendar.year, now, looks_back=calendar.past is not None)


def _relative(match: re.Match[str], year: int, now: int, *, looks_back: bool) -> Period | None:
    """Return what a time means that is counted from the report's year.

    :param year: 今年; ``now`` the year told of, which a 政府工作报告 puts a year back: 去年 is that year.
    """
    if match["untilnow"] or match["weak"]:
        return Period(None, now)
    if match["lastsince"]:
        return Period(year - 1, now)
    if match["last"]:
        return Period(year - 1, year - 1)
    if match["beforelast"]:
        return Period(year - 2, year - 2)
    if match["past"]:
        return Period(now, now)
    if match["this"]:
        this = year if match["this"].lstrip().startswith(("今", "本")) or not looks_back else now
        return Period(this, this)
    if match["years"] or match["recent"]:
        count = match["count"] or match["some"]
        length = int(count) if count.isdigit() else han_value(count) or 1
        return Period(now - length + 1, now)
    if match["congress"]:
        return Period(_CONGRESSES[match["which"]], now)
    if match["twentieth"]:
        return Period(2022, now)
    first, last = _PLANS[match["number"]]
    return Period(first, now if match["plansince"] else last)
