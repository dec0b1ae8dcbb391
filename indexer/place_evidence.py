"""What in a report speaks for a place: its title, the page's fields, and the way the body names places.

Everything here only observes and weighs; :mod:`indexer.place` decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from corpus.gazetteer import Gazetteer, Mention
from corpus.model import Evidence, Level, Place, Position, Span


class ClueStrength(Enum):
    """How much a clue outside the running text says about the place."""

    STRONG = 9.0  # 发布机构, 署名: states who speaks
    MEDIUM = 6.0  # 信息来源, 文件名, 网站: mostly the same office, at times a reprint
    WEAK = 2.0  # anything else on the page


@dataclass(frozen=True)
class PlaceClue:
    """Words of the page or the file that may name the place.

    :param words: as they stand there, e.g. 郯城县司法局.
    :param rule: the Chinese name of the field, shown to users: 发布机构, 信息来源, 署名, 文件名.
    :param span: where in the report's text, if they stand in it.
    :param position: where in the file, if they do not.
    """

    words: str
    rule: str
    strength: ClueStrength = ClueStrength.MEDIUM
    span: Span | None = None
    position: Position | None = None


@dataclass(frozen=True)
class Sighting:
    """One piece of evidence for a place.

    :param candidates: what the name can mean; one place where it is clear.
    :param weight: in units of one plain full name in the body.
    :param explicit: the report or its page states it, as opposed to a place the body happens to name.
    """

    candidates: tuple[Place, ...]
    weight: float
    evidence: Evidence
    explicit: bool = False


# The title is the report's own statement, and no page field beats it; the sitting of a people's congress names the
# body the report is read to, which a reprint cannot change.
TITLE_WEIGHT = 10.0
CONGRESS_WEIGHT = 12.0
# The table holds no development zones: 合肥高新区 lies in 合肥市, but the report is not the city's.
ZONE_WEIGHT = 5.0

_ZONE = re.compile(
    r"(?:国家级?)?(?:高新|经开|开发|保税|示范|度假|风景|新|产业|工业园|经济|自贸|综保)[^,，。;；\s\d]{0,10}?区(?!域)"
)

_MEDIA = re.compile(
    r"(?:[^\s,，。;；、]{0,4})(?:日报|晚报|时报|商报|晨报|都市报|法[治制]报|新闻|电视台?|广播|卫视|客户端|融媒体?|传媒|网$|在线$)"
)
_CONGRESS = re.compile(r"第[一二三四五六七八九十百]+届\s*人民代表大会")
# A place the writer learns from, visits or compares with is not the writer's own.
_ELSEWHERE = re.compile(r"(?:学习|借鉴|参照|对标|考察|调研|例如|比如|譬如|[赴如与同和])[^,，。;；]{0,2}$")
_BORROWED_TITLE = re.compile(r"(?:学习|借鉴|赴|考察|推广)[^,，。;；]{0,2}$")
# The superior that is thanked or obeyed: 在市委的坚强领导下, 按照省委部署.
_SUPERIOR = re.compile(
    r"(?:在|按照|根据|落实|贯彻|遵照|依照|围绕|对照)[^,，。;；]{0,30}?"
    r"(?:领导下|指导下|关心下|支持下|部署|要求|安排|精神|决策|意见)(?:要求|部署|安排)?"
)
_LAW = re.compile(r"[^《》]{0,30}(?:条例|办法|规定|细则|规则|纲要|规划)(?:[(（][^)）]*[)）])?》")
_INSTITUTION = re.compile(
    r"[省市县区州旗盟]?(?:[党市县区州旗省]?委|人民政府|政府|人大|政协|人民法院|人民检察院|中级人民法院|司法[局厅]|法治办)"
)
# Names inside quotation marks are titles of honour and slogans more often than subjects.
_QUOTED = re.compile(r"“[^”]{0,40}”")
# The report's first sentences name who is speaking: in 19 of the 21 articles of the sample anthology that have a place
# its name stands in the first 300 characters of the body, in 17 in the first 150.
OPENING = 300


def clue_sightings(gazetteer: Gazetteer, clues: Sequence[PlaceClue]) -> list[Sighting]:
    """Return what page fields, bylines and file names say; a newspaper or other media says nothing."""
    found = []
    for clue in clues:
        mentions = [m for m in gazetteer.find(clue.words) if not _MEDIA.match(clue.words, m.span.end)]
        if mentions:
            deepest = _most_specific(mentions)
            evidence = Evidence(clue.rule, clue.words, clue.span, clue.position)
            found.append(Sighting(deepest.candidates, clue.strength.value, evidence, explicit=True))
    return found


def title_sightings(text: str, mentions: Sequence[Mention], title: Span | None) -> list[Sighting]:
    """Return the place the title is about: the first it names, or a more specific one within that."""
    if title is None:
        return []
    own = [
        m
        for m in mentions
        if title.start <= m.span.start < title.end and not _BORROWED_TITLE.search(text[title.start : m.span.start])
    ]
    if not own:
        return []
    # “云南省先进单位” is an honour; but “法治昆明” is all that some titles have.
    mention = _most_specific([m for m in own if not _in_quotes(text, m.span, title)] or own)
    zone = _ZONE.match(text, mention.span.end, title.end)
    span = Span(mention.span.start, zone.end()) if zone else mention.span
    rule = "标题中的开发区所在地" if zone else "标题中的地名"
    weight = ZONE_WEIGHT if zone else TITLE_WEIGHT
    return [Sighting(mention.candidates, weight, Evidence(rule, span.of(text), span), explicit=True)]


def congress_sightings(text: str, mentions: Sequence[Mention]) -> list[Sighting]:
    """Return the places whose people's congress the report is given to."""
    found = []
    for mention in mentions:
        sitting = _CONGRESS.match(text, mention.span.end)
        # Only the line that says where the report is read, which stands at the top or in the opening.
        if sitting and mention.is_full_name and mention.span.start < OPENING * 2:
            span = Span(mention.span.start, sitting.end())
            evidence = Evidence("人民代表大会会次", span.of(text), span)
            found.append(Sighting(mention.candidates, CONGRESS_WEIGHT, evidence, explicit=True))
    return found[:1]


