"""A report's metadata, each field with its evidence; unknown where the text does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Evidence, Fact, FieldName, Kind, Level, Metadata, PageField, ParagraphRole, Place, Span
from corpus.model import Paragraph as Para
from indexer.dates import iso_date
from indexer.kind import recognise_kind
from indexer.place import recognise_place
from indexer.place_evidence import ClueStrength, PlaceClue
from indexer.place_publisher import recognise_publisher_from_body
from indexer.publisher import recognise_author, recognise_publisher
from indexer.shapes import is_session_line
from indexer.title import join_title
from indexer.year import recognise_year

_SITE_SUFFIX = re.compile(r"\s*[_|｜\-–—]+\s*[^_|｜\-–—]{2,30}(?:网|网站|政府|门户|局|厅)\s*$")
_NATIONAL = re.compile(r"全国|我国|国务院|党中央")
# A text that speaks of the whole country this often per thousand characters, and of no place, is about the nation.
_NATIONAL_RATE = 3.0


@dataclass(frozen=True)
class Surroundings:
    """What is known of a report besides its text.

    :param fields: what the page states of itself.
    :param cover: the titles on the cover of the anthology it is in.
    :param name: the file's name without its extension, if the report is the file's only one.
    """

    fields: tuple[PageField, ...] = ()
    cover: tuple[str, ...] = ()
    name: str = ""


def recognise_metadata(text: str, paragraphs: Sequence[Para], around: Surroundings) -> Metadata:
    """Recognise every field of a report's metadata."""
    title = _run(paragraphs, ParagraphRole.TITLE)
    bylines = _spans(paragraphs, ParagraphRole.BYLINE)
    datelines = _spans(paragraphs, ParagraphRole.DATELINE)
    signatures = _spans(paragraphs, ParagraphRole.SIGNATURE)
    salutations = _spans(paragraphs, ParagraphRole.SALUTATION)
    body = _body(text, paragraphs)
    kind = recognise_kind(
        text,
        title=title,
        byline=bylines[0] if bylines else None,
        salutation=salutations[0] if salutations else None,
        body=body,
    )
    published = _published(text, datelines, around.fields)
    place = _place(text, title, body, kind, _clues(text, bylines, signatures, around.fields), around.name)
    publisher = recognise_publisher(
        text, around.fields, title=title, bylines=bylines, signatures=signatures, body=body, place=place.value
    )
    if publisher.value is None and place.value is not None and title is None:
        publisher = recognise_publisher_from_body(text, place.value, body)
    return Metadata(
        title=_title(text, title, around.fields),
        place=place,
        level=_level(text, body, place, kind),
        publisher=publisher,
        author=recognise_author(text, [*bylines, *signatures]),
        year=_year(text, title, body, published, kind, around),
        published=published,
        kind=kind,
        url=_url(around.fields),
    )


def _spans(paragraphs: Sequence[Para], role: ParagraphRole) -> list[Span]:
    return [paragraph.span for paragraph in paragraphs if paragraph.role is role]


def _run(paragraphs: Sequence[Para], role: ParagraphRole) -> Span | None:
    """Return the span of the first run of paragraphs with ``role``."""
    run: list[Span] = []
    for paragraph in paragraphs:
        if paragraph.role is role:
            run.append(paragraph.span)
        elif run:
            break
    return Span(run[0].start, run[-1].end) if run else None


def _body(text: str, paragraphs: Sequence[Para]) -> Span:
    content = [
        p.span for p in paragraphs if p.role in (ParagraphRole.BODY, ParagraphRole.HEADING, ParagraphRole.TABLE_ROW)
    ]
    return Span(content[0].start, content[-1].end) if content else Span(len(text), len(text))


def _title(text: str, title: Span | None, fields: Sequence[PageField]) -> Fact[str]:
    if title:
        value = join_title(title.of(text).split("\n"))
        return Fact(value, 0.95, (Evidence("文首的标题行", title.of(text), title),))
    for field in fields:
        value = _SITE_SUFFIX.sub("", field.value).strip()
        if field.name is FieldName.TITLE and len(value) >= 6:
            return Fact(value, 0.8, (Evidence("页面标明的标题", field.quote, None, field.position),))
    return Fact()


