"""Reads pinyin in a query: xingzheng fuyi, fuyuanliandong, xzfy, 行政fuyi.

Words that reports write in letters (app, gdp) are left alone, and so is what is no pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.model import Span
from search.known_words import KnownWords, clear_place_names
from search.pinyin import spellings, typed_letters
from search.spelling import Correction
from search.term_index import LEAST_INITIALS, TermIndex

_TYPED = re.compile(r"[^\s-]+")
_HAN_BEFORE = re.compile(r"[\u3400-\u9fff]{1,6}\s?$")
_HAN_AFTER = re.compile(r"\s?[\u3400-\u9fff]{1,6}")
# Short words that join others; alone they are no reading.
_JOINING = {"de": "的", "he": "和", "yu": "与", "ji": "及"}
_JOINING_COST = 10.0
# Fewer, longer words are likelier than many short ones.
_WORD_COST = 3.0
# Shorter pinyin is a syllable, and fits dozens of characters.
_LEAST_LETTERS = 4
# One slip in a term of so many letters, a second one in a term of twice as many.
_LETTERS_OF_A_SLIP = 8
# Another word with the same pinyin is out of the question where it is e² = 7 times rarer.
_CLEAR = 2.0
# So many capitals or fewer are an abbreviation from English: PPP, GDP.
_CAPITALS = 3


class Romanised:
    """Reads words in letters as Chinese."""

    def __init__(self, known: KnownWords, index: TermIndex) -> None:
        self._known, self._index = known, index
        self._letters_of_terms = {
            "".join(way): term for term in sorted(known.terms) if len(term) > 2 for way in spellings(term)
        }

    def read(self, text: str, span: Span, *, capitals: bool = False) -> Iterator[Correction]:
        """Yield what the words in ``text[span]`` stand for, as far as they stand for anything.

        :param text: folded.
        :param capitals: whether they were typed as capitals.
        """
        words = [Span(*match.span()) for match in _TYPED.finditer(text, span.start, span.end)]
        groups: list[list[Span]] = [[]]
        for word in words:
            if word.of(text) in self._known.vocabulary or (capitals and word.end - word.start <= _CAPITALS):
                groups.append([])
            else:
                groups[-1].append(word)
        for group in filter(None, groups):
            whole = self._read(text, Span(group[0].start, group[-1].end))
            if whole:
                yield whole
            elif len(group) > 1:
                yield from filter(None, (self._read(text, word) for word in group))

    def _read(self, text: str, span: Span) -> Correction | None:
        letters = "".join(typed_letters(span.of(text)).replace("-", "").split())
        return (
            self._beside(text, span, letters)
            or self._spelled(span, letters)
            or self._abbreviated(span, letters)
            or self._misspelled(span, letters)
        )

    def _beside(self, text: str, span: Span, letters: str) -> Correction | None:
        """Read letters as the rest of a term whose other characters stand beside them."""
        before = _HAN_BEFORE.search(text[max(0, span.start - 7) : span.start])
        after = _HAN_AFTER.match(text, span.end)
        for known, left in ((before[0].strip() if before else "", True), (after[0].strip() if after else "", False)):
            for length in range(len(known), 0, -1):
                part = known[-length:] if left else known[:length]
                wholes = self._terms_first(set(self._holding(part, letters, left)))
                whole = self._best(wholes)
                if whole:
                    rest = whole[length:] if left else whole[:-length]
                    return Correction(span, rest, self._cost(whole), len(wholes) == 1 and whole in self._known.terms)
        return None

    def _holding(self, part: str, letters: str, left: bool) -> Iterator[str]:
        for way in spellings(part):
            sound, initials = "".join(way), "".join(syllable[0] for syllable in way)
            for word in (
                *self._index.spelled(sound + letters if left else letters + sound),
                *self._index.abbreviated(initials + letters if left else letters + initials),
            ):
                if word.startswith(part) if left else word.endswith(part):
                    yield word

    def _spelled(self, span: Span, letters: str) -> Correction | None:
        if len(letters) < _LEAST_LETTERS:
            return None
        for exact in (True, False):
            words = self._sentence(letters, exact)
            if words:
                sure = exact and all(self._is_clear(word, letters) for word in words)
                return Correction(span, "".join(words), sum(map(self._cost, words)), sure)
        return None

    def _sentence(self, letters: str, exact: bool) -> tuple[str, ...]:
        """Return the likeliest words that are spelled so, one after another; ``()`` if none are."""
        lookup = self._index.spelled if exact else self._index.nearly_spelled
        best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())]
        for end in range(1, len(letters) + 1):
            options = []
            for start in range(max(0, end - self._index.longest_letters), end):
                before, piece = best[start], letters[start:end]
                if before is None:
                    continue
                word = self._best(lookup(piece)) if len(piece) >= 3 else None
                if word:
                    options.append((before[0] + self._cost(word) + _WORD_COST, (*before[1], word)))
                if piece in _JOINING and start > 0 and end < len(letters):
                    options.append((before[0] + _JOINING_COST, (*before[1], _JOINING[piece])))
            best.append(min(options) if options else None)
        return best[-1][1] if best[-1] else ()

    def _abbreviated(self, span: Span, letters: str) -> Correction | None:
        if len(letters) < LEAST_INITIALS:
            return None
        words = self._index.abbreviated(letters)
        ranked = self._ranked(self._terms_first(words))
        if not ranked or (len(letters) == LEAST_INITIALS and ranked[0] not in self._known.terms):
            return None
        clear = len(ranked) == 1 or self._cost(ranked[1]) - self._cost(ranked[0]) > _CLEAR
        sure = clear and len(letters) > LEAST_INITIALS and ranked[0] in self._known.terms
        return Correction(span, ranked[0], self._cost(ranked[0]), sure)

    def _misspelled(self, span: Span, letters: str) -> Correction | None:
        """Find a term whose pinyin was typed with a slip or two."""
        slips = min(2, len(letters) // _LETTERS_OF_A_SLIP)
        if not slips:
            return None
        found = process.extract(
            letters, self._letters_of_terms.keys(), scorer=OSA.distance, score_cutoff=slips, limit=5
        )
        nearest = min((distance for _, distance, _ in found), default=0)
        word = self._best(self._letters_of_terms[spelled] for spelled, distance, _ in found if distance == nearest)
        return Correction(span, word, self._cost(word), sure=False) if word else None

    def _is_clear(self, word: str, letters: str) -> bool:
        """Tell whether a term or a place is meant, and no other word with the same pinyin is likely."""
        if word in _JOINING.values():
            return True
        spelled = ("".join(way) for way in spellings(word))
        same = {other for way in spelled if way in letters for other in self._index.spelled(way)} - {word}
        rarer = all(self._cost(other) - self._cost(word) > _CLEAR for other in same)
        return rarer and (word in self._known.terms or word in clear_place_names())

    def _terms_first(self, words: Iterable[str]) -> Sequence[str]:
        """Return the terms of the field among ``words``, all of them if there are none."""
        every = list(words)
        return [word for word in every if word in self._known.terms] or every

    def _best(self, words: Iterable[str]) -> str | None:
        return next(iter(self._ranked(words)), None)

    def _ranked(self, words: Iterable[str]) -> Sequence[str]:
        return sorted(set(words), key=lambda word: (self._cost(word), word))

    def _cost(self, word: str) -> float:
        if word in _JOINING.values():
            return _JOINING_COST
        cost = self._known.cost(word)
        return self._known.most if cost is None else cost
