"""Sentences that answer: by meaning, by words, by the passage they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.model import Heading, Span, heading_path
from corpus.vectors import VectorIndex, Vectors, rows_of
from search.answers.wording import Word, coverage
from search.figures import Texts
from search.finding import Found

# Passages whose sentences are read, and how much each sign weighs beside the cosine of a sentence.
# Chosen on the dev half with `python -m bench answers --split dev`.
DEPTH = 60
_WORDS, _CONTEXT, _PASSAGE = 0.5, 0.15, 0.4
# Shorter ones are labels and headings: 取得成效。
_SHORTEST = 12


@dataclass(frozen=True)
class Scored:
    """A sentence with how well it answers.

    :param row: of its report; ``span`` in that report's text.
    :param cosine: of its centred vector with the question's, ``-1..1``.
    :param words: share of the question's words that it has, ``context`` that it or what stands over it has, ``0..1``.
    :param passage_score: of its passage, ``0..1`` of the best.
    :param answers: whether its passage counts as an answer.
    """

    sentence: int
    passage: int
    row: int
    span: Span
    text: str
    cosine: float
    words: float
    context: float
    passage_score: float
    answers: bool

    @property
    def score(self) -> float:
        """How well it answers; comparable within one question."""
        return self.cosine + _WORDS * self.words + _CONTEXT * self.context + _PASSAGE * self.passage_score


class SentenceChooser:
    """Chooses sentences of one generation. Safe to use from several threads."""

    def __init__(self, table: PassageTable, sentences: VectorIndex, texts: Texts) -> None:
        self._table, self._sentences, self._texts = table, sentences, texts
        # Sentences are numbered passage by passage; the last entry is their number.
        self._first = np.searchsorted(table.sentence_passage, np.arange(len(table.report) + 1)).astype(np.int64)

    def choose(
        self, found: Found, words: Sequence[Word], allowed: NDArray[np.bool_] | None = None, depth: int = DEPTH
    ) -> list[Scored]:
        """Return the sentences of the first passages, the best first.

        :param allowed: ``(passages,)`` bool, where they may stand.
        """
        order = found.ranked.order
        if allowed is not None:
            order = order[allowed[found.ranked.candidates.passages[order]]]
        order = order[:depth]
        if not len(order) or found.asked is None:
            return []
        passages = found.ranked.candidates.passages[order]
        scores = found.ranked.scores[order]
        best = float(scores.max()) or 1.0
        texts = self._texts(self._table.report[passages].tolist())
        chosen: list[Scored] = []
        for passage, at, score in zip(passages.tolist(), order.tolist(), scores.tolist(), strict=True):
            share = max(0.0, score / best)
            answers = bool(found.answering[at])
            chosen += self._of_passage(passage, found.asked.legs.vector, words, share, answers, texts)
        return sorted(chosen, key=lambda scored: (-scored.score, scored.sentence))

    def _of_passage(
        self,
        passage: int,
        vector: Vectors,
        words: Sequence[Word],
        share: float,
        answers: bool,
        texts: Mapping[int, tuple[str, tuple[Heading, ...]]],
    ) -> Iterable[Scored]:
        row = int(self._table.report[passage])
        text, headings = texts[row]
        number = int(self._table.heading[passage])
        above = "".join(heading_path(text, headings, None if number < 0 else number))
        ids, _ = rows_of(self._first, np.array([passage]))
        cosines = self._sentences.vectors[ids] @ vector
        before = ""
        for sentence, cosine in zip(ids.tolist(), cosines.tolist(), strict=True):
            span = Span(int(self._table.sentence_start[sentence]), int(self._table.sentence_stop[sentence]))
            words_here = span.of(text)
            if len(words_here) >= _SHORTEST:
                yield Scored(
                    sentence,
                    passage,
                    row,
                    span,
                    words_here,
                    cosine,
                    coverage(words, words_here),
                    coverage(words, above + before + words_here),
                    share,
                    answers,
                )
            before = words_here
