"""发布机构 and author: who puts a report out, as the page, the title, the signature or the byline says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from corpus.model import Evidence, Fact, FieldName, PageField, Place, Span
from corpus.text import fold
from indexer.institution import is_institution, is_media
from indexer.shapes import byline

# 《……司法局关于……》, 《2023年……司法局法治政府建设……》: who stands first in a title puts it out.
_TITLE_PREFIX = re.compile(r"(?:关于)?(?:20\d\d年度?|二[〇零○][一二三四五六七八九〇零○]{2}年度?)?")
_BEHIND_NAME = re.compile(
    r"\s?关于|获|荣获|20\d\d|二[〇零○]|法治|党政主要|主要负责|加强|推进|多措|着力|深入|扎实|履行|依法|工作|年度|[:“]"
)
_LONGEST_NAME = 32
_SPEECH = re.compile(r"我代表(?P<name>[\u4e00-\u9fff]{0,14}?人民政府|[\u4e00-\u9fff]{0,10}?政府)")
# A bureau's own pages name themselves as the source; a paper's name there says only where the text was printed.
_INSTITUTION_WORDS = re.compile(r"(?:局|厅|委|办|院|政府|办公室|研究室|党校|中心|委员会|司|处|所|站)$")


def recognise_publisher(
    text: str,
    fields: Sequence[PageField],
    *,
    title: Span | None,
    bylines: Sequence[Span],
    signatures: Sequence[Span],
    body: Span,
    place: Place | None,
) -> Fact[str]:
    """Recognise who publishes a report; unknown where nothing says it.

    :param place: what the report is about, to complete 我代表市人民政府 to 天津市人民政府.
    """
    named = _by_name(fields)
    return (
        _from_field(named.get(FieldName.PUBLISHER), "页面“发布机构”栏", 0.97)
        or _from_speech(text, body, place)
        or _from_signature(text, signatures, place)
        or _from_title(text, title)
        or _from_field(_institution(named.get(FieldName.INFO_SOURCE)), "页面“信息来源”栏", 0.85)
        or _from_byline(text, bylines)
        or Fact()
    )


def recognise_author(text: str, bylines: Sequence[Span]) -> Fact[str]:
    """Recognise the person named in the byline."""
    for span in bylines:
        parts = byline(span.of(text))
        if parts and parts[2]:
            return Fact(parts[2], 0.85, (Evidence("署名", span.of(text), span),))
    return Fact()


def _by_name(fields: Sequence[PageField]) -> Mapping[FieldName, list[PageField]]:
    named: dict[FieldName, list[PageField]] = {}
    for field in fields:
        named.setdefault(field.name, []).append(field)
    return named


def _institution(fields: Iterable[PageField] | None) -> list[PageField]:
    return [f for f in fields or () if _INSTITUTION_WORDS.search(f.value) and not is_media(f.value)]


def _from_field(fields: Sequence[PageField] | None, rule: str, confidence: float) -> Fact[str] | None:
    for field in fields or ():
        if 3 <= len(field.value) <= 40:
            return Fact(field.value, confidence, (Evidence(rule, field.quote, None, field.position),))
    return None


def _from_speech(text: str, body: Span, place: Place | None) -> Fact[str] | None:
    match = _SPEECH.search(text, body.start, min(body.end, body.start + 200))
    if not match or place is None:
        return None
    span = Span(match.start(), match.end())
    return Fact(f"{place.name}人民政府", 0.9, (Evidence("“我代表……人民政府”", span.of(text), span),))


def _from_signature(text: str, signatures: Sequence[Span], place: Place | None) -> Fact[str] | None:
    for span in signatures:
        if is_institution(span.of(text)):
            return Fact(span.of(text).replace(" ", ""), 0.92, (Evidence("落款", span.of(text), span),))
    return None


def _from_title(text: str, title: Span | None) -> Fact[str] | None:
    words = fold(title.of(text)) if title else ""
    prefix = _TITLE_PREFIX.match(words)
    if not title or not prefix:
        return None
    start = prefix.end()
    for behind in _BEHIND_NAME.finditer(words, start + 3, start + _LONGEST_NAME):
        if is_institution(words[start : behind.start()]):
            span = Span(title.start + start, title.start + behind.start())
            return Fact(span.of(text), 0.88, (Evidence("标题开头的机构", span.of(text), span),))
    return None


def _from_byline(text: str, bylines: Sequence[Span]) -> Fact[str] | None:
    for span in bylines:
        words = span.of(text)
        parts = byline(words)
        name = parts[0] if parts else words if is_institution(words) else None
        if name and _INSTITUTION_WORDS.search(name) and not is_media(name):
            where = Span(span.start + words.index(name[0]), span.end)
            return Fact(name, 0.8, (Evidence("署名的机构", where.of(text), where),))
    return None
