"""Whose figures a sentence gives: the report's own place, or another place or body it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.gazetteer import Gazetteer, Mention
from corpus.model import NATION, Level, Place, Report

_BOUNDARY = "，,。；;：:（(——\n “"
_LEADS_IN = ("在", "如", "仅", "其中")
_NATION = re.compile(
    r"(?:^|[,，。；;:：\n])\s*(?:近年来,?|十年来,?|目前,?)?(?P<who>全国(?=各级|各地|共|累计|法院|检察|行政|公安|司法|人民|平均|已|有)|国务院|中央依法治国|各地方共|我国(?![最首第]))"
)
# A body of the place, named as the one that acts.
_BODY = re.compile(
    r"(?:(?<=[,，。；;:：\n])|^)(?:其中[,，]?)?(?P<body>[\u4e00-\u9fff]{0,8}?(?:中院|法院|检察院|司法局|公安局|发改委|发展改革委|信访局|税务局|执法局|仲裁委员会|仲裁院|监管局|资源局|保障局|生态环境局))"
)


# The report's own voice ends what is said of another place; of a county, a city's report means the one named last, as a
# province's does of a city.
_OWN_VOICE = re.compile(r"(?:(?<=[,，。；;:：、\n])|^)(?:全|我|该|本)(?P<unit>[省市县区州旗盟])(?![域场])")
_LEVEL_OF_UNIT = dict.fromkeys("县区旗", Level.COUNTY) | dict.fromkeys("市州盟", Level.CITY)
_ABOVE = {Level.COUNTY: (Level.CITY, Level.PROVINCE), Level.CITY: (Level.PROVINCE,)}
# 延安博物馆落成开放,建成文化空间1870个: what is only called after a place does not make it the one spoken of.
_CALLED_AFTER = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:博物[馆院]|纪念馆|图书馆|科技馆|美术馆|体育馆|大学|学院|机场|大桥|水库|电站|公园|古[城镇]|景区|遗址|医院|高铁|铁路)"
)
# How far back a county may have been named, in characters: a paragraph or two.
_NAMED_BEFORE = 1200
# Shortest and longest name without its unit word at the beginning of a body's name: 安康法院, 乌鲁木齐法院.
_SHORTEST_NAME, _LONGEST_NAME = 2, 4
_CLAUSE_END = re.compile(r"[,，。；;\n]")
# A place named this near to the beginning of a sentence is what all of it is about; further in, its clause is.
_BEGINNING = 12
# 联合市中院印发…: the body is spoken of, the figures are not its own.
_WITH = (
    "联合",
    "会同",
    "配合",
    "协调",
    "邀请",
    "组织",
    "推动",
    "支持",
    "督促",
    "指导",
    "协助",
    "经",
    "由",
    "在",
    "向",
    "对",
    "与",
    "和",
)


# 全市法院 are all there are: the place's figures.
_ALL = ("全", "我", "各级", "两级")


@dataclass(frozen=True)
class Owner:
    """Who is spoken of from ``at`` on, an offset of the report's text.

    :param until: where that ends; ``None`` for the rest of the sentence.
    """

    at: int
    place: Place | None
    body: str = ""
    until: int | None = None


def find_owners(report: Report, folded: str, places: Gazetteer) -> list[Owner]:
    """Return the places and bodies other than the report's own that act in its text, by offset."""
    own = report.metadata.place.value
    mentions = places.find(report.text)
    owners = [owner for mention in mentions if (owner := _owner(mention, folded, own))]
    owners += [
        Owner(match.start("who"), NATION)
        for match in _NATION.finditer(folded)
        if own is None or own.level is not Level.NATION
    ]
    bodies = (match for match in _BODY.finditer(folded) if not match["body"].startswith((*_WITH, *_ALL)))
    of_bodies = [Owner(match.start("body"), _place_of(match["body"], own, places), match["body"]) for match in bodies]
    owners += of_bodies
    if own is not None:
        named = [(mention.span.start, mention.candidates) for mention in mentions]
        named += [(owner.at, (owner.place,)) for owner in of_bodies if owner.place is not None]
        named.sort(key=lambda pair: pair[0])
        owners += [
            Owner(match.start(), _said_of(match["unit"], match.start(), named, own))
            for match in _OWN_VOICE.finditer(folded)
        ]
    return sorted(owners, key=lambda owner: owner.at)


def _place_of(body: str, own: Place | None, places: Gazetteer) -> Place | None:
    """Return the place inside the report's own that a body is called after, ``None`` for the report's own: 安康法院."""
    if own is None:
        return None
    for length in range(min(_LONGEST_NAME, len(body) - 2), _SHORTEST_NAME - 1, -1):
        inside = [place for place in places.lookup(body[:length]) if place.within(own) and place != own]
        if inside:
            return inside[0]
    return None


def _said_of(unit: str, at: int, named: Sequence[tuple[int, Sequence[Place]]], own: Place) -> Place:
    """Return whom 全县 or 全市 means: the county or city named last in the report of what it lies in, else that itself.

    :param named: the places named, each with what it can be, by offset.
    """
    level = _LEVEL_OF_UNIT.get(unit)
    if level is None or own.level not in _ABOVE[level] or own.name.endswith(unit):
        return own
    for start, meant in reversed(named):
        if at - _NAMED_BEFORE <= start < at:
            for place in meant:
                if place.level is level and place.within(own) and place.name.endswith(unit):
                    return place
    return own


def _owner(mention: Mention, folded: str, own: Place | None) -> Owner | None:
    start = mention.span.start
    before = folded[max(0, start - 2) : start]
    opens = not before or before[-1] in _BOUNDARY or before.endswith(_LEADS_IN)
    behind = folded[mention.span.end : mention.span.end + 1]
    # In a list (武汉、襄阳、宜昌3家) a place is counted, not spoken of.
    if not opens or behind in "、和与" or behind.isdigit() or _CALLED_AFTER.match(folded, mention.span.end):
        return None
    place = next(
        (p for p in mention.candidates if own is not None and (p.within(own) or own.within(p))), mention.candidates[0]
    )
    sentence = max(folded.rfind(sign, 0, start) for sign in "。；\n")
    clause = _CLAUSE_END.search(folded, mention.span.end)
    until = clause.start() if clause and start - sentence > _BEGINNING else None
    if own is not None and own.within(place):
        return Owner(start, own)
    return Owner(start, place, until=until)
