"""Which of a question's words a sentence has, each weighed by how rare it is in the reports."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.text import fold
from corpus.tokens import Tokenizer

# Words of questions that every other sentence of this field has.
_LIGHT = 0.15
# Verbs that no report has are everyday words for something that may well be there: 查出来, 收得, 不用.
_SPOKEN = 0.3
# Pronouns, numbers, prepositions and the like, by jieba's tags: they say nothing of a topic.
_GRAMMAR = re.compile(r"[rmqpcuyeo]")
# Numbers that tell one from another: 第二批; 第一 asks who is first.
_ORDINAL = re.compile("第.+[批期届轮季]")


@dataclass(frozen=True)
class Word:
    """A word of a question with what says the same.

    :param forms: folded; any of them counts.
    :param weight: ``0..1``, how rare it is.
    :param parts: of a term, the words it is made of, which count together: 精简审批材料 has 精简材料; empty if it is one.
    """

    name: str
    forms: tuple[str, ...]
    weight: float
    parts: tuple[str, ...] = ()

    def stands_in(self, folded: str) -> bool:
        """Tell whether a folded text has it."""
        return any(_holds(folded, form) for form in self.forms) or (
            bool(self.parts) and all(part in folded for part in self.parts)
        )


def _holds(folded: str, form: str) -> bool:
    """Tell whether a text has a form; a number only whole: no 5 in 3159."""
    if form not in folded:
        return False
    return not form.isdecimal() or re.search(rf"(?<![\d.]){form}(?![\d.])", folded) is not None


def words_of(topic: str, tokenizer: Tokenizer, share: Callable[[str], float]) -> tuple[Word, ...]:
    """Return the words of a question's topic: terms of the lexicon whole, the rest as the tokenizer cuts it.

    :param share: returns the share of passages that have a form, ``0..1``.
    """
    lexicon = tokenizer.lexicon
    folded = fold(topic)
    found: dict[str, tuple[str, ...]] = {}
    rest = list(folded)
    for span, name in lexicon.find(topic):
        form = fold(span.of(topic))
        found[form] = tuple(dict.fromkeys((form, fold(name), *map(fold, lexicon.equivalents(name)))))
        rest[span.start : span.end] = " " * len(form)
    for piece in re.split(r"\s+", "".join(rest)):
        for word in _longest(tokenizer.words(piece)):
            if len(word) > 1 or word.isdecimal():
                found.setdefault(word, (word,))
    return tuple(
        Word(
            name,
            forms,
            _weight(max(map(share, forms)), _tag(name, tokenizer)),
            _parts(name, tokenizer),
        )
        for name, forms in found.items()
    )


def coverage(words: Sequence[Word], text: str) -> float:
    """Return the share of the words, by weight, that stand in a text: ``0..1``; 0 for no words."""
    whole = sum(word.weight for word in words)
    if not whole:
        return 0.0
    folded = fold(text)
    return sum(word.weight for word in words if word.stands_in(folded)) / whole


def _longest(words: Sequence[str]) -> list[str]:
    """Drop words that are part of a longer one: 行政 of 行政执法."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def _parts(term: str, tokenizer: Tokenizer) -> tuple[str, ...]:
    """Return the words that a term consists of, from its beginning to its end; none if it is a single one."""
    inside = [word for word in tokenizer.words(term) if 1 < len(word) < len(term)]
    parts = _longest(inside)
    return tuple(parts) if len(parts) > 1 and sum(map(len, parts)) >= len(term) - 1 else ()


def _tag(word: str, tokenizer: Tokenizer) -> str:
    """Return the part of speech of a word, ``""`` of terms and ordinals, which are names."""
    return "" if tokenizer.lexicon.get(word) or _ORDINAL.fullmatch(word) else _tags().get(word, "")


def _weight(share: float, tag: str) -> float:
    if _GRAMMAR.match(tag):
        return _LIGHT
    if not share:
        return _SPOKEN if tag == "v" else 1.0
    # A word in one of a thousand passages weighs all, one in every second next to nothing.
    return max(_LIGHT, min(1.0, -math.log10(max(share, 1e-3)) / 3))


@lru_cache(maxsize=1)
def _tags() -> Mapping[str, str]:
    """Return the parts of speech of jieba's dictionary, without its tagger, which takes 2 s and 60 MB."""
    from jieba import get_module_res

    with get_module_res("dict.txt") as lines:
        return dict(line.decode().split()[::2] for line in lines)
