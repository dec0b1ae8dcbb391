"""What a query finds: candidates within its filters, in order, and which of them are answers.

What is an answer is settled without the filters, so that a value of a filter holds as many as the number beside it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from search.asking import Asked, Asker
from search.candidates import Allowed, Candidates, Ids
from search.fusion import Weights
from search.interpreting import Understood
from search.judging import Judge
from search.query import Filters
from search.ranking import Ranked, Ranker, Wanted
from search.relevance import Relevance
from search.scope import Scope
from search.shelf import Shelf
from search.stages import Stages


@dataclass(frozen=True)
class Found:
    """What a query finds within its filters.

    :param answering: ``(n,)`` bool beside the candidates: those that count as answers.
    :param countable: ``(m,)`` int64, ids of the passages that are answers with other values of the filters: for facets.
    :param asked: what the legs were asked; it and ``near`` are ``None`` where all that passes the filters is listed.
    """

    ranked: Ranked
    answering: NDArray[np.bool_]
    countable: Ids
    asked: Asked | None = None
    near: Relevance | None = None


class Finder:
    """Finds in one generation. Safe to use from several threads."""

    def __init__(
        self, asker: Asker, shelf: Shelf, table: PassageTable, scope: Scope, ranker: Ranker, judge: Judge
    ) -> None:
        self._asker, self._shelf, self._table = asker, shelf, table
        self._scope, self._ranker, self._judge = scope, ranker, judge

    def asked(self, understood: Understood, weights: Weights) -> tuple[Asked, Wanted]:
        """Return what the legs are asked, and which passages the query names by place or year."""
        named = [chip for chip in understood.chips if chip.field in ("place", "year")]
        spans = [chip.span for chip in named]
        asked = self._asker.ask(understood.text, spans, weights)
        return asked, Wanted(place=self._scope.of(named, "place"), year=self._scope.of(named, "year"))

    def find(self, understood: Understood, weights: Weights, stages: Stages) -> Found:
        """Find candidates and answers.

        What is an answer is settled in the widest search that has any within the filters: the one without filters,
        else the one with the first of them, and so on.
        """
        if understood.listing:
            return self._listed(understood, stages)
        asked, wanted = self.asked(understood, weights)
        stages.end("encode")
        demands = self._judge.demands(understood, asked, wanted)
        stages.end("relevance")

        def search(filters: Filters) -> tuple[Ranked, Relevance]:
            allowed = self._allowed(understood, filters)
            stages.end("filter")
            ranked = self._ranker.rank(asked.legs, allowed, wanted, weights)
            stages.end("rank")
            near = self._judge.judge(asked, ranked, demands, allowed is not None)
            stages.end("relevance")
            return ranked, near

        exact = bool(understood.parsed.phrases)
        ranked, own = search(understood.filters)
        countable = np.empty(0, dtype=np.int64)
        for filters in understood.filters.widest_first():
            wide, judged = (ranked, own) if filters == understood.filters else search(filters)
            answers = wide.candidates.passages[_answering(wide, judged, exact)]
            countable = np.union1d(countable, answers)
            near = replace(own, confidence=judged.confidence, signs=judged.signs)
            answering = _within(ranked.candidates, near, wide.candidates, answers) | exact
            if answering.any():
                break
        return Found(ranked, answering, countable, asked, near)

    def _allowed(self, understood: Understood, filters: Filters) -> Allowed | None:
        return self._scope.allowed(understood.parsed, filters, self._shelf.allowed(filters))

    def _listed(self, understood: Understood, stages: Stages) -> Found:
        """Return every passage that passes, report after report as they stand on the shelf."""
        passages, countable = (
            self._passages(self._allowed(understood, one)) for one in (understood.filters, Filters())
        )
        stages.end("filter")
        # Passages are numbered in the order of their text.
        order = np.argsort(self._shelf.standing[self._table.report[passages]], kind="stable")
        candidates = Candidates(passages, {}, np.full(len(passages), -1))
        ranked = Ranked(candidates, np.zeros(len(passages), dtype=np.float32), order)
        stages.end("rank")
        return Found(ranked, np.ones(len(passages), dtype=bool), countable)

    def _passages(self, allowed: Allowed | None) -> Ids:
        return np.arange(len(self._table.report)) if allowed is None else np.flatnonzero(allowed.passages)


def _answering(ranked: Ranked, near: Relevance, exact: bool) -> NDArray[np.bool_]:
    """Return which candidates are answers, ``(n,)``; where exact words are asked for, all that have them."""
    mask = np.full(len(ranked.order), exact)
    mask[near.answers(ranked)] = True
    return mask


def _within(candidates: Candidates, near: Relevance, wide: Candidates, answers: Ids) -> NDArray[np.bool_]:
    """Return which candidates within filters are answers, ``(n,)``: those that are in the wider search too.

    Of a large index only the best are candidates; what was none in the wider search need only be as near as those.

    :param near: of the candidates, at the bar that the wider search set.
    :param answers: ids of the answers among ``wide``, its candidates.
    """
    known = np.isin(candidates.passages, answers)
    mask: NDArray[np.bool_] = known | (near.relevant & ~np.isin(candidates.passages, wide.passages))
    return mask
