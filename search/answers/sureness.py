"""How sure it is that the best figure found answers, where no rule of ``search.answers.figures`` lets one stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from search.answers.figures import Candidate
from search.answers.sentences import Scored

# Sentences behind these are as good as none.
_RANKED = 20
# How far a figure leads that has no other beside it.
_ALONE = 2.0

# Log odds by each sign, in their order, and without any. Fitted by `python -m bench sureness`; LEAST_ODDS chosen from what it prints.
_WEIGHTS = (0.98, 4.72, 0.55, 6.52, 0.39, 0.27, -3.30)
_AT_ZERO = -8.62
LEAST_ODDS = 0.85


@dataclass(frozen=True)
class FigureSigns:
    """What tells whether a figure is the one asked for.

    :param lead: by how much its score is above that of the next other value.
    :param near: cosine of what it is told by with the question.
    :param words: share of the question's words in its sentence; ``around`` in that, or what stands over it, ``0..1``.
    :param passage: score of its passage, ``0..1`` of the best.
    :param measure: 1.0 if it is counted in the measure word that is asked.
    :param rank: of its sentence among those found, 0.0 for the first to 1.0.
    """

    lead: float
    near: float
    words: float
    passage: float
    around: float
    measure: float
    rank: float

    @property
    def odds(self) -> float:
        """Log odds that a figure with these signs answers."""
        return float(np.dot(_WEIGHTS, astuple(self))) + _AT_ZERO


def signs_of(
    candidates: Sequence[Candidate], sentences: Sequence[Scored], measure: str, near: Callable[[str], float]
) -> FigureSigns:
    """Return the signs of the first of some candidates, the best first.

    :param sentences: those found, the best first.
    :param near: returns how near words come to the question, a cosine.
    """
    best = candidates[0]
    other = next((item for item in candidates if item.figure.value != best.figure.value), None)
    places = [(item.row, item.span) for item in sentences[:_RANKED]]
    here = (best.scored.row, best.scored.span)
    return FigureSigns(
        best.score - other.score if other else _ALONE,
        near(best.told),
        best.scored.words,
        best.scored.passage_score,
        best.around,
        float(best.figure.unit == measure),
        (places.index(here) if here in places else _RANKED) / _RANKED,
    )
