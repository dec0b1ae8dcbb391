"""Draft check: which sentences of a text stand, or nearly stand, in the reports, and where; what others do alike."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from corpus.catalog import PassageTable
from corpus.families import Families
from corpus.gazetteer import Gazetteer
from corpus.model import Heading, Span
from corpus.text import fold, sentence_spans
from corpus.vectors import VectorIndex
from search.arrange import GroupBy
from search.hit import Hit, Result
from search.masking import BLANK, mask
from search.phrases import SHORTEST, Use, is_heading, letters_of
from search.query import Query, QueryInvalid
from search.shelf import ReportInfo, Shelf

# Characters. About three pages: what somebody writes at a time, not a report to be searched through.
LONGEST_DRAFT = 5000
# Likeness of two patterns, 0..1 (rapidfuzz's ratio), from which one is the other with a few words changed; and the
# cosine from which two sentences speak of the same. Both from `python -m bench drafts`; see docs/decisions.md.
SAME, NEAR = 0.8, 0.4
# Sentences near in meaning whose letters are compared. A changed sentence's own stood first in every case measured.
_LOOKED_AT = 8
# How many similar practices are shown, out of how many places, and the characters they are looked for with: what a
# draft is about stands at its beginning, and twice as many take a quarter of a second more.
_ELSEWHERE, _FOUND, _ASKED = 5, 30, 250
# 符合条件 and 不符合条件, 落到实处 and 难以落到实处 are close by letters only.
_DENIAL = re.compile("[不未无没非难]")

Vectors = NDArray[np.float32]
Texts = Callable[[Iterable[int]], Mapping[int, tuple[str, tuple[Heading, ...]]]]
Cite = Callable[[ReportInfo, str, Sequence[Heading], int], str]

# The same sentences come again with every correction of a draft.
_mask = functools.lru_cache(maxsize=4096)(mask)


class DraftClass(StrEnum):
    """What a sentence of a draft is, compared with the reports."""

    SAME = "相同"
    NEAR = "相近"
    OWN = "自拟"


@dataclass(frozen=True)
class DraftSource:
    """The sentence of the reports that is nearest to one of the draft.

    :param text: equals the report's ``text[span]``.
    :param likeness: ``0..1``: of the patterns where they are the same, else the cosine of the meanings.
    :param uses: where this wording stands, this sentence first; where only the meaning is near, this sentence alone.
    :param used: how many sentences have this wording; ``uses`` lists the first hundred.
    """

    text: str
    likeness: float
    uses: tuple[Use, ...]
    used: int

    @property
    def report(self) -> ReportInfo:
        """The report it stands in."""
        return self.uses[0].report


@dataclass(frozen=True)
class DraftSentence:
    """A sentence of the draft.

    :param text: equals the draft's ``text[span]``.
    :param source: ``None`` for wording of one's own.
    """

    text: str
    span: Span
    kind: DraftClass
    source: DraftSource | None = None


@dataclass(frozen=True)
class DraftCheck:
    """A draft compared with the reports.

    :param sentences: those long enough to be compared, in order; headings and labels below eight characters are not.
    :param elsewhere: passages on the same from places that are not among the sources, one a place.
    :param searched: how many reports it was compared with.
    :param took_ms: milliseconds from call to return.
    """

    text: str
    sentences: tuple[DraftSentence, ...]
    elsewhere: tuple[Hit, ...]
    searched: int
    took_ms: float

    def count(self, kind: DraftClass) -> int:
        """Return how many sentences are of this class."""
        return sum(sentence.kind is kind for sentence in self.sentences)


@dataclass(frozen=True)
class Drafts:
    """Compares drafts with the sentences of a generation. Safe to use from several threads.

    :param vectors: returns centred vectors of sentences: ``(n, dim)`` float32, L2-normalised.
    :param sentences: vectors of all sentences of the reports, by id.
    :param search: finds passages, for what others do alike.
    """

    vectors: Callable[[Sequence[str]], Vectors]
    table: PassageTable
    sentences: VectorIndex
    families: Families
    shelf: Shelf
    texts: Texts
    cite: Cite
    places: Gazetteer
    search: Callable[[Query], Result]

    def check(self, text: str, *, most_uses: int = 100) -> DraftCheck:
        """Compare a draft with the reports.

        :param most_uses: how many places of a wording are listed.
        :raises QueryInvalid: it is too long, or has no sentence to compare.
        """
        began = time.perf_counter()
        spans = _sentences(checked_draft(text))
        patterns = [self._pattern(span.of(text)) for span in spans]
        ids, cosines = self.sentences.nearest(self.vectors([span.of(text) for span in spans]), _LOOKED_AT)
        texts = dict(self.texts(set(self._rows(ids.ravel()).tolist())))
        checked = tuple(
            self._compared(span.of(text), span, pattern, near.tolist(), scores.tolist(), texts, most_uses)
            for span, pattern, near, scores in zip(spans, patterns, ids, cosines, strict=True)
        )
        elsewhere = self._elsewhere(patterns, checked)
        return DraftCheck(text, checked, elsewhere, len(self.shelf), (time.perf_counter() - began) * 1000)

    def _compared(
        self,
        text: str,
        span: Span,
        pattern: str,
        near: Sequence[int],
        cosines: Sequence[float],
        texts: dict[int, tuple[str, tuple[Heading, ...]]],
        most_uses: int,
    ) -> DraftSentence:
        """Return a sentence with what is nearest to it, if anything is near.

        :param near: ids of sentences, nearest in meaning first; ``cosines`` beside them.
        """
        likeness = {number: self._likeness(pattern, text, self._text(number, texts)) for number in near}
        same = sorted((number for number in near if likeness[number] >= SAME), key=lambda number: -likeness[number])
        if same:
            families = dict.fromkeys(int(self.families.sentences.family[number]) for number in same)
            found = np.concatenate([self.families.sentences.members(family) for family in families])
            members = [same[0], *found[found != same[0]].tolist()]
            source = self._source(members[:most_uses], likeness[same[0]], len(members), texts)
            return DraftSentence(text, span, DraftClass.SAME, source)
        for number, cosine in zip(near, cosines, strict=True):
            if cosine >= NEAR and self._says_something(number, texts):
                return DraftSentence(text, span, DraftClass.NEAR, self._source([number], cosine, 1, texts))
        return DraftSentence(text, span, DraftClass.OWN)

    def _source(
        self, members: Sequence[int], likeness: float, used: int, texts: dict[int, tuple[str, tuple[Heading, ...]]]
    ) -> DraftSource:
        texts.update(self.texts(set(self._rows(np.array(members)).tolist()) - texts.keys()))
        uses = []
        for number in members:
            info, span = self.shelf.infos[int(self._rows(number))], self._span(number)
            uses.append(Use(info, span, self.cite(info, *texts[info.row], span.start)))
        return DraftSource(self._text(members[0], texts), round(min(likeness, 1.0), 4), tuple(uses), used)

    def _likeness(self, pattern: str, text: str, other: str) -> float:
        """Return how alike two sentences are once figures and places are masked, ``0..1``."""
        if len(_DENIAL.findall(text)) != len(_DENIAL.findall(other)):
            return 0.0
        return fuzz.ratio(pattern, self._pattern(other)) / 100

    def _pattern(self, text: str) -> str:
        return letters_of(fold(_mask(text, self.places).text))

    def _says_something(self, number: int, texts: Mapping[int, tuple[str, tuple[Heading, ...]]]) -> bool:
        """Tell whether a sentence of a report is more than a label or a heading: 一是加强专项督查。 is near to much."""
        body, headings = texts[int(self._rows(number))]
        span = self._span(number)
        return len(span.of(body)) >= 2 * SHORTEST and not is_heading(span, body, headings)

    def _elsewhere(self, patterns: Sequence[str], checked: Sequence[DraftSentence]) -> tuple[Hit, ...]:
        """Return passages on the draft's matter from places that are not among its sources."""
        # Places and figures of the draft are what must not be found again.
        words = " ".join(" ".join(patterns).replace(BLANK, " ").split())[:_ASKED]
        if not words:
            return ()
        quoted = {use.report.place for sentence in checked if sentence.source for use in sentence.source.uses}
        result = self.search(Query(words, top=_FOUND, group=GroupBy.PLACE, literal=True))
        hits = result.hits if result.answerable else ()
        return tuple(hit for hit in hits if hit.report.place and hit.report.place not in quoted)[:_ELSEWHERE]

    def _text(self, number: int, texts: Mapping[int, tuple[str, tuple[Heading, ...]]]) -> str:
        return self._span(number).of(texts[int(self._rows(number))][0])

    def _rows(self, sentences: NDArray[np.int64] | int) -> NDArray[np.int32]:
        rows: NDArray[np.int32] = self.table.report[self.table.sentence_passage[sentences]]
        return rows

    def _span(self, sentence: int) -> Span:
        return Span(int(self.table.sentence_start[sentence]), int(self.table.sentence_stop[sentence]))


def checked_draft(text: str) -> str:
    """Return a draft as it is.

    :raises QueryInvalid: it is empty or too long.
    """
    if not text.strip():
        raise QueryInvalid("草稿是空的，请粘贴要对照的段落")
    if len(text) > LONGEST_DRAFT:
        raise QueryInvalid(f"草稿有 {len(text)} 个字，一次最多对照 {LONGEST_DRAFT} 个字。请分几次粘贴")
    return text


def _sentences(text: str) -> list[Span]:
    """Return the sentences of a draft that are long enough to be compared.

    :raises QueryInvalid: there is none.
    """
    spans = list(_long_enough(text))
    if not spans:
        raise QueryInvalid(f"草稿里没有可以对照的句子，一句至少要有 {SHORTEST} 个字")
    return spans


def _long_enough(text: str) -> Iterator[Span]:
    for span in sentence_spans(text, Span(0, len(text))):
        if len(letters_of(span.of(text))) >= SHORTEST:
            yield span