def body_sightings(text: str, mentions: Sequence[Mention], body: Span) -> list[Sighting]:
    """Return every place the body names, weighed by how it is named."""
    superiors = [Span(*m.span()) for m in _SUPERIOR.finditer(text, body.start, body.end)]
    inside = [m for m in mentions if body.start <= m.span.start and m.span.end <= body.end]
    found = []
    for at, mention in enumerate(inside):
        weight, rule = _weigh(text, mention, body, superiors)
        if _in_list(text, mention, inside, at):
            weight *= 0.4  # 山东、江苏、浙江: partners and examples come in lists
        found.append(Sighting(mention.candidates, weight, Evidence(rule, mention.span.of(text), mention.span)))
    return found


def _weigh(text: str, mention: Mention, body: Span, superiors: Sequence[Span]) -> tuple[float, str]:
    """Return the weight of a name in the body and the Chinese name of the rule behind it."""
    start, end = mention.span
    weight, rule = (1.0 if mention.is_full_name else 0.7), "正文中的地名"
    before = text[max(body.start, start - 8) : start]
    if _MEDIA.match(text, end):
        return 0.3 * weight, "正文中的媒体名称"  # a report names the local paper, but also others
    if before.endswith("《") and _LAW.match(text, end):
        return 0.3 * weight, "正文引用的法规"  # everyone below applies the province's regulations
    if any(span.start <= start < span.end for span in superiors) and start - body.start > OPENING // 10:
        return 0.4 * weight, "正文提到的上级"
    if _ELSEWHERE.search(before) or _in_quotes(text, mention.span, body):
        return 0.4 * weight, rule
    if _INSTITUTION.match(text, end):
        weight, rule = weight * 1.5, "正文中的机构名称"  # 郯城县人民政府 acts; 郯城县 may only be described
    if start - body.start < OPENING:
        weight, rule = weight * 2, "正文开头的地名"
    return weight, rule


def _in_list(text: str, mention: Mention, inside: Sequence[Mention], at: int) -> bool:
    """Tell whether 、 joins the mention to another one."""
    after = at + 1 < len(inside) and text[mention.span.end : inside[at + 1].span.start] == "、"
    before = at > 0 and text[inside[at - 1].span.end : mention.span.start] == "、"
    return after or before


def _in_quotes(text: str, span: Span, within: Span) -> bool:
    """Tell whether ``span`` stands in quotation marks, looking no further than a sentence back."""
    start = max(within.start, span.start - 40)
    return any(m.start() < span.start and span.end < m.end() for m in _QUOTED.finditer(text, start, span.end + 41))


def _most_specific(mentions: Sequence[Mention]) -> Mention:
    """Return the first mention, or a later one that lies within it (山东省 … 郯城县)."""
    chosen = mentions[0]
    for mention in mentions[1:]:
        if all(any(p.within(upper) and p != upper for upper in chosen.candidates) for p in mention.candidates):
            chosen = mention
    return chosen


# ---------------------------------------------------------------- own voice

_UNIT = "自治区|省|市|州|盟|县|区|旗|镇|乡|街道"
_OWN_VOICE = (
    (3.0, re.compile(rf"我(?P<unit>{_UNIT})(?!委|政府)")),
    # 全面依法治县 and 法治政府 committees are named after one's own unit
    (2.0, re.compile(rf"依法治(?P<unit>{_UNIT})")),
    # not 居全省前列, 全市首家: there the superior is only the yardstick
    (
        1.0,
        re.compile(rf"(?<![居列在为获])[全本](?P<unit>{_UNIT})(?!前|第|首|排|唯|[率领]先|先进|最|推广|示范|通报|表彰)"),
    ),
    (1.0, re.compile(rf"(?<!治)(?P<unit>{_UNIT})(?:委|政府|人大|政协|直|级|司法局|检察院|中院)(?!员)")),
)


Voice = Mapping[str, float]
"""How often, weighed, a body calls itself by a unit: ``{"旗": 31.0, "市": 2.0}``."""


def own_voice(text: str, body: Span) -> Voice:
    """Count by which unit the body calls itself: 我旗, 全县, 市委; phrases on superiors are left out."""
    spoken = _SUPERIOR.sub("", body.of(text))
    counts: dict[str, float] = defaultdict(float)
    for weight, pattern in _OWN_VOICE:
        for match in pattern.finditer(spoken):
            counts[match["unit"]] += weight
    return dict(counts)


def spoken_as(voice: Voice, place: Place) -> float:
    """Return how often the body calls itself by the unit of ``place``."""
    return sum(voice.get(unit, 0.0) for unit in units_of(place))


def units_of(place: Place) -> tuple[str, ...]:
    """Return what a report of ``place`` calls its own unit: 旗 for 科尔沁左翼后旗, 自治区 or 区 for 内蒙古."""
    name = place.name
    if place.level is Level.PROVINCE and name.endswith("自治区"):
        return ("自治区", "区")
    for unit in ("街道", "省", "市", "州", "盟", "县", "旗", "镇", "乡"):
        if name.endswith(unit):
            return (unit,)
    return ("区",)
