"""From ranked passages to cards: near-identical ones on one card, variety, grouping by report or place, sorting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]


class GroupBy(StrEnum):
    """What one card stands for."""

    PASSAGE = "段落"
    REPORT = "报告"
    PLACE = "地区"


class SortBy(StrEnum):
    """In which order the cards come."""

    RELEVANCE = "相关度"
    NEWEST = "日期"
    PLACE = "地区"


@dataclass(frozen=True)
class Card:
    """One place in the list of results.

    :param passage: the best of the card's passages.
    :param family: further passages that are near-identical to it, best first.
    :param more: grouped by report or place, the group's further passages, best first.
    """

    passage: int
    score: float
    family: tuple[int, ...] = ()
    more: tuple[int, ...] = ()


def families(passages: Ids, scores: Scores, family: NDArray[np.int32 | np.int64]) -> list[Card]:
    """Put near-identical passages on one card, at the place of the best.

    :param passages: ``(n,)`` best first, ``scores`` beside them.
    :param family: ``(passages of the index,)`` a number for every passage, the same for those of one card.
    """
    kinds = family[passages]
    _, first, inverse = np.unique(kinds, return_index=True, return_inverse=True)
    if len(first) == len(passages):
        return [Card(passage, score) for passage, score in zip(passages.tolist(), scores.tolist(), strict=True)]
    members: dict[int, list[int]] = {}
    for position, group in enumerate(inverse.tolist()):
        members.setdefault(int(first[group]), []).append(int(passages[position]))
    return [Card(found[0], float(scores[position]), tuple(found[1:])) for position, found in sorted(members.items())]


def grouped(cards: Iterable[Card], key: Callable[[int], object]) -> list[Card]:
    """Keep the best card of each group; the others, with their families, become its ``more``.

    :param key: passage → its group; the same for all passages of a card.
    """
    heads: dict[object, Card] = {}
    more: dict[object, list[int]] = {}
    for card in cards:
        group = key(card.passage)
        if group in heads:
            more[group] += (card.passage, *card.family)
        else:
            heads[group], more[group] = card, []
    return [Card(card.passage, card.score, card.family, tuple(more[group])) for group, card in heads.items()]


def varied(cards: Sequence[Card], report_of: Callable[[int], int], penalty: float, head: int) -> list[Card]:
    """Let reports take turns among the first: a card loses ``penalty`` for each card of its report before it.

    Where others are nearly as good they come first; a report that is far better than all keeps its place.

    :param penalty: in units of the fused score; 0 changes nothing.
    :param head: how many cards are put in order; the rest follow as they were.
    """
    if penalty <= 0:
        return list(cards)
    left, rest = list(cards[:head]), list(cards[head:])
    taken: dict[int, int] = {}
    chosen: list[Card] = []
    while left:
        best = max(
            range(len(left)), key=lambda n: (left[n].score - penalty * taken.get(report_of(left[n].passage), 0), -n)
        )
        card = left.pop(best)
        report = report_of(card.passage)
        taken[report] = taken.get(report, 0) + 1
        chosen.append(card)
    return chosen + rest
