"""Whether what was found answers a question that asks for no figure."""

from __future__ import annotations

from corpus.text import fold
from search.answers.evidence import Evidence
from search.answers.question import asks

# A logistic regression over the dev halves of all question and query sets (those that ask for no figure), each sign as
# it stands: `python -m bench answers --split dev` and docs/decisions.md, 2026-11-27.
_CERTAINTY, _COSINE, _TRUST, _UNCOVERED, _PLACE, _MISSING, _BIAS = 1.07, 11.8, 2.95, -2.23, 2.8, -4.26, -5.8
# Of what asks nothing itself (执法力量不足) less is asked; where no place is named there is more to be near by chance.
LEAST_OF_WORDS, LEAST, LEAST_ANYWHERE = -1.1, -0.25, 0.3
# Sentences looked at: what a reader sees first.
_FIRST = 10


def answers(evidence: Evidence) -> bool:
    """Tell whether the sentences found answer the question."""
    near = evidence.found.near
    if near is None or not evidence.sentences or evidence.missing:
        return False
    question = evidence.question
    least = LEAST_OF_WORDS if not asks(question.text) else LEAST if question.places else LEAST_ANYWHERE
    return likelihood(evidence) >= least


def likelihood(evidence: Evidence) -> float:
    """Return the logarithm of the odds that what was found answers, as the regression has it.

    Its signs: how certain the search is of its passages; the best cosine of a sentence; how near a known wording is; the
    heaviest word of the question that no sentence has; whether a place narrows the search, which leaves fewer passages
    to be near by chance; whether a term of the field is in no passage of that place as the lexicon knows it.
    """
    first = evidence.sentences[:_FIRST]
    texts = [fold(scored.text) for scored in first]
    uncovered = max((word.weight for word in evidence.words if not any(map(word.stands_in, texts))), default=0.0)
    near = evidence.found.near
    return (
        _BIAS
        + _CERTAINTY * (near.certainty if near else 0.0)
        + _MISSING * bool(near and near.missing)
        + _COSINE * max((scored.cosine for scored in first), default=0.0)
        + _TRUST * evidence.trust
        + _UNCOVERED * uncovered
        + _PLACE * bool(evidence.question.places)
    )
