"""Scores results that were cut in other ways than our passages, by the measures of ``bench/quality.py``.

A result counts, at its rank, as every judged passage of which it shows at least half, and as the one in which it lies
by at least half. So a long chunk that holds an answer somewhere is as right at rank 1 as the answer alone, and a piece
of an answer is as right as the whole of it: both in favour of the other system. A result that is none of our passages
(a heading by itself) keeps its rank, for a reader meets it there. What the rule hides, how much text a reader goes
through, ``answered_within`` and ``shown`` say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.datasets import BenchQuery
from bench.peer_systems.job import Chunk
from bench.quality import MEASURES

Values = NDArray[np.float64]
Found = Sequence[Sequence[Chunk]]


@dataclass(frozen=True)
class Judged:
    """The passages that judgements speak of.

    :param passages: unit → where it stands.
    :param by_report: report → its units.
    """

    passages: Mapping[str, Chunk]
    by_report: Mapping[int, Sequence[str]]

    @classmethod
    def of(cls, passages: Sequence[Chunk], units: Sequence[str]) -> Judged:
        """Name passages by their units."""
        by_report: dict[int, list[str]] = {}
        for passage, unit in zip(passages, units, strict=True):
            by_report.setdefault(passage.report, []).append(unit)
        return cls(dict(zip(units, passages, strict=True)), by_report)

    def shown_by(self, chunk: Chunk) -> list[str]:
        """Return the passages a chunk counts as."""
        return [unit for unit in self.by_report.get(chunk.report, ()) if _counts(chunk, self.passages[unit])]


def _counts(chunk: Chunk, passage: Chunk) -> bool:
    common = min(chunk.end, passage.end) - max(chunk.start, passage.start)
    return common > 0 and 2 * common >= min(chunk.end - chunk.start, passage.end - passage.start)


def measured_chunks(queries: Sequence[BenchQuery], found: Found, judged: Judged) -> dict[str, Values]:
    """Return measure → its value for each query, ``(queries,)``; for passages the same as ``quality.measured``.

    :param found: the results of each query, best first.
    """
    values: dict[str, list[float]] = {str(measure): [] for measure in MEASURES}
    for query, results in zip(queries, found, strict=True):
        gains = _gains(query, results, judged)
        for measure in MEASURES:
            score = _SCORES[str(measure).split("@")[0]]
            values[str(measure)].append(score(gains, measure.params["cutoff"], list(query.relevant.values())))
    return {name: np.array(numbers, dtype=np.float64) for name, numbers in values.items()}


def answered_within(characters: int, queries: Sequence[BenchQuery], found: Found, judged: Judged) -> float:
    """Return the share of queries of which a reader of the first ``characters`` of the results has read an answer."""
    answered = [
        _is_answered_within(characters, query, results, judged) for query, results in zip(queries, found, strict=True)
    ]
    return float(np.mean(answered))


def shown(results: int, found: Found) -> float:
    """Return how many characters the first ``results`` results have together, on average."""
    return float(np.mean([sum(chunk.end - chunk.start for chunk in ranked[:results]) for ranked in found]))


def _is_answered_within(characters: int, query: BenchQuery, results: Sequence[Chunk], judged: Judged) -> bool:
    read = 0
    for chunk in results:
        for unit in judged.shown_by(chunk):
            until = min(judged.passages[unit].end, chunk.end) - chunk.start
            if unit in query.relevant and read + until <= characters:
                return True
        read += chunk.end - chunk.start
    return False


def _gains(query: BenchQuery, results: Sequence[Chunk], judged: Judged) -> list[list[int]]:
    """Return the grades of the answers that each result is the first to show."""
    left = dict(query.relevant)
    return [[left.pop(unit) for unit in judged.shown_by(chunk) if unit in left] for chunk in results]


def _success(gains: Sequence[Sequence[int]], cutoff: int, _: Sequence[int]) -> float:
    return float(any(gains[:cutoff]))


def _recall(gains: Sequence[Sequence[int]], cutoff: int, grades: Sequence[int]) -> float:
    return sum(map(len, gains[:cutoff])) / len(grades)


def _reciprocal_rank(gains: Sequence[Sequence[int]], cutoff: int, _: Sequence[int]) -> float:
    return next((1 / rank for rank, grades in enumerate(gains[:cutoff], 1) if grades), 0.0)


def _ndcg(gains: Sequence[Sequence[int]], cutoff: int, grades: Sequence[int]) -> float:
    """All grades of a result count at its rank; several at once can beat the ideal of one a rank, which stays 1."""
    ideal = _discounted(sorted(grades, reverse=True)[:cutoff])
    return min(1.0, _discounted([sum(grades) for grades in gains[:cutoff]]) / ideal)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


_SCORES: dict[str, Callable[[Sequence[Sequence[int]], int, Sequence[int]], float]] = {
    "Success": _success,
    "R": _recall,
    "RR": _reciprocal_rank,
    "nDCG": _ndcg,
}
