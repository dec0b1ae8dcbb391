"""Spreads wordings: what repeats one already shown waits, and no place fills a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

# The cap on a place counts anew after so many, the length of a page of results, so that each page is mixed.
RUN = 10
# A place that has had its share waits for others whose wording is worth this much of its own; without it a small index
# fills its pages with what is far from the query (行政机关负责人出庭应诉: 0.35 where the place left out had 0.7).
YIELD = 2 / 3


@dataclass(frozen=True)
class Wording:
    """A candidate: sentences that are one wording.

    :param best: id of the sentence to show; ``families`` the sentence families that share its pattern.
    :param score: ``0..1``.
    :param letters: the pattern without punctuation, to tell how much two patterns repeat each other.
    :param owner: chain of the place that uses it, or the report's id where that is unknown.
    """

    best: int
    score: float
    pattern: str
    letters: str
    owner: tuple[str, ...]
    families: list[int] = field(default_factory=list)


def spread(wordings: Sequence[Wording], count: int, variety: float, per_place: int) -> list[Wording]:
    """Return the first ``count`` in an order that serves both nearness and variety.

    Maximal marginal relevance (Carbonell & Goldstein 1998): next comes the one with the greatest
    ``score - variety * repetition``, where repetition is the largest overlap (Jaccard, of neighbouring characters) of its
    pattern with one already shown. Of each ``RUN`` at most ``per_place`` come from one place, as long as others have one worth ``YIELD`` of it.

    The order does not depend on ``count``, so pages follow each other without gap or repeat.

    :param wordings: best first.
    """
    repeats = _Repetition(wordings)
    scores = np.array([wording.score for wording in wordings], np.float32)
    places: dict[tuple[str, ...], int] = {}
    owner = np.array([places.setdefault(wording.owner, len(places)) for wording in wordings], np.int64)
    held = np.zeros(len(places), np.int64)
    left = np.ones(len(wordings), bool)
    shown: list[Wording] = []
    while len(shown) < min(count, len(wordings)):
        if len(shown) % RUN == 0:
            held[:] = 0
        worth = np.where(left, scores - variety * repeats.share, -np.inf)
        within = np.where(held[owner] < per_place, worth, -np.inf)
        chosen = int(worth.argmax())
        if within.max() >= YIELD * worth[chosen]:
            chosen = int(within.argmax())
        left[chosen] = False
        held[owner[chosen]] += 1
        shown.append(wordings[chosen])
        repeats.show(chosen)
    return shown


class _Repetition:
    """How much each wording repeats of those shown so far.

    :ivar share: ``(n,)`` float32, ``0..1``: the largest overlap (Jaccard) of its pairs with those of a shown one.
    """

    def __init__(self, wordings: Sequence[Wording]) -> None:
        codes = [np.frombuffer(f"{wording.letters}\n".encode("utf-32-le"), np.uint32) for wording in wordings]
        flat = np.concatenate([*codes, np.zeros(0, np.uint32)]).astype(np.uint64)
        rows = np.repeat(np.arange(len(codes)), [len(code) - 1 for code in codes])
        # A line end closes each text: a pair with it on the right is the last letter, one with it on the left is none.
        inside = flat != ord("\n")
        values = (flat << np.uint64(32) | np.roll(flat, -1))[inside]
        columns = np.unique(values, return_inverse=True)[1]
        self._holds = np.zeros((len(codes), len(columns)), bool)
        self._holds[rows, columns] = True
        self._sizes = self._holds.sum(axis=1, dtype=np.float32)
        self.share = np.zeros(len(codes), np.float32)

    def show(self, number: int) -> None:
        """Count a wording as shown."""
        # Counted, not multiplied: a product's threads wait for each other by spinning where the machine is busy.
        shared = self._holds[:, self._holds[number]].sum(axis=1, dtype=np.float32)
        together = np.maximum(self._sizes + self._sizes[number] - shared, 1)
        np.maximum(self.share, shared / together, out=self.share)
