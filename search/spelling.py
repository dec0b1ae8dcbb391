"""Corrects Chinese words: wrong homophones, and slips of one character.

A correction is looked for only where the characters make no known word, and must lead to a term of the field or a word
that reports use. The cheapest way to write the text is taken, where every known word costs its rarity and every
correction something on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Span
from search.known_words import KnownWords
from search.slips import GUESS, SINGLE, Slips
from search.term_index import LONGEST_TERM, TermIndex

_SINGLE_COST = 5.0
# A character that belongs to no word costs more than any word.
_STRAY_COST = 4.0
# Another correction is out of the question where it is e² = 7 times less likely.
_CLEAR = 2.0
# How many of the words that a window may stand for are weighed against their neighbourhood.
_OPTIONS = 3
# With more characters that belong to no word it is no misspelled Chinese, and would take long to look at.
_MOST_STRAY = 8
# In fewer passages than these many good words are missing.
_ENOUGH_PASSAGES = 300
# Words that are written both ways; neither is a slip.
_WRITTEN_BOTH_WAYS = "制治 力利 订定 作做 帐账 辨辩 界届 象像 唯惟 证正"
_VARIANTS = frozenset(way for pair in _WRITTEN_BOTH_WAYS.split() for way in (pair, pair[::-1]))


@dataclass(frozen=True)
class Correction:
    """One change.

    :param span: in the text given.
    :param cost: of writing it so.
    :param sure: whether nothing else can be meant.
    """

    span: Span
    word: str
    cost: float
    sure: bool


@dataclass(frozen=True)
class _Path:
    """A way to write the beginning of a text: words, stray characters and corrections."""

    cost: float = 0.0
    words: tuple[Span, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def then(self, cost: float, word: Span, *corrections: Correction) -> _Path:
        return _Path(self.cost + cost, (*self.words, word), (*self.corrections, *corrections))


class Speller:
    """Corrects runs of Chinese characters."""

    def __init__(self, known: KnownWords, index: TermIndex) -> None:
        self._known = known
        self._slips = Slips(known, index)

    def correct(self, run: str) -> Sequence[Correction]:
        """Return the changes that make a run of Chinese characters good; none for a good one."""
        path = self._cheapest(run, {})
        stray = [word.start for word in path.words if word.end - word.start == 1 and _is_stray(run, word.start)]
        if len(stray) > _MOST_STRAY:
            return ()
        corrections: dict[int, list[Correction]] = defaultdict(list)
        for correction in self._around(run, stray) if stray else self._misheard(run, path.words):
            corrections[correction.span.end].append(correction)
        return self._cheapest(run, corrections).corrections if corrections else ()

    def _cheapest(self, run: str, corrections: Mapping[int, Sequence[Correction]]) -> _Path:
        """Return the cheapest way to write ``run``.

        :param corrections: by where they end.
        """
        best = [_Path()]
        for end in range(1, len(run) + 1):
            single = _SINGLE_COST if run[end - 1] in SINGLE else self._known.most + _STRAY_COST
            options = [best[end - 1].then(single, Span(end - 1, end))]
            for start in range(max(0, end - LONGEST_TERM), end - 1):
                cost = self._known.cost(run[start:end])
                if cost is not None:
                    options.append(best[start].then(cost, Span(start, end)))
            options += [
                best[correction.span.start].then(correction.cost, correction.span, correction)
                for correction in corrections.get(end, ())
            ]
            best.append(min(options, key=lambda path: path.cost))
        return best[-1]

    def _around(self, run: str, stray: Sequence[int]) -> Iterator[Correction]:
        """Yield what the windows around stray characters may stand for."""
        for start in range(len(run)):
            for end in range(start + 2, min(len(run), start + LONGEST_TERM + 1) + 1):
                inside = [at - start for at in stray if start <= at < end]
                if inside and run[start:end] not in self._known:
                    meant = self._slips.meant(run[start:end], inside, whole=end - start == len(run))
                    yield from self._weighed(Span(start, end), meant)

    def _weighed(self, span: Span, meant: Mapping[str, int]) -> Iterator[Correction]:
        costs = {word: slip + cost for word, slip in meant.items() if (cost := self._known.cost(word)) is not None}
        ranked = sorted(costs, key=lambda word: (costs[word], word))
        for word in ranked[:_OPTIONS]:
            clear = len(ranked) < 2 or costs[ranked[1]] - costs[ranked[0]] > _CLEAR
            sure = clear and meant[word] < GUESS and word in self._known.terms and len(word) >= 4
            yield Correction(span, word, costs[word], sure)

    def _misheard(self, run: str, words: Sequence[Span]) -> Iterator[Correction]:
        """Yield terms that neighbouring words sound like, where no report uses what was typed: 行政服役."""
        if self._known.vocabulary.passages < _ENOUGH_PASSAGES:
            return
        for first in range(len(words)):
            for last in range(first + 1, len(words)):
                span = Span(words[first].start, words[last].end)
                unused = [word for word in words[first : last + 1] if not self._known.is_used(word.of(run))]
                if unused and 4 <= span.end - span.start <= LONGEST_TERM:
                    yield from self._heard(run, span, unused)

    def _heard(self, run: str, span: Span, unused: Sequence[Span]) -> Iterator[Correction]:
        window = span.of(run)
        for word, slip in self._slips.sounding(window):
            changed = [at for at, (a, b) in enumerate(zip(window, word, strict=True)) if a != b]
            explained = all(any(one.start <= span.start + at < one.end for one in unused) for at in changed)
            variant = any(window[at] + word[at] in _VARIANTS for at in changed)
            cost = self._known.cost(word)
            if word in self._known.terms and explained and not variant and cost is not None:
                yield Correction(span, word, cost + slip, sure=False)


def _is_stray(run: str, at: int) -> bool:
    """Tell whether a character that makes no word with its neighbours should not stand alone either."""
    return run[at] not in SINGLE or run[at] in (run[at - 1 : at], run[at + 1 : at + 2])
