"""Whether anything found is an answer. No relevant result is an answer too, and is said plainly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.calibration import Calibration
from corpus.lexicon import Lexicon, Topic
from corpus.text import fold
from corpus.vectors import VectorIndex
from search.asking import Asked
from search.candidates import Candidates, Ids
from search.ranking import Ranked
from search.signs import HEAD, Signs

# How near, in standard deviations from the mean of unrelated questions, what is found must come to count as relevant. Below
# 0: words of the field that a report uses otherwise are as far from it as many an unrelated question.
# Chosen on the dev halves with `python -m bench answerable --split dev --curve`.
BAR = -0.45
# Log odds below which a query has no answer: of those that have one, one in forty falls below.
LEAST_ODDS = -0.9
# One near passage among ten far ones is chance.
_NEAREST = 3
# A passage at this share of the best fused score counts too, once a query is answered at all.
_SHARE_OF_BEST = 0.6

# What a query loses, in the same deviations, where nobody knows any of its words: neither the reports nor the lexicon
# nor the examples. How it was found: docs/decisions.md, 2026-11-26.
_STRANGENESS = 1.0

# Asks for a rate, or for a number of cases: the two kinds of figure that a sentence plainly has or has not.
_ASKS_FOR_RATE = re.compile(r"(?<![效表草轻直])率(?![先领])|(?<!按)比例(?!原则)|占比|百分之几")
_ASKS_FOR_CASES = re.compile(r"(?:多少|几)[件起场宗]|[件案]数(?!据)")
_SENTENCE = re.compile(r"[^。;;!?！？；\n]+")
_RATE = re.compile(r"\d[\d.]*[%‰]|百分之|全覆盖")
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万]+[件起场宗]")
# Passages read at a time for such a figure: most often the first has it.
_BATCH = 100

Holding = Callable[[str], NDArray[np.bool_]]
Texts = Callable[[Sequence[int]], Sequence[str]]


@dataclass(frozen=True)
class Relevance:
    """How far the candidates of a query count as answers.

    :param nearness: ``(n,)`` float32, beside the candidates: standard deviations above unrelated questions.
    :param confidence: mean nearness of the nearest three among the first ten of those the query can mean.
    :param missing: what the query names and no passage it can mean has: a place, or a term of the lexicon.
    :param strange: share of the query's words that nobody knows, ``0..1``.
    :param signs: what tells whether there is an answer at all; ``None`` where only the confidence does.
    """

    nearness: NDArray[np.float32]
    confidence: float
    missing: tuple[str, ...] = ()
    strange: float = 0.0
    signs: Signs | None = None

    @property
    def certainty(self) -> float:
        """The confidence less what words nobody knows take off it."""
        return self.confidence - _STRANGENESS * self.strange

    @property
    def bar(self) -> float:
        """How near a single passage must come: half way from the bar of the query to its own first hits."""
        return BAR + (self.confidence - BAR) / 2

    @property
    def answerable(self) -> bool:
        """Tell whether anything found is an answer."""
        if self.missing:
            return False
        return self.certainty >= BAR if self.signs is None else self.signs.odds >= LEAST_ODDS

    @property
    def relevant(self) -> NDArray[np.bool_]:
        """Which candidates are near enough to count as answers, ``(n,)`` bool."""
        mask: NDArray[np.bool_] = self.nearness >= self.bar
        return mask if self.answerable else np.zeros_like(mask)

    def answers(self, ranked: Ranked) -> Ids:
        """Return the positions of the candidates that count as answers, best first; none if the query has none.

        Once a query is answered at all, a passage that is nearly as good in the fused order counts too: one that has
        all the words need not be near in meaning.
        """
        if not self.answerable:
            return ranked.order[:0]
        floor = _SHARE_OF_BEST * ranked.scores.max()
        counted = self.relevant | (ranked.scores >= floor)
        chosen: Ids = ranked.order[counted[ranked.order]]
        return chosen


def nearness(
    asked: Asked, candidates: Candidates, sentences: VectorIndex, calibration: Calibration
) -> NDArray[np.float32]:
    """Compare each candidate's best sentence with what unrelated questions reach in this index.

    :return: ``(n,)`` float32, standard deviations above their mean.
    """
    cosines = calibration.original_documents(sentences.vectors[candidates.best_sentence]) @ asked.vector
    mean, deviation = calibration.background_of(asked.text)
    scaled: NDArray[np.float32] = ((cosines - mean) / deviation).astype(np.float32)
    return scaled


def confidence(order: Ids, near: NDArray[np.float32]) -> float:
    """Return how near the first hits come.

    :param order: positions in the candidates, best first, of those that the query can mean.
    :param near: beside the candidates.
    """
    head = np.sort(near[order[:HEAD]])[-_NEAREST:]
    return float(head.mean()) if len(head) else float("-inf")


def missing_terms(text: str, lexicon: Lexicon, meant: NDArray[np.bool_], holding: Holding) -> tuple[str, ...]:
    """Return the terms named in ``text`` that stand, in any of their forms, in no passage that is meant.

    :param meant: ``(passages,)`` bool.
    """
    return tuple(
        name
        for name in _named_by_name(text, lexicon)
        if not any((holding(form) & meant).any() for form in (name, *lexicon.equivalents(name)))
    )


def missing_places(words: Sequence[str], holding: Holding) -> tuple[str, ...]:
    """Return the place names, as typed, that stand in no passage at all."""
    return tuple(word for word in words if not holding(word).any())


def asks_for_figure(text: str) -> re.Pattern[str] | None:
    """Return what a sentence must have that answers a query for a rate or a number of cases; ``None`` for any other."""
    if _ASKS_FOR_RATE.search(text):
        return _RATE
    return _NUMBER if _ASKS_FOR_CASES.search(text) else None


def missing_figures(
    text: str, lexicon: Lexicon, meant: NDArray[np.bool_], holding: Holding, texts: Texts
) -> tuple[str, ...]:
    """Return the terms whose figure ``text`` asks for, where no sentence that is meant has the term and a figure.

    :param meant: ``(passages,)`` bool.
    """
    figure = asks_for_figure(text)
    if figure is None:
        return ()
    missing = []
    for name in _named_by_name(text, lexicon):
        # 出庭率 is also told as 出庭应诉……占66%.
        forms = [fold(form).removesuffix("率") for form in (name, *lexicon.equivalents(name))]
        passages = np.flatnonzero(meant & np.logical_or.reduce([holding(form) for form in forms])).tolist()
        batches = (passages[start : start + _BATCH] for start in range(0, len(passages), _BATCH))
        sentences = (part for batch in batches for text in texts(batch) for part in _SENTENCE.findall(fold(text)))
        if not any(figure.search(sentence) and any(form in sentence for form in forms) for sentence in sentences):
            missing.append(name)
    return tuple(missing)


def _named_by_name(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the terms that ``text`` names by their name or short for it: 复议, but not 小老板 for 个体工商户.

    Whoever says it in other words may mean something near the term.
    """
    for span, name in lexicon.find(text):
        term = lexicon.get(name)
        is_place = term is not None and term.topic is Topic.PLACES
        if not is_place and set(fold(span.of(text))) <= set(fold(name)):
            yield name


def strangeness(words: Sequence[str], known: Callable[[str], bool]) -> float:
    """Return the share of a query's words that nobody knows, by characters, ``0..1``; single characters do not count."""
    content = [word for word in words if len(word) > 1]
    strange = sum(len(word) for word in content if not known(word))
    return strange / sum(map(len, content)) if content else 0.0
