"""Clauses of a claim and of the sentences it cites: of which place and year each of them speaks.

What a clause does not say it takes from the clause before it, and at the beginning of a sentence from the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Place, Span
from search.answers.answer import Quotation
from search.answers.numbers import find_years, plain
from search.query_places import named_places
from search.shelf import ReportInfo

_BREAK = re.compile(r"[，。；：！？,;:!?\t\n]+")
_THOUSANDS = re.compile(r"(?<=\d)[,，:](?=\d)")
# A year this near the beginning of a clause speaks for those behind it as well: 全县2023年受理…，审结…
_HEADS = 8
_ATTRIBUTE = re.compile(r"度(?![，,])")


@dataclass(frozen=True)
class Told:
    """Of what a stretch of text speaks; ``None`` where it does not say.

    :param places: any of these is meant.
    """

    places: frozenset[Place] | None = None
    years: frozenset[int] | None = None


@dataclass(frozen=True)
class Clause:
    """A piece of a sentence between punctuation marks.

    :param span: of the plain sentence.
    :param own: what it names itself, ``told`` with what it takes from those before it.
    """

    span: Span
    own: Told
    told: Told


@dataclass(frozen=True)
class Source:
    """A cited sentence as it is compared.

    :param text: plain, see :func:`search.answers.numbers.plain`.
    :param place: of the report, ``years`` that it is about: a 政府工作报告 looks back on the year before.
    """

    report: ReportInfo
    text: str
    clauses: tuple[Clause, ...]
    place: Place | None
    years: frozenset[int]

    @classmethod
    def of(cls, quotation: Quotation) -> Source:
        """Return a quotation ready to be compared."""
        report = quotation.report
        text = plain(quotation.quote)
        return cls(report, text, clauses_of(text), report.place, report.years_told)

    def speaks_of(self, told: Told, asked: Told) -> bool:
        """Tell whether a stretch of it (``told``) is about the place and year that a claim names (``asked``).

        A claim that names none may only quote what the sentence says of the report's own place and year.
        """
        return self._of_place(told, asked) and self._of_years(told, asked)

    def _of_place(self, told: Told, asked: Told) -> bool:
        own = frozenset((self.place,)) if self.place else frozenset()
        if asked.places is None:
            return told.places is None or not own or any(self._holds(place) for place in told.places)
        return bool(asked.places & (told.places or own))

    def _holds(self, place: Place) -> bool:
        return self.place is not None and self.place.within(place)

    def _of_years(self, told: Told, asked: Told) -> bool:
        if asked.years is None:
            return told.years is None or not self.years or bool(told.years & self.years)
        return asked.years == told.years if told.years is not None else asked.years <= self.years


@lru_cache(maxsize=512)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a plain sentence."""
    told = Told()
    clauses = []
    for span in _spans(text):
        own = told_in(text, span)
        told = Told(own.places or told.places, own.years or told.years)
        clauses.append(Clause(span, own, told))
        if own.years and not _heads(span.of(text)):
            told = Told(told.places, clauses[-2].told.years if len(clauses) > 1 else None)
    return tuple(clauses)


def told_before(text: str, at: int) -> Told:
    """Return what the text has named last before an offset; where the clause names it only behind, that."""
    before = Told()
    for clause in clauses_of(text):
        if clause.span.start <= at < clause.span.end:
            here = told_in(text, Span(clause.span.start, at), last=True)
            places = here.places or (clause.own.places if not before.places else None) or before.places
            return Told(places, here.years or clause.own.years or before.years)
        carried = clause.own.years if _heads(clause.span.of(text)) else None
        named = told_in(text, clause.span, last=True).places if clause.own.places else None
        before = Told(named or before.places, carried or before.years)
    return before


def told_in(text: str, span: Span, *, last: bool = False) -> Told:
    """Return the places and years named in a stretch of text: all of them, or the last of each."""
    places = [frozenset(places) for at, places in places_in(text) if span.start <= at.start < span.end]
    years = [mention.years for mention in find_years(text) if span.start <= mention.span.start < span.end]
    if last:
        places, years = places[-1:], years[-1:]
    return Told(frozenset().union(*places) or None, frozenset().union(*years) or None)


@lru_cache(maxsize=512)
def places_in(text: str) -> tuple[tuple[Span, tuple[Place, ...]], ...]:
    """Return the places named in a plain text: where, and what each name can mean."""
    return tuple(
        (named.span, tuple(p for meaning in named.meanings for p in meaning)) for named in named_places(text, {})
    )


def spans_of_names(text: str) -> list[Span]:
    """Return where places and years are named in a plain text."""
    return [span for span, _ in places_in(text)] + [mention.span for mention in find_years(text)]


def speaking_of(sources: Sequence[Source], asked: Told) -> list[tuple[Source, Clause]]:
    """Return the clauses of cited sentences that are about a place and year."""
    return [(source, clause) for source in sources for clause in source.clauses if source.speaks_of(clause.told, asked)]


def _heads(clause: str) -> bool:
    """Tell whether a year in this clause speaks for the clauses behind it; that of 2022年度述法会议 does not."""
    mentions = find_years(clause)
    return bool(mentions) and mentions[-1].span.start <= _HEADS and not _ATTRIBUTE.match(clause, mentions[-1].span.end)


def _spans(text: str) -> list[Span]:
    kept = {at for match in _THOUSANDS.finditer(text) for at in range(*match.span())}
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        if match.start() in kept:
            continue
        if match.start() > start:
            spans.append(Span(start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans
