"""Phrasing search: sentences to learn wording from, each with the places that use it and the source of every use."""

from __future__ import annotations

import bisect
import functools
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.families import Families
from corpus.gazetteer import Gazetteer
from corpus.model import Heading, Span, heading_path
from corpus.text import fold
from corpus.vectors import VectorIndex
from search.masking import mask
from search.query import Filters, checked_text
from search.shelf import ReportInfo, Shelf
from search.variety import Wording, spread

# Queries meet the same sentences again and again: 8 MB at most, and a third of a query's time saved.
_mask = functools.lru_cache(maxsize=16_384)(mask)

Ids = NDArray[np.int64]
Headings = tuple[Heading, ...]

# Characters of a sentence. Shorter ones are labels (成效显著。), longer ones are paragraphs nobody copies whole.
SHORTEST, LONGEST = 8, 200

# Sentences taken by meaning, and passages whose sentences are taken by words: some twenty pages of results.
_BY_MEANING, _BY_WORDS = 150, 40
# About the shares that `search/fusion.py` gives to meaning and to words; no judgements of wordings exist to tune them.
_MEANING, _WORDS = 0.6, 0.4
# A sentence that the words brought must hold half of them: one common word is no wording.
_LEAST_COVERAGE = 0.5
# A heading says what was done, not how, so any sentence at half its nearness goes before it.
_HEADING_SHARE = 0.5
_CLAUSE_MARK = re.compile("[，,；;]")
_LETTERS = re.compile(r"[^\w×]+")


class Use(NamedTuple):
    """One place where a wording stands; ``span`` in that report's text."""

    report: ReportInfo
    span: Span
    citation: str


@dataclass(frozen=True)
class Phrase:
    """A wording, shown by the member that answers the query best.

    :param text: equals the report's ``text[span]``.
    :param heading: the headings over it, from the top.
    :param score: ``0..1``; comparable within one result only. The order also cares for variety.
    :param pattern: the sentence with what a writer fills in as ×× (see ``search/masking.py``).
    :param uses: the sentences of the index with this wording, the shown one first, filtered out or not; ``used`` how
        many there are, which is more than ``uses`` lists only where a formula stands in hundreds of reports.
    :param places: how many different places use it; reports whose place is unknown are not counted.
    """

    text: str
    span: Span
    report: ReportInfo
    citation: str
    heading: tuple[str, ...]
    score: float
    pattern: str
    uses: tuple[Use, ...]
    used: int
    places: int


@dataclass(frozen=True)
class PhraseResult:
    """The wordings found for a text.

    :param total: how many different wordings were found, of which ``phrases`` is one page.
    :param searched: how many reports the filters allowed.
    :param took_ms: milliseconds from call to return.
    """

    text: str
    filters: Filters
    phrases: tuple[Phrase, ...]
    total: int
    searched: int
    took_ms: float


@dataclass(frozen=True)
class PhraseSearch:
    """Searches the sentences of a generation. Safe to use from several threads.

    :param vector: returns the vector of a query's text: ``(dim,)`` float32, L2-normalised.
    :param words: returns the words of a text, as the lexical index has them.
    :param sentences: vectors of all sentences, by id.
    :param texts: returns text and headings of reports by row (``Catalog.texts``).
    :param worded: returns the ids of the passages in which words stand, best first: ``(words, depth, report rows or
        None for all) -> (n,) int64``.
    :param cite: returns the citation of what stands under a heading: ``(report, text, headings, heading's index)``.
    """

    vector: Callable[[str], NDArray[np.float32]]
    words: Callable[[str], Sequence[str]]
    table: PassageTable
    sentences: VectorIndex
    families: Families
    shelf: Shelf
    texts: Callable[[Iterable[int]], Mapping[int, tuple[str, Headings]]]
    worded: Callable[[Sequence[str], int, Ids | None], Ids]
    cite: Callable[[ReportInfo, str, Headings, int | None], str]
    places: Gazetteer

    def search(
        self,
        text: str,
        filters: Filters | None = None,
        top: int = 10,
        offset: int = 0,
        *,
        allowed: Ids | None = None,
        variety: float = 0.3,
        per_place: int = 2,
        most_uses: int = 100,
    ) -> PhraseResult:
        """Find wordings for what ``text`` says.

        :param allowed: ids of the sentences to choose from, e.g. those of one part of the reports; ``None`` for all.
        :param variety: ``0..1``, what a wording loses that repeats one already shown, times the share it repeats.
        :param per_place: how many of each ten may come from one place, as long as there are others.
        :param most_uses: how many uses of a wording are listed: each opens a report, a millisecond or so.
        :raises QueryInvalid: the text is empty or a place is unknown.
        """
        began = time.perf_counter()
        filters = filters or Filters()
        wanted = checked_text(text)
        reports = self.shelf.allowed(filters)
        scores, texts = self._scores(wanted, reports, self._choice(reports, allowed))
        wordings = self._wordings(scores, texts)
        page = spread(wordings, offset + top, variety, per_place)[offset:]
        phrases = tuple(self._phrases(page, texts, most_uses))
        searched = len(self.shelf) if reports is None else len(reports)
        return PhraseResult(text, filters, phrases, len(wordings), searched, (time.perf_counter() - began) * 1000)

    # ------------------------------------------------------------ which sentences

    @functools.cached_property
    def _fit(self) -> NDArray[np.bool_]:
        """Which sentences are long enough to learn from and short enough to copy: ``(sentences,)``."""
        lengths = self.table.sentence_stop - self.table.sentence_start
        fit: NDArray[np.bool_] = (lengths >= SHORTEST) & (lengths <= LONGEST)
        return fit

    def _choice(self, reports: Ids | None, allowed: Ids | None) -> NDArray[np.bool_]:
        """Return which sentences may be shown: ``(sentences,)``."""
        choice = self._fit
        if reports is not None:
            choice = choice & np.isin(self.table.report, reports)[self.table.sentence_passage]
        if allowed is not None:
            inside = np.zeros(len(choice), bool)
            inside[allowed] = True
            choice = choice & inside
        return choice

    def _scores(
        self, text: str, reports: Ids | None, choice: NDArray[np.bool_]
    ) -> tuple[dict[int, float], Mapping[int, tuple[str, Headings]]]:
        """Return the score of each candidate sentence, and the texts they stand in."""
        vector = self.vector(text)
        words = {word: len(word) for word in self.words(text)}
        ids, near = self.sentences.search(vector, _BY_MEANING, np.flatnonzero(choice))
        extra = np.setdiff1d(self._holding(words, reports, choice), ids)
        more, less_near = self.sentences.search(vector, len(extra), extra) if len(extra) else (extra, near[:0])
        texts = self.texts(self._rows(np.concatenate((ids, more))).tolist())
        best, least = (float(near[0]), float(near[-1])) if len(near) else (0.0, 0.0)
        scores: dict[int, float] = {}
        for sentence, nearness in zip(
            (*ids.tolist(), *more.tolist()), (*near.tolist(), *less_near.tolist()), strict=True
        ):
            body, headings = texts[int(self._rows(sentence))]
            span = self._span(sentence)
            coverage = _coverage(words, span.of(body))
            if nearness < least and coverage < _LEAST_COVERAGE:
                continue
            meaning = max(0.0, (nearness - least) / (best - least)) if best > least else 1.0
            score = _MEANING * meaning + _WORDS * coverage
            scores[sentence] = score * (_HEADING_SHARE if is_heading(span, body, headings) else 1.0)
        return scores, texts

    def _holding(self, words: Mapping[str, int], reports: Ids | None, choice: NDArray[np.bool_]) -> Ids:
        """Return the sentences to choose from in the passages that hold the words."""
        passages = self.worded(list(words), _BY_WORDS, reports)
        found = np.flatnonzero(np.isin(self.table.sentence_passage, passages) & choice)
        return found.astype(np.int64)

    def _rows(self, sentences: Ids | int) -> NDArray[np.int32]:
        rows: NDArray[np.int32] = self.table.report[self.table.sentence_passage[sentences]]
        return rows

    def _span(self, sentence: int) -> Span:
        return Span(int(self.table.sentence_start[sentence]), int(self.table.sentence_stop[sentence]))

    # ------------------------------------------------------------ from sentences to wordings

    def _wordings(self, scores: Mapping[int, float], texts: Mapping[int, tuple[str, Headings]]) -> list[Wording]:
        """Join sentences of one family, and families of one pattern, into wordings, best first."""
        found: dict[str, Wording] = {}
        known: dict[int, Wording] = {}
        for sentence in sorted(scores, key=lambda number: (-scores[number], number)):
            family = int(self.families.sentences.family[sentence])
            if family in known:
                continue
            row = int(self._rows(sentence))
            pattern = _mask(self._span(sentence).of(texts[row][0]), self.places).text
            letters = letters_of(pattern)
            if letters not in found:
                place = self.shelf.infos[row].place
                owner = place.chain if place else (self.shelf.infos[row].id,)
                found[letters] = Wording(sentence, scores[sentence], pattern, letters, owner)
            known[family] = found[letters]
            found[letters].families.append(family)
        return list(found.values())

    def _phrases(
        self, page: Sequence[Wording], known: Mapping[int, tuple[str, Headings]], most_uses: int
    ) -> Iterator[Phrase]:
        """Look up text and sources of the wordings on a page."""
        groups = [self._members(wording) for wording in page]
        listed = [number for group in groups for number in group[:most_uses]]
        rows = set(self._rows(np.array(listed, np.int64)).tolist())
        texts = {**known, **self.texts(rows - known.keys())}
        for wording, group in zip(page, groups, strict=True):
            uses = tuple(self._use(number, texts) for number in group[:most_uses])
            body, headings = texts[uses[0].report.row]
            owners = (self.shelf.infos[row].place for row in self._rows(np.array(group)).tolist())
            yield Phrase(
                text=uses[0].span.of(body),
                span=uses[0].span,
                report=uses[0].report,
                citation=uses[0].citation,
                heading=heading_path(body, headings, self._heading(wording.best)),
                score=wording.score,
                pattern=wording.pattern,
                uses=uses,
                used=len(group),
                places=len({place.chain for place in owners if place}),
            )

    def _members(self, wording: Wording) -> list[int]:
        """Return all sentences of a wording, the one to show first."""
        found = np.concatenate([self.families.sentences.members(family) for family in wording.families])
        return [wording.best, *found[found != wording.best].tolist()]

    def _use(self, sentence: int, texts: Mapping[int, tuple[str, Headings]]) -> Use:
        info = self.shelf.infos[int(self._rows(sentence))]
        return Use(info, self._span(sentence), self.cite(info, *texts[info.row], self._heading(sentence)))

    def _heading(self, sentence: int) -> int | None:
        number = int(self.table.heading[self.table.sentence_passage[sentence]])
        return None if number < 0 else number


def letters_of(pattern: str) -> str:
    """Return a pattern without punctuation and white space: by it two wordings are compared."""
    return _LETTERS.sub("", pattern)


def _coverage(words: Mapping[str, int], sentence: str) -> float:
    """Return the share of the query's words that stand in a sentence, by their lengths: ``0..1``."""
    # Folding matters to Latin words only, and is slow.
    folded = fold(sentence) if any(word.isascii() for word in words) else sentence
    whole = sum(words.values())
    return sum(weight for word, weight in words.items() if word in folded) / whole if whole else 0.0


def is_heading(span: Span, text: str, headings: Headings) -> bool:
    """Tell whether a sentence is a heading that runs into its paragraph; with a comma it is a sentence all the same."""
    above = bisect.bisect_right(headings, span.start, key=lambda heading: heading.span.start) - 1
    return above >= 0 and span.end <= headings[above].span.end and not _CLAUSE_MARK.search(span.of(text))
