"""Reports of townships, which the table of places does not hold: 马头镇2023年度法治政府建设报告."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.gazetteer import Gazetteer
from corpus.model import Evidence, Fact, Level, Place, Span
from indexer.place_evidence import PlaceClue

# The name ends where the report's subject or an office of the township begins; without that, 镇 may be part of
# another word (乡镇, 城镇化).
_TOWNSHIP = re.compile(
    r"(?P<name>[一-龥]{1,6}?(?:镇|乡|苏木|街道))(?=办事处|人民政府|政府|党委|党工委|司法所|关于|法治|依法|20\d\d|[一二]〇|$|\s)"
)
_ORDINARY = re.compile(r"^(?:各|全|本|我|城|村|集|重|建制|特色|中心|有关|相关|试点|示范|推进|加强)|城[乡镇]|乡镇|村镇")


def township_of(
    text: str,
    title: Span | None,
    clues: Sequence[PlaceClue],
    fact: Fact[Place],
    gazetteer: Gazetteer,
) -> Fact[Place]:
    """Extend a decided county by the township that the title or a clue names.

    A township whose county the evidence does not tell makes the place unknown, with the township as the candidate.
    """
    named = _named_township(text, title, clues, gazetteer)
    if named is None:
        return fact
    name, evidence = named
    county = fact.value
    if county is not None and (county.level is Level.COUNTY or not gazetteer.children(county)):
        return replace(fact, value=gazetteer.township(name, county), evidence=(evidence, *fact.evidence))
    upper = "".join(county.chain) if county else ""
    return Fact(None, 0.0, (evidence, *fact.evidence), (upper + name,))


def _named_township(
    text: str, title: Span | None, clues: Sequence[PlaceClue], gazetteer: Gazetteer
) -> tuple[str, Evidence] | None:
    """Return the township's name and where it is stated: at the start of the title or right after its county."""
    if title is not None:
        words = title.of(text)
        match = _at_head(words, gazetteer)
        if match:
            span = Span(title.start + match.start("name"), title.start + match.end("name"))
            return match["name"], Evidence("标题中的乡镇名", span.of(text), span)
    for clue in clues:
        match = _at_head(clue.words, gazetteer)
        if match:
            return match["name"], Evidence(clue.rule, clue.words, clue.span, clue.position)
    return None


def _at_head(words: str, gazetteer: Gazetteer) -> re.Match[str] | None:
    """Match a township at the head of ``words`` or behind the place that stands there."""
    head = re.match(r"(?:中共|20\d\d年度?|关于)?", words)
    start = head.end() if head else 0
    for mention in gazetteer.find(words):
        if mention.span.start == start:
            start = mention.span.end
            # 李沧区人民政府九水街道办事处
            start += len("人民政府") if words.startswith("人民政府", start) else 0
            break
    match = _TOWNSHIP.match(words, start)
    return match if match and not _ORDINARY.search(match["name"]) else None
