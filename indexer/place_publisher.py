"""Who speaks in a report that nowhere states its publisher: only a department that speaks of itself as the subject."""

from __future__ import annotations

import re
from collections import defaultdict

from corpus.model import Evidence, Fact, Place, Span
from indexer.place_evidence import OPENING, units_of

# The offices that publish such reports, by the part after 市/县/区/旗.
_OFFICE = (
    r"司法[局厅]|(?:[一-龥]{2,8}?)(?:局|厅|委员会)|(?:发展改革委|发改委|教体委|卫健委|卫生健康委|住建委|交通委|农业农村委|"
    r"国资委|网信办|政府办公室|法院|检察院)"
)
# What a department says of its own doing. A report that merely mentions 市司法局 tells what it did, not what it holds
# to: 市司法局全年举办活动8场.
_DOING = (
    r"(?:在[^,，。;；]{2,20}领导下[,，]?)?(?:(?:始终|一直|认真|全面|深入|坚决)?坚持|始终|深入学习|深入贯彻|认真贯彻|认真学习|全面贯彻|"
    r"贯彻落实|认真落实|将(?:继续|深入|坚持|以|认真|紧紧|持续|全面|始终|进一步)|紧紧围绕|紧扣|立足|聚焦|牢牢把握|以习近平)"
)
# Speaking for oneself once at the opening and nowhere else is 0.7; a closing promise as well makes it sure.
_OPENING_ONLY = 0.7
_OPENING_AND_CLOSING = 0.8


def recognise_publisher_from_body(text: str, place: Place | None, body: Span) -> Fact[str]:
    """Return the department that the text speaks as, e.g. 鄂尔多斯市司法局.

    It must be the subject of the opening (市司法局深入学习贯彻 …); a closing promise (市司法局将 …) raises the
    confidence. A text where two departments speak so, or only a government (郯城县坚持 …), tells nobody.
    """
    if place is None:
        return Fact()
    found: dict[str, list[Span]] = defaultdict(list)
    for match in _subject(place).finditer(text, body.start, body.end):
        found[match["office"]].append(Span(match.start("who"), match.end()))
    opening = {office for office, spans in found.items() if spans[0].start - body.start < OPENING}
    if len(opening) != 1:
        return Fact()
    office = opening.pop()
    spans = found[office]
    closing = any(body.end - span.start < OPENING * 2 and span.start - body.start >= OPENING for span in spans)
    evidence = tuple(Evidence("正文以部门自称", span.of(text), span) for span in (spans[0], *spans[1:][-1:]))
    return Fact(place.name + office, _OPENING_AND_CLOSING if closing else _OPENING_ONLY, evidence)


def _subject(place: Place) -> re.Pattern[str]:
    """Return the pattern of a department of ``place`` as the subject of a clause."""
    names = "|".join(map(re.escape, {place.name, *units_of(place)} | {"我" + unit for unit in units_of(place)}))
    # The clause begins here: 在市委领导下, | 近年来, | 站在新征程上, | a new sentence.
    return re.compile(
        rf"(?:(?<=^)|(?<=[,，。;；:：\s]))(?P<who>(?:[^\s,，。;；:：、]{{0,6}}(?={place.name}))?(?:{names})(?P<office>{_OFFICE})){_DOING}"
    )
