"""部分: which part of a report a passage belongs to, from its headings, its place and its own opening words."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from corpus.model import Kind, Passage, Report
from corpus.text import fold


class Part(StrEnum):
    """部分. Practice and results stand in the same sentence too often to be told apart."""

    OVERVIEW = "总体情况"
    PRACTICE = "做法成效"
    PROBLEMS = "存在问题"
    PLANS = "下一步打算"
    OTHER = "其他"


# A part's code in an index is its place here: one that is added at the end leaves the codes of the others.
PARTS = tuple(Part)

_NUMBER = re.compile(r"^[(\s]*(?:[一二三四五六七八九十百\d]{1,4}|第[一二三四五六七八九十]{1,3}[部分章节]+)[)、.,是\s]*")
_LACK = "问题|不足|短板|差距|困难|薄弱环节|弱项|困境|挑战"
_PROBLEMS = re.compile(
    rf"存在.{{0,12}}(?:{_LACK})|^(?:主要|当前|现有|面临的?)*(?:{_LACK})(?:[和与及、](?:主要)?(?:{_LACK}|原因|建议|挑战))*[。:]?$|现实困境|面临.{{0,8}}(?:{_LACK})"
)
_AHEAD = re.compile(r"下一?步|下一阶段|打算|今后|努力方向|未来.{0,6}(?:计划|展望|工作)|新的一年|展望")
_YEAR_AHEAD = re.compile(
    r"(?:20\d\d|明|来|新一)\s?年(?:度)?.{0,16}(?:安排|计划|任务|要求|目标|部署|思路|重点工作|工作重点|主要工作|建议|要点|实事)|关于20\d\d年(?:度)?工作|(?:工作|重点)(?:安排|计划|思路)$"
)
_RESULTS = re.compile(r"回顾|成效|成绩|成果|做法|举措|亮点|总结")
_LOOKS_BACK = re.compile(rf"{_RESULTS.pattern}|情况|完成|开展|进展|落实")
_OVERVIEW = re.compile(r"^(?:(?:总体|基本|整体|总的)情况|(?:总体|基本|工作)?(?:概况|概述|概览))[。:]?$|^[引前]言$")
_ANNEX = re.compile(r"名词解释|名词注释|(?:有关|相关|部分)(?:名词|用语|术语)|^附\s?[件录表]|^注释")
_GLOSS = re.compile(r"\d{1,3}\s?[.、．]\s?[^。，,;；]{1,40}[:：]|\d{1,3}\s?[.、]\s?[“\"]")

# 看到成绩的同时，也存在不足: the sentence that turns from results to problems.
_TURN_TO_PROBLEMS = re.compile(
    rf"(?:看到|认识到|意识到|不容忽视|必须承认|同时也?|虽然|尽管|但|与.{{0,24}}相比|距.{{0,24}}要求).{{0,60}}(?:还|仍|依然|也|遇到|存在|面临|有).{{0,36}}(?:{_LACK})"
)
# 针对存在的问题，…… and 解决存在的突出问题 are work done.
_DEALS_WITH = re.compile(r"针对|解决|破解|聚焦|整改|排查|梳理")
_SHORTFALL = re.compile(
    r"不够|不足|不强|不高|不到位|不平衡|不均衡|有待|薄弱|欠缺|缺乏|滞后|差距|尚未|短板|弱化|偏高|偏低|还需"
)
_TURN_AHEAD = re.compile(r"^(?:下一?步|下一阶段|今后|接下来|新的一年|面向未来|展望未来)")
_WILL = re.compile(r"(?:新征程|进程|今后|未来|下一?步).{0,24}将|将(?:继续|贯彻落实|一如既往|始终坚持|持续)")
_CLOSING = re.compile(
    r"让我们.{0,40}(?:团结|携手|同心|凝心聚力|高举)|让我们.{0,200}(?:奋斗|前进|篇章|贡献|努力)"
    r"|^(?:特此报告|专此报告|以上报告|谢谢)"
)
# What ought to be done: an essay says it in every other sentence, a report of work done hardly ever. On the sample
# corpus essays have 6 to 10 in 1,000 characters, reports at most 0.6.
_OUGHT = re.compile(r"(?:^|[,，。；;])(?:一方面,?|另一方面,?)?(?:我们)?(?:既|还|更)?(?:要|必须|应当|应(?![急对]))")
_ESSAY = 3.0

_REPORTS = frozenset({Kind.ANNUAL_REPORT, Kind.WORK_SUMMARY, Kind.DUTY_REPORT, Kind.EXPERIENCE})
# Year and task name a part only near the top: （三）完成2024年重点任务 further in is work done.
_SHALLOW = 2
# A closing stands in the last passages of the text proper.
_LAST = 3
# An opening ends with the first heading; where that comes later than this share of the text, headings were missed.
_OPENING = 0.3


class Standing(NamedTuple):
    """Where a passage stands.

    :param turned: its own words, not the headings over it, tell the part: the headings' theme is behind it.
    """

    part: Part
    turned: bool = False


def parts_of(report: Report) -> tuple[Standing, ...]:
    """Return the part of each passage of a report, ``OTHER`` where nothing tells."""
    text = report.text
    glosses = [_is_gloss(report, text, passage) for passage in report.passages]
    last = [number for number, gloss in enumerate(glosses) if not gloss][-_LAST:]
    told = _told_by_headings(report, text)
    default = _default(report, text)
    standings: list[Standing] = []
    turned, reach = None, 0
    for number, passage in enumerate(report.passages):
        part = None if passage.heading is None else told[passage.heading]
        part = part or _by_place(report, passage, number, default)
        if glosses[number] or (number in last and _CLOSING.search(passage.span.of(text))):
            part = Part.OTHER
        elif part is Part.PROBLEMS and _heads_both(report, text, passage):
            part = Part.PROBLEMS if _SHORTFALL.search(passage.span.of(text)) else Part.PLANS
        elif part is Part.PRACTICE:
            turn = _turn(text, passage, ends=number == last[-1])
            if turn:
                turned, reach = turn, _reach(report, passage)
            if turned and passage.span.start < reach:
                standings.append(Standing(turned, turned=True))
                continue
        standings.append(Standing(part))
    return tuple(standings)


def _told_by_headings(report: Report, text: str) -> list[Part | None]:
    """Return for each heading what it and those above it tell; an inner one wins, but results only over nothing."""
    told: list[Part | None] = []
    parents = {heading.parent for heading in report.headings}
    for index, heading in enumerate(report.headings):
        above = None if heading.parent is None else told[heading.parent]
        own = _told(_NUMBER.sub("", fold(heading.span.of(text))), heading.depth)
        if own is Part.OVERVIEW and index in parents:
            own = None  # what is divided further is the body, whatever it is called
        told.append(above if own is None or (own is Part.PRACTICE and above) else own)
    return told


def _told(words: str, depth: int) -> Part | None:
    if _ANNEX.search(words):
        return Part.OTHER
    lack = _PROBLEMS.search(words)
    if lack and not _DEALS_WITH.search(words, 0, lack.start()):
        return Part.PRACTICE if _RESULTS.search(words) else Part.PROBLEMS
    if _AHEAD.search(words):
        return Part.PRACTICE if re.search(r"(?:回顾|总结|情况).*[和与及暨]", words) else Part.PLANS
    if depth > _SHALLOW:
        return None
    if _OVERVIEW.search(words):
        return Part.OVERVIEW
    if _YEAR_AHEAD.search(words) and not _LOOKS_BACK.search(words):
        return Part.PLANS
    return Part.PRACTICE if _LOOKS_BACK.search(words) else None


def _default(report: Report, text: str) -> Part:
    """Return what the text of such a document is where no heading tells."""
    kind = report.metadata.kind.value
    if kind is Kind.EXPERIENCE and 1000 * len(_OUGHT.findall(text)) > _ESSAY * len(text):
        return Part.OTHER
    return Part.PRACTICE if kind in _REPORTS else Part.OTHER


def _by_place(report: Report, passage: Passage, number: int, default: Part) -> Part:
    """Tell the part from where the passage stands: before the first heading, or which half of a work report."""
    if passage.heading is None:
        opening = number == 0 or (report.headings and passage.span.end <= _OPENING * len(report.text))
        return Part.OVERVIEW if opening else default
    if report.metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT:
        # 政府工作报告 looks back in its first part and ahead in all others, whatever their headings say.
        first = next((other for other in report.headings if other.depth == 1), None)
        return Part.PRACTICE if first and passage.span.start < first.extent.end else Part.PLANS
    return default


def _heads_both(report: Report, text: str, passage: Passage) -> bool:
    """Tell whether the passage stands under a heading such as 存在的问题和下一步打算."""
    path = report.heading_path(passage.heading)
    telling = [words for words in map(fold, path) if _PROBLEMS.search(_NUMBER.sub("", words))]
    return bool(telling) and _AHEAD.search(telling[-1]) is not None


def _turn(text: str, passage: Passage, *, ends: bool) -> Part | None:
    """Return what the passage turns to, if most of it lies behind the turn."""
    for sentence in passage.sentences:
        if passage.span.end - sentence.span.start < (passage.span.end - passage.span.start) / 2:
            return None
        words = sentence.span.of(text)
        if _TURN_TO_PROBLEMS.search(words) and not _DEALS_WITH.search(words):
            return Part.PROBLEMS
        if _TURN_AHEAD.search(words) or (ends and _WILL.search(words)):
            return Part.PLANS
    return None


def _reach(report: Report, passage: Passage) -> int:
    """Return how far a turn holds: to the end of the heading over it."""
    if passage.heading is not None:
        return report.headings[passage.heading].extent.end
    return report.headings[0].span.start if report.headings else len(report.text)


def _is_gloss(report: Report, text: str, passage: Passage) -> bool:
    """Tell whether the passage explains a term (12.“两新”：……), as lists at the end of a work report do."""
    work_report = report.metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT
    return work_report and _GLOSS.match(text, passage.span.start) is not None
