"""Judges what was found: near enough, and within the place and year that the query names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.calibration import Calibration
from corpus.examples import ExampleVectors
from corpus.tokens import Tokenizer
from corpus.vectors import VectorIndex
from search.asking import Asked
from search.interpreting import Understood
from search.ranking import Ranked, Wanted
from search.relevance import (
    Relevance,
    Texts,
    confidence,
    missing_figures,
    missing_places,
    missing_terms,
    nearness,
    strangeness,
)
from search.scope import Scope
from search.signs import Familiar, familiar, signs_of
from search.understanding import Chip

_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Demands:
    """What a query demands of an answer, before anything is found.

    :param meant: ``(passages,)`` bool, those of the place and year that it names; ``None`` if it names none.
    :param missing: what it names and no passage that is meant has.
    :param strange: share of its words that nobody knows, ``0..1``.
    :param known: how near the examples come to it; ``None`` if there are none.
    """

    meant: NDArray[np.bool_] | None
    missing: tuple[str, ...]
    strange: float
    known: Familiar | None


class Judge:
    """Says how far what was found counts as an answer. Safe to use from several threads."""

    def __init__(
        self,
        sentences: VectorIndex,
        calibration: Calibration,
        tokenizer: Tokenizer,
        examples: ExampleVectors,
        scope: Scope,
        texts: Texts,
    ) -> None:
        self._sentences, self._calibration, self._scope, self._texts = sentences, calibration, scope, texts
        self._words, self._lexicon, self._examples = tokenizer.words, tokenizer.lexicon, examples

    def demands(self, understood: Understood, asked: Asked, wanted: Wanted) -> Demands:
        """Return what a query demands of an answer; the same whatever filters it is searched with."""
        meant = wanted.both()
        holding = self._scope.lexically_holding
        words = [(chip, chip.span.of(understood.text)) for chip in understood.chips if chip.field in ("place", "year")]
        unknown = [word for chip, word in words if chip.field == "place" and not chip.reports]
        missing = missing_places(unknown, holding)
        if unknown and not missing:
            # No report is about the place, but some passages speak of it.
            meant = np.logical_or.reduce([holding(word) for word in unknown])
        if meant is not None and not missing:
            missing = self._missing(understood.text, wanted, words, meant)
        # What was mistyped is not strange: somebody knows the word that was meant.
        typed = understood.suggestion.text if understood.suggestion else asked.text
        strange = strangeness(self._words(typed), self._known)
        return Demands(meant, missing, strange, familiar(asked, self._examples, self._calibration))

    def judge(self, asked: Asked, ranked: Ranked, demands: Demands, narrowed: bool) -> Relevance:
        """Judge the candidates; within the place and year that the query names, if it names any.

        :param narrowed: whether filters leave only some of the passages.
        """
        candidates, meant = ranked.candidates, demands.meant
        near = nearness(asked, candidates, self._sentences, self._calibration)
        order = ranked.order
        if meant is not None and meant.any():
            order, narrowed = order[meant[candidates.passages[order]]], True
        signs = signs_of(asked, ranked, order, demands.known, demands.strange, narrowed, self._texts)
        return Relevance(near, confidence(order, near), demands.missing, demands.strange, signs)

    def _known(self, word: str) -> bool:
        if self._lexicon.get(word) or self._examples.knows(word):
            return True
        return bool(self._scope.lexically_holding(word).any())

    def _missing(
        self, text: str, wanted: Wanted, words: Sequence[tuple[Chip, str]], meant: NDArray[np.bool_]
    ) -> tuple[str, ...]:
        """Return what the query names and the reports of its place do not have: terms of the field, a year."""
        holding = self._scope.lexically_holding
        missing = missing_terms(text, self._lexicon, meant, holding)
        missing = missing or missing_figures(text, self._lexicon, meant, holding, self._texts)
        if wanted.place is not None and (wanted.year is None or not (wanted.place & wanted.year).any()):
            years = [word for chip, word in words if chip.field == "year" and word[:4].isdigit()]
            told = (holding(word) | self._scope.telling_of(map(int, _YEAR.findall(word))) for word in years)
            missing += tuple(word for word, mask in zip(years, told, strict=True) if not (mask & wanted.place).any())
        return missing
