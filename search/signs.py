"""Whether a query has an answer at all: what tells it, weighed on one line.

How near the nearest passage comes says little by itself: everything in the field is near everything else. What helps is to compare
it with how near the table of examples comes, which speaks of the whole field. Where an example says what is asked better
than any report does, the reports do not treat it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from corpus.calibration import Calibration
from corpus.examples import ExampleVectors
from corpus.text import fold
from search.asking import Asked
from search.candidates import Ids
from search.fusion import Weights, fuse
from search.ranking import Ranked

# Only what a reader sees first can answer.
HEAD = 10
# One example can be near by chance.
_NEAREST = 3

# Log odds of an answer by each sign, in their order, and without any. Fitted on the dev halves: `python -m bench answerable --fit`.
_WEIGHTS = (17.7, -16.7, 6.0, -4.1, 3.3, 3.8, 0.12, 3.4)
_AT_ZERO = -5.2


@dataclass(frozen=True)
class Signs:
    """What tells whether a query has an answer.

    :param nearest: cosine of what was asked with the nearest clause of the first hits, ``-1..1``.
    :param field: cosine with the nearest sentences of the examples, ``-1..1``: what a report would say that treats it.
    :param told: cosine of the query's own words with the nearest thing that people say in the examples, ``-1..1``.
    :param strange: share of its words that nobody knows, ``0..1``.
    :param covered: share of the words asked for that one of the first hits has, by their weights, ``0..1``.
    :param lead: by how much the legs' score of the best hit that can be meant leads that of the tenth of all, below 0 where it
        stands behind.
    :param length: characters of the query without its places.
    :param narrowed: whether only a few passages can be meant: those of a place or year that it names, or within filters.
    """

    nearest: float
    field: float
    told: float
    strange: float
    covered: float
    lead: float
    length: int
    narrowed: bool

    @property
    def odds(self) -> float:
        """Log odds that there is an answer."""
        return float(np.dot(_WEIGHTS, astuple(self))) + _AT_ZERO


@dataclass(frozen=True)
class Familiar:
    """How near the examples come to a query: the same whatever is found. ``told`` and ``field`` as in :class:`Signs`."""

    told: float
    field: float


def familiar(asked: Asked, examples: ExampleVectors, calibration: Calibration) -> Familiar | None:
    """Compare a query with the examples; ``None`` if there are none."""
    if not len(examples.words):
        return None
    own = calibration.centred_queries(asked.vector[np.newaxis])[0]
    said = np.sort(examples.sentences @ asked.legs.vector)[-_NEAREST:]
    return Familiar(told=float((examples.words @ own).max()), field=float(said.mean()))


def signs_of(
    asked: Asked,
    ranked: Ranked,
    order: Ids,
    known: Familiar | None,
    strange: float,
    narrowed: bool,
    texts: Callable[[Sequence[int]], Sequence[str]],
) -> Signs | None:
    """Read the signs of a query; ``None`` where nothing was found, or where there are no examples to compare with.

    :param order: positions in the candidates, best first, of those that the query can mean.
    :param strange: as in :class:`Signs`; so is ``narrowed``.
    """
    head = order[:HEAD]
    if known is None or not len(head):
        return None
    candidates = ranked.candidates
    fused = fuse(candidates.legs, Weights())
    return Signs(
        nearest=float(candidates.legs["clause"][head].max()),
        field=known.field,
        told=known.told,
        strange=strange,
        covered=_covered(asked.legs.words, texts(candidates.passages[head].tolist())),
        lead=float(fused[head].max() - np.sort(fused)[-HEAD:][0]),
        length=len(asked.text),
        narrowed=narrowed,
    )


def _covered(words: Mapping[str, float], texts: Sequence[str]) -> float:
    """Return the largest share of the words, by weight and length, that one of some texts has; single characters do not count."""
    weights = {word: weight * len(word) for word, weight in words.items() if len(word) > 1}
    if not weights:
        return 0.5
    folded = map(fold, texts)
    return max(sum(weight for word, weight in weights.items() if word in text) for text in folded) / sum(
        weights.values()
    )
