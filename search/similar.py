"""More like this: passages and reports near a given one, other places first."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.families import Families
from corpus.vectors import VectorIndex
from search.hit import Located
from search.locating import Locator
from search.shelf import ReportInfo, Shelf

# Candidates that are put in order of place: from the same place a reader knows them already.
_LOOKED_AT = 60
# A cosine of centred vectors this far below the nearest one's is another matter.
_SHARE_OF_BEST = 0.6


@dataclass(frozen=True)
class SimilarPassage:
    """A passage near another one.

    :param score: cosine of the centred vectors, ``-1..1``.
    :param family: how many more passages say nearly the same.
    """

    passage: Located
    score: float
    family: int


@dataclass(frozen=True)
class SimilarReport:
    """A report near another one; ``score`` is the cosine of their mean centred vectors, ``-1..1``."""

    report: ReportInfo
    score: float


class Similar:
    """Finds neighbours in one generation. Safe to use from several threads."""

    def __init__(
        self, table: PassageTable, passages: VectorIndex, families: Families, shelf: Shelf, locator: Locator
    ) -> None:
        self._table, self._vectors, self._families = table, passages, families
        self._shelf, self._locator = shelf, locator

    def passages(self, passage: int, top: int = 10) -> tuple[SimilarPassage, ...]:
        """Return passages that say something similar, without the passage's own report and family.

        Other places come first, in order of likeness, then the same place; one card a family.
        """
        table, family = self._table, self._families.passages.family
        vectors = self._vectors.vectors
        scores = vectors @ vectors[passage]
        own = (table.report == table.report[passage]) | (family == family[passage])
        scores[own] = -1
        order = np.argsort(-scores, kind="stable")[:_LOOKED_AT]
        order = order[scores[order] >= _SHARE_OF_BEST * max(scores[order[0]], 0)] if len(order) else order
        order = order[scores[order] > 0]
        _, first = np.unique(family[order], return_index=True)
        order = order[np.sort(first)]
        here = self._place(int(table.report[passage]))
        elsewhere = np.array([self._place(int(table.report[other])) != here for other in order], dtype=bool)
        chosen = np.concatenate((order[elsewhere], order[~elsewhere]))[:top].tolist() if len(order) else []
        located = self._locator.located(chosen)
        return tuple(
            SimilarPassage(
                located[other], float(scores[other]), len(self._families.passages.members(int(family[other]))) - 1
            )
            for other in chosen
        )

    def reports(self, row: int, top: int = 5) -> tuple[SimilarReport, ...]:
        """Return the reports most like the one in this row, other places first."""
        means = self._report_means
        scores = means @ means[row]
        scores[row] = -1
        order = np.argsort(-scores, kind="stable")
        here = self._place(row)
        order = np.array(sorted(order.tolist(), key=lambda other: (self._place(other) == here, -scores[other])))
        return tuple(
            SimilarReport(self._shelf.infos[other], float(scores[other])) for other in order[:top] if scores[other] > 0
        )

    @functools.cached_property
    def _report_means(self) -> NDArray[np.float32]:
        """The direction of each report's passages, ``(reports, dim)`` float32, L2-normalised."""
        sums = np.zeros((len(self._shelf), self._vectors.vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, self._table.report, self._vectors.vectors)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        means: NDArray[np.float32] = sums / lengths
        return means

    def _place(self, row: int) -> object:
        return self._shelf.infos[row].place
