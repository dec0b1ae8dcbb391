"""您是不是要找: what a misspelled query, or one in pinyin, was meant to say.

A good query gets no suggestion, so only what no report and no dictionary knows is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Span
from corpus.text import fold
from corpus.vocabulary import Vocabulary
from search.known_words import KnownWords, clear_place_names
from search.romanised import Romanised
from search.spelling import Correction, Speller
from search.term_index import TermIndex

# Longer texts are pasted, not typed.
_LONGEST_TYPED = 80
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]{2,}")
_LETTER = r"[A-Za-z\u00c0-\u024f\u0300-\u036f]"
_WORD = rf"{_LETTER}+(?:[1-5]{_LETTER}+)*[1-5]?"
# Words of letters side by side; G20 and 5G are none.
_LATIN = re.compile(rf"(?<![A-Za-z\d]){_WORD}(?:[\s'’-]{_WORD})*(?![A-Za-z\d])")


@dataclass(frozen=True)
class Suggestion:
    """What a query was probably meant to say.

    :param text: the query with the changes made.
    :param changes: what was typed and what was meant, in order.
    :param certain: so sure that a search which finds nothing may use it unasked.
    """

    text: str
    changes: tuple[tuple[str, str], ...]
    certain: bool


class Suggester:
    """Makes suggestions. What it needs is built at the first call; safe to use from several threads.

    :param vocabulary: the words of the index.
    :param words: the terms of the lexicon.
    """

    def __init__(self, vocabulary: Vocabulary, words: Iterable[str]) -> None:
        self._known = KnownWords(vocabulary, words)

    @cached_property
    def _readers(self) -> tuple[Speller, Romanised]:
        index = TermIndex(self._known.proposals, clear_place_names())
        return Speller(self._known, index), Romanised(self._known, index)

    def suggest(self, text: str) -> Suggestion | None:
        """Return what a query was meant to say; ``None`` if it is good, or nothing better is known.

        :param text: the free words of a query, see :func:`search.syntax.parse`.
        """
        if not text.strip() or len(text) > _LONGEST_TYPED:
            return None
        corrections = sorted(self._corrections(text), key=lambda correction: correction.span)
        if not corrections:
            return None
        changed, at = "", 0
        for correction in corrections:
            changed += text[at : correction.span.start] + correction.word
            at = correction.span.end
        return Suggestion(
            text=changed + text[at:],
            changes=tuple((correction.span.of(text), correction.word) for correction in corrections),
            certain=all(correction.sure for correction in corrections),
        )

    def _corrections(self, text: str) -> Iterator[Correction]:
        speller, romanised = self._readers
        for match in _HAN.finditer(text):
            for found in speller.correct(match[0]):
                span = Span(match.start() + found.span.start, match.start() + found.span.end)
                yield Correction(span, found.word, found.cost, found.sure)
        folded = fold(text)
        for match in _LATIN.finditer(folded):
            span = Span(*match.span())
            yield from romanised.read(folded, span, capitals=span.of(text).isupper())
