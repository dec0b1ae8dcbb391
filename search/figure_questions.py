"""Figures that a query asks for: 科左后旗2024年行政复议纠错率是多少 is answered with the figure and its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.indicators import IndicatorKind, Indicators
from corpus.model import Span
from corpus.subjects import Surroundings, find_objects, name_subject
from corpus.text import fold
from search.figures import FigureQuery, FigureSearch, FoundFigure
from search.spoken import as_written
from search.understanding import Chip

# Shown above the passages; the rest is one click away on the page of figures.
SHOWN = 3
# A query without any of these looks for what was done, not for how much.
_ASKS = re.compile(
    r"多少|几[个件起人名次场家份条项部支所座期批类户]|[谁个家里][^,，。]{0,12}多[?？呢]?$|[率数量]|多高|占比|比例|人次|人数|金额|满意度|增速|数据|指标|统计|排名|最[高低多少]"
)
_CUT = re.compile(r"[,，。;；?？!！\s]|以及|还有|和(?!解)|与|及(?!时)|(?<=[\u3400-\u9fff])[设建]在|位于")
_QUESTION = re.compile(
    r"(?:是|有|为|达到?|共|一共|分别|大概|各)*(?:多少|几)(?:[个件起人名次场家份条项元]|人次|百分之)?.*$|(?:的)?(?:数据|指标|统计|排名|情况|怎么样|如何|多高|最[高低多少].*|哪.*)$"
)
# The unit is one that figures have, or it would be taken for the beginning of the noun: 多少律师.
_HOW_MANY = re.compile(
    r"(?:多少|几)[余多]?(?:[十百千万亿]*)(?P<unit>件次|人次|场次|批次|公里|[件起宗项条份个名人位次场期家户部支所座批元%])?"
)
_AMONG = re.compile(r"[里中][,，]|当中|其中|里[面头]")
# A noun of its own behind 几条; 多少件案件 says nothing.
THING = re.compile(r"(?!案件|事项|问题|人员|项目|企业|群众)[\u3400-\u9fff]{2}")
_WHERE = re.compile(r"(?:设在|建在|进驻?|[在到入由向给])$")
_COUNT_SUFFIX = re.compile(r"(?:人数|人次|场次|次数|数)$")
_SHORTEST_STEM = 4
_LEADING = re.compile(r"^(?:请问|查询?|我想知道|各地|全国|的|年度?|去年|今年)+")


@dataclass(frozen=True)
class FigureAnswer:
    """What the reports give for an indicator that a query asks for.

    :param figures: the first of them, those of the places and years asked for.
    :param total: how many there are for these places and years.
    :param elsewhere: how many there are of other places or years.
    """

    indicator: str
    figures: tuple[FoundFigure, ...]
    total: int
    elsewhere: int


def answer_figures(text: str, chips: Sequence[Chip], figures: FigureSearch) -> tuple[FigureAnswer, ...]:
    """Return the figures a query asks for, an answer an indicator; none if it asks for no figure.

    :param text: the free words of the query; ``chips`` what was recognised in them.
    """
    wanted = asked_indicators(text, chips, figures.indicators)
    if not wanted:
        return ()
    places = tuple(name for chip in chips if chip.field == "place" for name in chip.value)
    years = tuple(year for chip in chips if chip.field == "year" for year in chip.value)
    given, answers = figures.given(), []
    for indicator in wanted:
        everywhere = given.get(indicator, 0)
        if everywhere:
            found, total = figures.first(FigureQuery((indicator,), places, years), SHOWN)
            answers.append(FigureAnswer(indicator, found, total, everywhere - total))
    return tuple(answers)


def asked_indicators(text: str, chips: Sequence[Chip], indicators: Indicators) -> tuple[str, ...]:
    """Return the indicators that a query asks the figures of, in the order it names them."""
    folded = fold(text)
    for chip in sorted(chips, key=lambda chip: chip.span, reverse=True):
        if chip.field in ("place", "year"):
            folded = folded[: chip.span.start] + " " + folded[chip.span.end :]
    folded = as_written(folded)
    if not _ASKS.search(folded):
        return ()
    found = [entry.name for entry in indicators.entries if entry.name.lower() in folded]
    found.sort(key=lambda name: folded.index(name.lower()))
    objects = find_objects(folded, len(folded), indicators)
    counted = list(_counted(folded, indicators))
    if counted and _AMONG.search(folded):
        # 收到的复议申请里,最后受理了几件 asks for those accepted.
        return tuple(dict.fromkeys(counted))
    found += [name for name in counted if name not in found]
    for name in found:
        folded = folded.replace(name.lower(), " ")
    counts = re.search(r"率|比例|占比|满意度|增速", folded) is None
    if counts and not found:
        found += _by_stem(folded, indicators)
    for piece in _CUT.split(_thing_counted(folded) if not found else folded):
        words = _LEADING.sub("", _QUESTION.sub("", piece))
        subject = None
        if len(words) > 1:
            end = len(words)
            subject = name_subject(Surroundings(words, 0, Span(end, end), end, objects), "", indicators)
        if subject and (subject.indicator.kind is not IndicatorKind.RATE or not counts):
            found.append(subject.indicator.name)
    return tuple(dict.fromkeys(found))


def _thing_counted(folded: str) -> str:
    """Return the clause that says what is counted, if it does; else the whole question.

    翻执法卷宗,一共提了几条整改意见 asks for opinions, of which the dictionary may know nothing, not for files.
    """
    for match, start, end in _how_many(folded):
        if start and THING.match(folded, match.end(), end):
            return folded[start:end]
    return folded


def _counted(folded: str, indicators: Indicators) -> Iterator[str]:
    """Yield the indicators of which a question asks how many: 多少 stands where a report has its figure."""
    for match, start, end in _how_many(folded):
        objects = find_objects(folded, match.start(), indicators)
        around = Surroundings(folded, start, Span(*match.span()), end, objects)
        subject = name_subject(around, match["unit"] or "", indicators)
        if subject:
            yield subject.indicator.name


def _how_many(folded: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """Yield each 多少 with where its clause begins and ends."""
    for match in _HOW_MANY.finditer(folded):
        start = max((cut.end() for cut in _CUT.finditer(folded, 0, match.start())), default=0)
        end = next((cut.start() for cut in _CUT.finditer(folded, match.end())), len(folded))
        yield match, start, end


def _by_stem(folded: str, indicators: Indicators) -> Iterator[str]:
    """Yield the counts whose name a question says without 数 or 人次: 检察建议最多, 法律援助办了多少."""
    for entry in indicators.entries:
        stem = _COUNT_SUFFIX.sub("", entry.name.lower())
        if entry.kind is IndicatorKind.RATE or len(stem) < _SHORTEST_STEM:
            continue
        at = folded.find(stem)
        # 调解室设在律师事务所里 counts no law firms.
        if at >= 0 and not _WHERE.search(folded, 0, at):
            yield entry.name
