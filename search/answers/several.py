"""Questions that ask several amounts at once: 收集多少件,化解率多高; 转办函、督办函各发了几件."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.answers.topic import named_in

# Words that ask an amount themselves; 纠错率,是多少 asks one.
_ASKS = re.compile(
    r"多少|几(?=[件个起人名位次场家户份条项部支所座处台辆套对组间栋亩吨期批元亿万公里]|百|千|成)|多[高大]|百分之几"
)
_CLAUSE = re.compile(r"[,，;；。?？!！]")
# 地方性法规和规章各几件: what stands before is a list.
_EACH = re.compile(r"(?P<list>[^,，]+?)(?:又|都)?(?:各自?|分别)(?P<rest>[^,，]*)$")
_AND = re.compile(r"、|以及|和(?!解)|与|及(?!时)")
# 法律援助案件中刑事案件, 经营主体当中企业: what stands behind is counted.
_WITHIN = re.compile(
    r"当中|其中|[里中](?=[,，])|里[面头]|(?:之|以)?后(?=[提作发下促形])|(?<=[件请目体项员数户业])中(?![小央院心国介医间])"
)
# 行政应诉督办里, 其中: where to look, not what is counted.
_AMONG = re.compile(r"(?:[里中]面?|当中)$")


@dataclass(frozen=True)
class Amount:
    """One of the amounts a question asks.

    :param clause: the words that ask it; ``topic`` what they name, ``""`` if they only ask (一共有多少座).
    """

    clause: str
    topic: str


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the amounts a question asks, in order; none if it asks only one.

    :param text: without places and years.
    """
    found: list[str] = []
    before = ""
    for clause in _clauses(text):
        if not _ASKS.search(clause):
            before = "" if _AMONG.search(clause.strip()) else f"{before} {clause}"
            continue
        listed = _EACH.search(clause)
        items = [item for item in _AND.split(listed["list"]) if item.strip()] if listed else []
        if listed and len(items) > 1:
            items[0] = f"{before} {items[0]}"
            found += [f"{item}{listed['rest']}" for item in items]
        else:
            found.append(f"{before} {clause}")
        before = ""
    if len(found) < 2:
        return ()
    return tuple(Amount(clause.strip(), named_in(clause)) for clause in found)


def asked_clause(text: str) -> str:
    """Return the words of a question that say what is counted, ``""`` if that is all of it.

    开庭的行政案件,负责人出庭应诉了几件: the cases tell where to look.

    :param text: without places and years.
    """
    clauses = list(_clauses(text))
    asking = [clause for clause in clauses if _ASKS.search(clause)]
    if len(asking) != 1:
        return ""
    clause = _WITHIN.split(asking[0])[-1]
    clause = clause if named_in(clause) else asking[0]
    return clause.strip() if named_in(clause) and clause != text else ""


def _clauses(text: str) -> Iterator[str]:
    """Yield the clauses of a question; a list of questions (有多大、开通了多少条) is as many."""
    for clause in _CLAUSE.split(text):
        pieces = clause.split("、")
        asking = [bool(_ASKS.search(piece)) for piece in pieces]
        if sum(asking) < 2:
            yield clause
            continue
        waiting: list[str] = []
        for piece, asks in zip(pieces, asking, strict=True):
            waiting.append(piece)
            if asks:
                yield "、".join(waiting)
                waiting = []
        if waiting:
            yield "、".join(waiting)