def _published(text: str, datelines: Sequence[Span], fields: Sequence[PageField]) -> Fact[str]:
    for name, rule in ((FieldName.PUBLISHED, "页面“发布日期”栏"), (FieldName.WRITTEN, "页面“成文日期”栏")):
        for field in fields:
            date = iso_date(field.value) if field.name is name else None
            if date:
                return Fact(date, 0.95, (Evidence(rule, field.quote, None, field.position),))
    for span in datelines:
        date = iso_date(span.of(text))
        if date:
            session = is_session_line(span.of(text))
            rule, confidence = ("会议日期", 0.8) if session else ("日期行", 0.92)
            return Fact(date, confidence, (Evidence(rule, span.of(text), span),))
    return Fact()


_CLUE_FIELDS = {
    FieldName.PUBLISHER: ("页面“发布机构”栏", ClueStrength.STRONG),
    FieldName.TITLE: ("页面标明的标题", ClueStrength.STRONG),
    FieldName.INFO_SOURCE: ("页面“信息来源”栏", ClueStrength.MEDIUM),
    FieldName.SITE: ("网站名称", ClueStrength.MEDIUM),
}


def _place(
    text: str, title: Span | None, body: Span, kind: Fact[Kind], clues: Sequence[PlaceClue], file_name: str
) -> Fact[Place]:
    """Recognise the place; the file's name is asked only where text and page do not decide."""
    if kind.value is Kind.THEORY:
        return Fact()
    place = recognise_place(text, title=title, clues=clues, body=body)
    if place.value is None and file_name:
        named = PlaceClue(file_name, "文件名", ClueStrength.WEAK)
        place = recognise_place(text, title=title, clues=[*clues, named], body=body)
    return place


def _clues(
    text: str, bylines: Sequence[Span], signatures: Sequence[Span], fields: Sequence[PageField]
) -> list[PlaceClue]:
    """Gather what speaks for a place outside the running text."""
    clues = [
        PlaceClue(span.of(text), rule, ClueStrength.STRONG, span)
        for rule, spans in (("署名", bylines), ("落款", signatures))
        for span in spans
    ]
    for field in fields:
        if field.name in _CLUE_FIELDS:
            rule, strength = _CLUE_FIELDS[field.name]
            clues.append(PlaceClue(field.value, rule, strength, None, field.position))
    return clues


def _level(text: str, body: Span, place: Fact[Place], kind: Fact[Kind]) -> Fact[Level]:
    if place.value is not None:
        return Fact(place.value.level, place.confidence, place.evidence)
    if kind.value is Kind.THEORY or place.candidates:
        return Fact()
    matches = list(_NATIONAL.finditer(text, body.start, body.end))
    if matches and len(matches) / max(1, body.end - body.start) * 1000 >= _NATIONAL_RATE:
        spans = [Span(match.start(), match.end()) for match in matches[:3]]
        return Fact(Level.NATION, 0.6, tuple(Evidence("通篇述及全国", span.of(text), span) for span in spans))
    return Fact()


def _year(
    text: str, title: Span | None, body: Span, published: Fact[str], kind: Fact[Kind], around: Surroundings
) -> Fact[int]:
    if kind.value is Kind.THEORY:
        return Fact()
    if (
        kind.value is Kind.GOVERNMENT_WORK_REPORT
        and published.value
        and not (title and re.search(r"20\d\d", title.of(text)))
    ):
        # A government work report is named after the year in which the congress hears it.
        return Fact(int(published.value[:4]), published.confidence, published.evidence)
    # What is no report has no year to be about unless it says so: its date is only when it was issued.
    reports = kind.value not in (None, Kind.OTHER, Kind.EXPLANATION)
    dated = published.value if reports else None
    return recognise_year(text, title=title, body=body, published=dated, cover=around.cover, name=around.name)


def _url(fields: Sequence[PageField]) -> Fact[str]:
    for field in fields:
        if field.name is FieldName.URL and re.match(r"https?://", field.value):
            return Fact(field.value, 0.95, (Evidence("页面标明的网址", field.quote, None, field.position),))
    return Fact()
