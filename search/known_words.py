"""Which words a query may be written with, and how likely each is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from corpus.gazetteer import Gazetteer
from corpus.model import Level, Place
from corpus.place_names import short_forms
from corpus.vocabulary import Vocabulary

# jieba's dictionary counts words in a large general corpus; below 10 stand mostly rare names and slips.
_COMMON = re.compile(r"\n([^ ]{2,5}) \d\d")
_RARE = re.compile(r"\n([^ ]{2}) \d ")
# What a term of the lexicon counts, in passages, where no passage holds it; a general word and a place count less.
_TERM_PASSAGES = 5.0
_PLACE_PASSAGES = 1.0
_COMMON_PASSAGES = 0.3
# In a large index a word of a single passage may be its writer's slip: 府愿.
_MANY_PASSAGES = 2000
# Corrections lead to terms of the lexicon and to words that more than a passage or two hold: the most frequent of them,
# so that the index of sounds is made in a fraction of a second.
_LEAST_PASSAGES = 3
_MOST_WORDS = 8_000


class KnownWords:
    """The words of an index, the terms of the field, the names of places, and the words of the language.

    :param terms: of the lexicon.
    """

    def __init__(self, vocabulary: Vocabulary, terms: Iterable[str]) -> None:
        self.vocabulary = vocabulary
        self.terms = frozenset(term for term in terms if len(term) > 1)
        self._least = 2 if vocabulary.passages >= _MANY_PASSAGES else 1
        self._total = math.log(max(1000.0, float(sum(vocabulary.counts.values()))))

    @property
    def most(self) -> float:
        """The cost of a word that is only known to exist."""
        return self._total - math.log(_COMMON_PASSAGES)

    def __contains__(self, word: str) -> bool:
        return self.passages(word) > 0

    def passages(self, word: str) -> float:
        """Return how many passages hold a word, or count as if they did; 0 for no word."""
        known = float(self.vocabulary.count(word))
        if word in self.terms:
            # 法治宣传 before 法制宣传 where neither is written but 法治 is the word in use.
            parts = min(self.vocabulary.count(word[:2]), self.vocabulary.count(word[-2:]))
            return known + _TERM_PASSAGES + parts / (1 + parts)
        if known >= self._least:
            return known
        if word in place_names():
            return _PLACE_PASSAGES
        return _COMMON_PASSAGES if word in common_words() else 0.0

    def cost(self, word: str) -> float | None:
        """Return how unlikely a word is, as the negative logarithm of its share; ``None`` if it is not known."""
        passages = self.passages(word)
        return max(0.0, self._total - math.log(passages)) if passages else None

    def is_used(self, word: str) -> bool:
        """Tell whether reports use a word, or the lexicon has it."""
        return word in self.vocabulary or word in self.terms or word in place_names()

    def is_frequent(self, word: str) -> bool:
        """Tell whether a word is a term of the lexicon, or one that half a percent of the passages hold."""
        return word in self.terms or self.vocabulary.count(word) >= max(5, self.vocabulary.passages // 200)

    @cached_property
    def proposals(self) -> tuple[str, ...]:
        """The words a correction may lead to, without the names of places."""
        # A word must be the rule, not somebody's slip, however large the index.
        least = max(_LEAST_PASSAGES, self.vocabulary.passages // 5000)
        frequent = [word for word, count in self.vocabulary.counts.items() if count >= least and not word.isascii()]
        return tuple(dict.fromkeys((*self.terms, *frequent[:_MOST_WORDS])))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the words of general Chinese, two to five characters."""
    return frozenset(_COMMON.findall(_dictionary()))


@lru_cache(maxsize=1)
def rare_words() -> frozenset[str]:
    """Return the rare words of general Chinese, two characters, names and slips among them."""
    return frozenset(_RARE.findall(_dictionary()))


def _dictionary() -> str:
    """Return jieba's dictionary, lines of a word, its count and its part of speech, each after a line break."""
    import jieba

    with jieba.get_dict_file() as file:
        return f"\n{file.read().decode('utf-8')}"


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """Return the official and the short names of all places."""
    return frozenset(name for place in _places() for name in (place.name, *_short(place)))


@lru_cache(maxsize=1)
def clear_place_names() -> frozenset[str]:
    """Return those that are told from other words by their sound: 北京, 郯城县, not 贵德."""
    short = {name for place in _places() if place.level in (Level.PROVINCE, Level.CITY) for name in _short(place)}
    return frozenset({*short, *(place.name for place in _places() if len(place.name) > 2)})


def _short(place: Place) -> Iterator[str]:
    return (form for form, _ in short_forms(place.name))


def _places() -> Iterator[Place]:
    gazetteer = Gazetteer.load()
    upper = list(gazetteer.provinces())
    while upper:
        place = upper.pop()
        upper += gazetteer.children(place)
        yield place
