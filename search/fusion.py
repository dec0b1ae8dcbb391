"""How the legs' scores become one: each scaled to 0..1 over its own best passages, then summed with weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """What decides the order; the values are those that ``python -m bench quality`` chose on the dev halves.

    :param passage: weight of the passage vector's leg; ``sentence``, ``clause``, ``words``, ``bigrams`` of the others.
    :param place: added where the report is about a place that the query names; ``year`` where it is about the year.
    :param heading: share of its own words' weight at which a passage gets those of its headings, title and publisher.
    :param expansion: share of a query word's weight at which its synonyms count in the lexical legs.
    :param examples: weight of what the nearest examples of everyday words say, as a share of the query's own vector.
    :param example_words: share of a query word's weight at which the words of these examples count in the leg of words.
    :param translation: weight of the query as all examples together translate it, as a share of its own vector.
    :param common: taken off text that stands in many reports, times its share of the passage.
    :param variety: what a card loses for each card of the same report before it.
    :param depth: a leg's score is scaled between its best and this rank's; below it counts nothing.
    """

    passage: float = 0.15
    sentence: float = 0.1
    clause: float = 0.45
    words: float = 0.15
    bigrams: float = 0.15
    place: float = 0.5
    year: float = 0.2
    heading: float = 0.1
    expansion: float = 0.4
    examples: float = 1.0
    example_words: float = 0.8
    translation: float = 0.5
    common: float = 0.05
    variety: float = 0.02
    depth: int = 200


LEGS = ("passage", "sentence", "clause", "words", "bigrams")
assert set(LEGS) <= {field.name for field in fields(Weights)}


def min_max(scores: Scores, depth: int) -> Scores:
    """Scale scores to ``0..1`` between the best and the ``depth``-th, what is below or 0 and less to 0.

    Scores that are all equal become 1.

    :param scores: ``(n,)`` float32; a leg that did not find a passage gives it 0 or less.
    """
    scaled = np.zeros_like(scores)
    found = np.flatnonzero(scores > 0)
    if not len(found):
        return scaled
    values = scores[found]
    low = np.partition(values, -depth)[-depth] if len(values) > depth else values.min()
    high = values.max()
    scaled[found] = 1.0 if high <= low else np.clip((values - low) / (high - low), 0, 1)
    return scaled


def fuse(legs: Mapping[str, Scores], weights: Weights) -> Scores:
    """Return the weighted sum of the scaled legs, ``(n,)`` float32, ``0..1`` where the weights sum to 1."""
    total = np.zeros_like(next(iter(legs.values())))
    for name, scores in legs.items():
        total += np.float32(getattr(weights, name)) * min_max(scores, weights.depth)
    return total


def ranks(scores: Scores) -> NDArray[np.int64]:
    """Return each passage's rank from 1 in a leg, 0 where the leg did not find it; ties in the order given."""
    found = np.flatnonzero(scores > 0)
    out = np.zeros(len(scores), dtype=np.int64)
    out[found[np.argsort(-scores[found], kind="stable")]] = np.arange(1, len(found) + 1)
    return out
