"""The legs of the search: which passages can answer, and what each leg says of every one of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.lexical import LexicalFilter, LexicalIndex
from corpus.vectors import ClauseVectors, VectorIndex, Vectors, rows_of
from search.fusion import Scores

Ids = NDArray[np.int64]

# Passages a leg puts forward. In an index of fewer sentences than _ALL every passage is looked at anyway; above it
# the sentences of these passages only (`python -m bench scale` prints what that costs and loses).
DEPTH = 500
_ALL = 40_000
# Vectors whose cosines with all passages are remembered: four bytes a passage each.
_REMEMBERED = 4


@dataclass(frozen=True)
class LegQuery:
    """What the legs are asked.

    :param vector: ``(dim,)`` float32, centred, L2-normalised.
    :param words: token → weight, for the lexical legs; so are ``bigrams``.
    """

    vector: Vectors
    words: Mapping[str, float]
    bigrams: Mapping[str, float]


@dataclass(frozen=True)
class Allowed:
    """Where may be searched.

    :param passages: ``(passages,)`` bool.
    :param lexical: the same as the lexical index understands it, or wider.
    """

    passages: NDArray[np.bool_]
    lexical: LexicalFilter


@dataclass(frozen=True)
class Candidates:
    """Passages that can answer and what each leg says of them, in the order of their ids.

    :param passages: ``(n,)`` int64.
    :param legs: leg → ``(n,)`` float32: cosine for ``passage``, ``sentence`` and ``clause``, BM25 for ``words`` and ``bigrams``;
        0 where a lexical leg did not find a passage.
    :param best_sentence: ``(n,)`` int64, the sentence nearest in meaning.
    """

    passages: Ids
    legs: dict[str, Scores]
    best_sentence: Ids

    def kept(self, mask: NDArray[np.bool_]) -> Candidates:
        """Return those where ``mask``, ``(n,)``, is true."""
        return Candidates(
            self.passages[mask], {leg: scores[mask] for leg, scores in self.legs.items()}, self.best_sentence[mask]
        )


class Legs:
    """Asks the dense and the lexical indexes of one generation. Safe to use from several threads."""

    def __init__(
        self,
        table: PassageTable,
        passages: VectorIndex,
        sentences: VectorIndex,
        clauses: ClauseVectors,
        lexical: LexicalIndex,
    ) -> None:
        self._passages, self._sentences, self._clauses, self._lexical = passages, sentences, clauses, lexical
        self._count = len(table.report)
        # Sentences are numbered passage by passage; the last entry is their number.
        self._first = np.searchsorted(table.sentence_passage, np.arange(self._count + 1)).astype(np.int64)
        # A filtered search is ranked without its filters too, and a page that is turned asks the same again.
        self._cosines = functools.lru_cache(_REMEMBERED)(self._all_cosines)

    def candidates(self, asked: LegQuery, allowed: Allowed | None, heading: float) -> Candidates:
        """Ask every leg.

        :param heading: share of a word's weight that its place in heading or title gives.
        """
        found = {
            "words": self._lexical_leg("words", asked.words, heading, allowed),
            "bigrams": self._lexical_leg("bigrams", asked.bigrams, heading, allowed),
        }
        cosine = self._cosines(asked.vector.tobytes())
        passages = self._chosen(cosine, found.values(), allowed)
        legs = {"passage": cosine[passages]}
        legs["sentence"], sentences = self._sentence_leg(asked.vector, passages)
        # A sentence that was not cut is its own clause.
        legs["clause"] = np.maximum(legs["sentence"], self._clauses.best(asked.vector, passages))
        for name, (ids, scores) in found.items():
            everywhere = np.zeros(self._count, dtype=np.float32)
            everywhere[ids] = scores
            legs[name] = everywhere[passages]
        return Candidates(passages, legs, sentences)

    def _all_cosines(self, vector: bytes) -> Scores:
        """Return the cosine of every passage with a float32 vector, ``(passages,)``; not to be written to."""
        cosines: Scores = self._passages.vectors @ np.frombuffer(vector, dtype=np.float32)
        cosines.flags.writeable = False
        return cosines

    def _lexical_leg(
        self, field: str, terms: Mapping[str, float], heading: float, allowed: Allowed | None
    ) -> tuple[Ids, Scores]:
        fields = {field: 1.0, f"heading_{field}": heading}
        where = allowed.lexical if allowed else None
        return self._lexical.search(terms, fields, min(DEPTH, self._count), where)

    def _chosen(self, cosine: Scores, found: Iterable[tuple[Ids, Scores]], allowed: Allowed | None) -> Ids:
        """Return the passages to score: all of a small index, the best of each leg of a large one."""
        chosen = np.zeros(self._count, dtype=bool)
        if self._sentences.size <= _ALL:
            chosen[:] = True
        else:
            near = cosine if allowed is None else np.where(allowed.passages, cosine, -np.inf)
            chosen[np.argpartition(-near, min(DEPTH, self._count) - 1)[:DEPTH]] = True
            for ids, _ in found:
                chosen[ids] = True
        if allowed is not None:
            chosen &= allowed.passages
        return np.flatnonzero(chosen)

    def _sentence_leg(self, query: Vectors, passages: Ids) -> tuple[Scores, Ids]:
        """Score passages by the best of their sentences; return that sentence too."""
        if not len(passages):
            return np.zeros(0, np.float32), np.zeros(0, np.int64)
        rows, starts = rows_of(self._first, passages)
        whole = len(rows) == self._sentences.size
        scores = (self._sentences.vectors if whole else self._sentences.vectors[rows]) @ query
        best = np.maximum.reduceat(scores, starts)
        owner = np.repeat(np.arange(len(passages)), np.diff(np.append(starts, len(rows))))
        # The first sentence of each passage that has its best score.
        at = np.flatnonzero(scores == best[owner])
        _, where = np.unique(owner[at], return_index=True)
        return best, rows[at[where]]
