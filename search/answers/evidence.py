"""Evidence: the sentences that can answer a question, where its places and years allow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.indicators import Indicators
from corpus.model import Place
from corpus.place_names import short_forms
from corpus.text import fold
from corpus.tokens import Tokenizer
from search.answers.contrasts import same_as
from search.answers.question import (
    NamedPlaces,
    Question,
    QuestionKind,
    about,
    places_said,
    quoted_in,
    unattributed,
    understand_question,
    unquoted,
    years_said,
)
from search.answers.sentences import Scored, SentenceChooser
from search.answers.several import Amount
from search.answers.topic import named_in
from search.answers.wording import Word, words_of
from search.finding import Found
from search.interpreting import Understood
from search.nicknames import path_of
from search.query import Filters, Query, checked_text
from search.scope import Scope
from search.shelf import Shelf, lies_in
from search.spoken import as_written
from search.stages import Stages


@dataclass(frozen=True)
class Evidence:
    """What was found for a question, before it is put into an answer.

    :param words: of its topic; ``counted`` of what is counted (``Question.clause``); ``also`` those of the known sentence
        nearest to it, which says the same with ``trust``, ``0..1``.
    :param sentences: the best first.
    :param missing: what the reports lack altogether, in Chinese: a place, a year, a name; ``""`` for nothing.
    """

    question: Question
    found: Found
    words: tuple[Word, ...]
    counted: tuple[Word, ...]
    also: tuple[Word, ...]
    trust: float
    sentences: list[Scored]
    missing: str


class EvidenceFinder:
    """Takes questions apart and finds their evidence. Safe to use from several threads.

    :param find: finds passages for a query that was taken apart (``Finder.find`` with the engine's weights).
    """

    def __init__(
        self,
        understand: Callable[[Query], Understood],
        find: Callable[[Understood, Stages], Found],
        shelf: Shelf,
        table: PassageTable,
        scope: Scope,
        tokenizer: Tokenizer,
        chooser: SentenceChooser,
        indicators: Indicators,
    ) -> None:
        self._understand, self._find = understand, find
        self._shelf, self._table, self._scope, self._tokenizer = shelf, table, scope, tokenizer
        self._chooser, self._indicators = chooser, indicators

    def question(self, text: str) -> tuple[Question, Understood]:
        """Take a question apart.

        :raises QueryInvalid: it is empty, or names a place in field syntax that nobody knows.
        """
        checked = checked_text(text)
        plain, quoted = unquoted(unattributed(checked))
        understood = self._understand(Query(plain))
        question = understand_question(
            understood.text or plain, understood.chips, self._indicators, self._shelf.meant, self._shelf.years()
        )
        filters = understood.filters
        places = tuple(self._named(name) for name in filters.places)
        years = tuple(sorted({*question.years, *filters.years}))
        return replace(
            question, asked=checked, quoted=quoted, places=(*question.places, *places), years=years
        ), understood

    def _named(self, name: str) -> NamedPlaces:
        """Return the place of a filter: 地区:郯城."""
        places = tuple(self._shelf.meant([name]))
        return NamedPlaces(name, name, places, sum(lies_in(info.place, places) for info in self._shelf.infos))

    def evidence(self, question: Question, understood: Understood, stages: Stages) -> Evidence:
        """Find sentences where the question's places and years allow them."""
        covered = [path_of(place) for named in question.places if named.reports for place in named.places]
        filters = understood.filters.joined(Filters(places=tuple(covered)))
        asked = replace(understood, filters=filters, text=understood.text or question.text)
        found = self._find(asked, stages)
        found = _without_years(found, question)
        # Only figures are looked for in what else a question may say.
        figures = question.kind in (QuestionKind.FIGURE, QuestionKind.COMPARISON)
        topic = as_written(question.topic) if figures else question.topic
        words = self._words(topic, question.quoted)
        counted = (
            self._words(as_written(named_in(question.clause)), quoted_in(question, question.clause))
            if question.clause
            else words
        )
        reading = found.asked.reading if found.asked else None
        also = words_of(reading.example.text, self._tokenizer, self._share) if reading and figures else ()
        missing, allowed = self._where(question)
        sentences = [] if missing else self._chooser.choose(found, words, allowed)
        return Evidence(question, found, words, counted, also, reading.trust if reading else 0.0, sentences, missing)

    def about(self, evidence: Evidence, amount: Amount) -> Evidence:
        """Return evidence for one of the amounts that its question asks, in the same sentences."""
        question = about(evidence.question, amount, self._indicators)
        words = self._words(as_written(question.topic), question.quoted)
        return replace(evidence, question=question, words=words, counted=words)

    def _words(self, topic: str, quoted: Sequence[str]) -> tuple[Word, ...]:
        named = tuple(self._named_in_marks(quoted))
        names = {word.name for word in named}
        words = (
            replace(word, forms=(*word.forms, *same_as(word.name)))
            for word in words_of(topic, self._tokenizer, self._share)
            if word.name not in names
        )
        return (*words, *named)

    def _named_in_marks(self, quoted: Sequence[str]) -> Iterator[Word]:
        """Yield names in quotation marks as words, whatever they are made of: 保交房."""
        for name in quoted:
            if len(name) > 1:
                yield Word(name, tuple(fold(form) for form in self._written(name)), 1.0)

    def _written(self, name: str) -> tuple[str, ...]:
        """Return a name as it can be written: itself, and what the lexicon knows to be the same (民告官)."""
        lexicon = self._tokenizer.lexicon
        term = lexicon.get(name)
        return tuple(dict.fromkeys((name, *(lexicon.equivalents(term.name) if term else ()))))

    def _share(self, form: str) -> float:
        return float(self._scope.lexically_holding(form).mean())

    def _where(self, question: Question) -> tuple[str, NDArray[np.bool_] | None]:
        """Return what the reports lack altogether (a place, a year, a name), ``""`` for nothing; and where to look."""
        allowed = self._of_named_places(question)
        if allowed is not None and not allowed.any():
            return places_said(question) + years_said(question), None
        for mask, lacking in self._narrowing(question):
            narrowed = mask if allowed is None else mask & allowed
            if narrowed.any():
                allowed = narrowed
            elif lacking:
                return lacking, None
        return "", allowed

    def _of_named_places(self, question: Question) -> NDArray[np.bool_] | None:
        """Return the passages of the places a question names, or that speak of them; ``None`` if it names none."""
        if not question.places:
            return None
        masks = [
            self._of_places(named.places) if named.reports else self._speaking_of(named) for named in question.places
        ]
        joined: NDArray[np.bool_] = np.logical_or.reduce(masks)
        return joined

    def _speaking_of(self, named: NamedPlaces) -> NDArray[np.bool_]:
        """Return the passages that speak of a place without reports: as the question names it, or else by a short name."""
        said = self._scope.lexically_holding(named.words)
        if said.any():
            return said
        short = {form for place in named.places for form, _ in short_forms(place.name)} - {named.words}
        found: NDArray[np.bool_] = np.logical_or.reduce([said, *map(self._scope.lexically_holding, sorted(short))])
        return found

    def _narrowing(self, question: Question) -> Iterator[tuple[NDArray[np.bool_], str]]:
        """Yield where else a question looks, each with what is lacking if that is nowhere, ``""`` if nothing is."""
        if question.level is not None:
            rows = [info.row for info in self._shelf.infos if info.place and info.place.level is question.level]
            yield np.isin(self._table.report, rows), ""
        if question.years and question.kind not in (QuestionKind.FIGURE, QuestionKind.COMPARISON):
            yield self._of_years(question.years), places_said(question) + years_said(question)
        if question.part is not None:
            mask = np.isin(self._table.part, self._table.part_codes((question.part,)) or [])
            yield mask, f"{places_said(question)}“{question.part}”" if question.whole_part else ""
        masks = [(name, self._naming(name)) for name in question.quoted]
        if question.kind is QuestionKind.LIST and len(masks) > 1:
            # 搞“一张表”“一表通”这类改革的有哪些: any of them will do.
            yield np.logical_or.reduce([mask for _, mask in masks]), f"“{masks[0][0]}”"
        else:
            yield from ((mask, f"“{name}”") for name, mask in masks)

    def _naming(self, name: str) -> NDArray[np.bool_]:
        """Return the passages that have a name that stood in quotation marks."""
        if len(name) == 1:
            return self._scope.holding(name)
        named: NDArray[np.bool_] = np.logical_or.reduce(
            [self._scope.lexically_holding(form) for form in self._written(name)]
        )
        return named

    def _of_places(self, places: Sequence[Place]) -> NDArray[np.bool_]:
        rows = [info.row for info in self._shelf.infos if lies_in(info.place, places)]
        return np.isin(self._table.report, rows)

    def _of_years(self, years: Sequence[int]) -> NDArray[np.bool_]:
        """Return the passages of reports on these years, and those that name one of them."""
        mask = self._scope.telling_of(years)
        for year in years:
            mask |= self._scope.lexically_holding(f"{year}年")
        return mask


def _without_years(found: Found, question: Question) -> Found:
    """Drop the years from what the search missed: here they are looked for otherwise, see ``EvidenceFinder._of_years``."""
    if found.near is None or not question.years:
        return found
    years = {span.of(question.text) for span in question.spans}
    return replace(
        found, near=replace(found.near, missing=tuple(word for word in found.near.missing if word not in years))
    )
