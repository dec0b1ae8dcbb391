"""From a report to its figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.figures import Figure, Measure, Period
from corpus.gazetteer import Gazetteer
from corpus.indicators import Indicators
from corpus.model import Kind, Report
from corpus.parts import Part, parts_of
from corpus.subjects import find_objects, name_subject
from corpus.text import fold
from indexer.figures.changes import (
    CHANGE,
    COMPARED,
    THAN_OTHERS,
    TO,
    changed,
    changed_apiece,
    measure_of,
    once,
    reached,
    signed,
)
from indexer.figures.context import Before, Context, Sentence
from indexer.figures.lists import apiece, going_on, group_of, sharing
from indexer.figures.owners import find_owners
from indexer.figures.periods import Calendar

# A cheap first test: most sentences hold no figure.
_ANY_NUMBER = re.compile(r"\d|百分之|[十百千万亿]|[一二三四五六七八九两][次件部场期家名项成]")
_PART = "其中"
_LEADING_YEAR = re.compile(r"\s*(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.是][,，]?\s*)?(20\d\d)\s*年度?[,，]")
# 2022年711件，2023年降至604件
_COME_TO = re.compile(rf"[,，、]?\s*(?:\d{{4}}年|今年|去年|上年)(?:进一步)?{TO}")
_LEVEL = re.compile(r"[、,，和及]*(?:国家|部|省|自治区|市|州|盟|县|区|旗|乡镇?|村)级(?:以上)?")


def extract_figures(report: Report, places: Gazetteer, indicators: Indicators) -> list[Figure]:
    """Return the figures of a report in the order of its text."""
    folded = fold(report.text)
    owners = find_owners(report, folded, places)
    year = report.metadata.year.value
    work_report = report.metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT
    past = year - 1 if work_report and year is not None else None
    figures: list[Figure] = []
    before = Before()
    paragraph, led = -1, None
    for sentence in _sentences(report, folded):
        length = len(sentence.text)
        if sentence.paragraph != paragraph:
            paragraph, led = sentence.paragraph, _leading_year(sentence.text)
            before = replace(before, objects=before.named)
        named = find_objects(sentence.text, length, indicators)
        spoken = Before(objects=named or before.objects, named=named)
        if _ANY_NUMBER.search(sentence.text):
            if not sentence.text.lstrip().startswith(_PART):
                before = Before(period=led, objects=before.objects, named=before.named)
            ahead = sentence.part is Part.PLANS
            # What a yearly report plans is for the year after; a 政府工作报告 is of that year itself.
            coming = year + 1 if ahead and year and past is None else year
            calendar = Calendar(coming, past, ahead=ahead)
            context = Context(sentence, report.metadata.place.value, calendar, owners, indicators, before)
            found = read_figures(context)
            figures += found
            spoken = replace(
                spoken,
                period=context.period_at(length),
                owner=context.owner_at(length),
                totals=tuple(figure for figure in found if figure.indicator and figure.measure is Measure.LEVEL),
            )
        before = spoken
    return figures


def _sentences(report: Report, folded: str) -> Iterator[Sentence]:
    starts = [paragraph.span.start for paragraph in report.paragraphs]
    for passage, standing in zip(report.passages, parts_of(report), strict=True):
        for sentence in passage.sentences:
            paragraph = bisect_right(starts, sentence.span.start)
            yield Sentence(sentence.span, sentence.span.of(folded), standing.part, paragraph)


def _leading_year(text: str) -> Period | None:
    """Return the year that a paragraph opens with (2021年，…) and goes on to speak of."""
    match = _LEADING_YEAR.match(text)
    return Period(int(match[1]), int(match[1])) if match else None


def read_figures(context: Context) -> list[Figure]:
    """Return the figures of a sentence from the left."""
    found: list[Figure] = []
    number = 0
    while number < len(context.quantities):
        if each := changed_apiece(context, number, found):
            found += each
            number += len(each)
            continue
        group = group_of(context, number)
        found += apiece(context, number, group) if len(group) > 1 else _single(context, number, found)
        number += len(group)
    return _without_parts(context, found)


def _single(context: Context, number: int, found: Sequence[Figure]) -> list[Figure]:
    """Read one quantity; several figures if it is given for several things, none if it is no figure after all."""
    quantity = context.quantities[number]
    previous = found[-1] if found else None
    around = context.around(number, previous.indicator if previous else "")
    before = context.text[around.start : quantity.span.start]
    shared = sharing(context, number, around)
    if shared:
        return [context.figure(quantity, subject, Measure.LEVEL) for subject in shared]
    if earlier := once(context, number, before, found):
        return [earlier]
    change = CHANGE.search(before)
    subject = name_subject(around, quantity.unit, context.indicators)
    if subject is None and not around.narrow:
        subject = going_on(context, number, around)
    if subject:
        context.named_to = subject.behind.end if subject.behind else context.named_to
        if subject.indicator.growth:
            quantity = signed(quantity, change["way"] if change else "")
            return [context.figure(quantity, subject, measure_of(context, quantity))]
        within = change is not None and subject.span.end > around.start + change.start()
        if within and quantity.unit != "个百分点":
            # 审批时限压减67%: the change is what the indicator measures.
            return [context.figure(quantity, subject, measure_of(context, quantity))]
    if THAN_OTHERS.search(before):
        return [context.figure(quantity, None, Measure.LEVEL)]
    by_rate = quantity.unit == "个百分点" or (change is not None and quantity.unit in ("%", "倍"))
    if by_rate or COMPARED.search(before) or (change and previous and not subject):
        return [changed(context, number, around, change, found)]
    if subject is None and previous:
        if (previous.measure is Measure.FORMER and re.search(TO, before)) or _COME_TO.fullmatch(before):
            figure = context.figure(quantity, None, measure_of(context, quantity))
            return [replace(figure, indicator=previous.indicator, words=previous.words)]
        if quantity.unit == previous.unit and _LEVEL.fullmatch(before):
            # 民主法治示范村：国家级3个、省级20个
            figure = context.figure(quantity, None, previous.measure)
            return [replace(figure, indicator=previous.indicator, words=previous.words)]
        subject = reached(context, number, before, previous)
    if subject is None and quantity.weak:
        return []
    return [context.figure(quantity, subject, measure_of(context, quantity))]


def _without_parts(context: Context, found: Sequence[Figure]) -> list[Figure]:
    """Leave no indicator to what 其中 gives as part of a total of the same indicator (其中专职86名)."""
    kept: list[Figure] = []
    for figure in found:
        start = context.relative(figure.span).start
        part = any(_same_subject(total, figure) for total in context.totals) or any(
            _same_subject(total, figure)
            and (_PART in context.text[context.relative(total.span).end : start] or context.narrows(total, figure))
            for total in kept
            if total.indicator
        )
        kept.append(replace(figure, indicator="", words=None) if part else figure)
    return kept


def _same_subject(first: Figure, second: Figure) -> bool:
    return all(
        getattr(first, name) == getattr(second, name) for name in ("indicator", "body", "place", "period", "measure")
    )
