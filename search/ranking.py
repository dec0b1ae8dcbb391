"""The order of passages for a query: the legs' fused scores, what the query says of place and year, and boilerplate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.candidates import Allowed, Candidates, Ids, LegQuery, Legs
from search.fusion import Scores, Weights, fuse, ranks


@dataclass(frozen=True)
class Wanted:
    """Which passages the query itself speaks for: those of reports it names by place or by year.

    :param place: ``(passages,)`` bool; ``None`` if it names no place that any report is about. So is ``year``.
    """

    place: NDArray[np.bool_] | None = None
    year: NDArray[np.bool_] | None = None

    def both(self) -> NDArray[np.bool_] | None:
        """Return the passages of the place and of the year; of the place alone where no report is of both."""
        if self.place is None or self.year is None:
            return self.place if self.year is None else self.year
        together = self.place & self.year
        return together if together.any() else self.place


@dataclass(frozen=True)
class Ranked:
    """All candidates of a query in order.

    :param candidates: in the order of their ids; ``scores`` beside them, ``(n,)`` float32.
    :param order: ``(n,)`` int64, positions in the candidates, best first; ties in the order of passages.
    :param boosts: what besides the legs moved candidates (``place``, ``year``, ``reranked``) → ``(n,)`` bool.
    """

    candidates: Candidates
    scores: Scores
    order: Ids
    boosts: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def passages(self) -> Ids:
        """The passages, best first."""
        return self.candidates.passages[self.order]

    def leg_ranks(self) -> dict[str, NDArray[np.int64]]:
        """Return leg → rank of every candidate from 1, 0 where the leg did not find it."""
        return {leg: ranks(scores) for leg, scores in self.candidates.legs.items()}

    def reordered(self, positions: Ids) -> Ranked:
        """Return the same candidates in another order, each with the score of its new place."""
        moved = np.zeros(len(self.order), dtype=bool)
        moved[positions[positions != self.order]] = True
        scores = np.empty_like(self.scores)
        scores[positions] = self.scores[self.order]
        return Ranked(self.candidates, scores, positions, {**self.boosts, "reranked": moved})

    def boosts_of(self, position: int) -> tuple[str, ...]:
        """Return what besides the legs moved a candidate."""
        return tuple(name for name, mask in self.boosts.items() if mask[position])


class Ranker:
    """Ranks the passages of one generation.

    :param commonness: ``(passages,)`` float32, ``0..1``, share of a passage's text that stands in many reports.
    """

    def __init__(self, legs: Legs, commonness: Scores) -> None:
        self._legs, self._commonness = legs, commonness

    def rank(
        self,
        asked: LegQuery,
        allowed: Allowed | None = None,
        wanted: Wanted | None = None,
        weights: Weights | None = None,
    ) -> Ranked:
        """Rank every candidate."""
        weights = weights or Weights()
        candidates = self._legs.candidates(asked, allowed, weights.heading)
        scores = fuse(candidates.legs, weights)
        wanted = wanted or Wanted()
        boosts = {}
        for name, share, mask in (("place", weights.place, wanted.place), ("year", weights.year, wanted.year)):
            if mask is not None:
                boosts[name] = mask[candidates.passages]
                scores += np.float32(share) * boosts[name]
        scores -= np.float32(weights.common) * self._commonness[candidates.passages]
        return Ranked(candidates, scores, np.argsort(-scores, kind="stable"), boosts)
