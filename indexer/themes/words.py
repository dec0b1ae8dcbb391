"""The words of passages, gathered while the lexical index is written, so that no text is cut twice."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.gazetteer import Gazetteer
from corpus.lexical import LexicalDocument
from corpus.model import Report
from corpus.tokens import Tokenizer
from corpus.vocabulary import neighbours, whole_words

# Passages from which themes are learned, a bound on time and memory; what more of them would change was not measured.
LEARNED_FROM = 20_000
_SHORTEST = 2


class PassageWords:
    """Notes which words and which pairs of neighbouring words each passage has, its headings' among them.

    Names of places are left out: passages are to come together by what they speak of, not by where they are from.
    """

    def __init__(self, reports: Sequence[Report], tokenizer: Tokenizer, places: Gazetteer) -> None:
        self._reports, self._tokenizer, self._places = reports, tokenizer, places
        total = sum(len(report.passages) for report in reports)
        self._every = max(1, -(-total // LEARNED_FROM))
        self._numbers: dict[str, int] = {}
        self._left_out: set[str] = set()
        self._words, self._ends = array("i"), array("q", [0])
        self._headings: dict[str, list[str]] = {}

    @property
    def sample(self) -> NDArray[np.int64]:
        """The passages to learn from, spread evenly over the corpus."""
        return np.arange(0, len(self._ends) - 1, self._every)

    @property
    def words(self) -> list[str]:
        """The words by number."""
        return list(self._numbers)

    def watch(self, documents: Iterable[LexicalDocument]) -> Iterator[LexicalDocument]:
        """Pass documents through, noting their words."""
        row, first = -1, 0
        for document in documents:
            if document.report != row:
                row, first = document.report, document.passage
            report = self._reports[row]
            self._note(document, report.heading_path(report.passages[document.passage - first].heading))
            yield document

    def matrix(self) -> csr_array:
        """Return which passage has which word, ``(passages, words)`` float32 of 0 and 1."""
        numbers = np.frombuffer(self._words, dtype=np.int32)
        ends = np.frombuffer(self._ends, dtype=np.int64)
        values = np.ones(len(numbers), dtype=np.float32)
        return csr_array((values, numbers, ends), shape=(len(ends) - 1, len(self._numbers)))

    def _note(self, document: LexicalDocument, headings: Sequence[str]) -> None:
        whole = whole_words(document.body.words)
        found = {*whole, *document.body.words, *neighbours(whole, document.body.bigrams)}
        for heading in headings:
            found.update(self._of_heading(heading))
        learning = document.passage % self._every == 0
        for word in sorted(found):
            number = self._numbers.get(word)
            if number is None and learning and self._tells(word):
                number = self._numbers.setdefault(word, len(self._numbers))
            if number is not None:
                self._words.append(number)
        self._ends.append(len(self._words))

    def _of_heading(self, heading: str) -> list[str]:
        known = self._headings.get(heading)
        if known is None:
            words = self._tokenizer.words(heading)
            joined = (a + b for a, b in pairwise(whole_words(words)) if a + b in heading)
            known = self._headings[heading] = [*words, *joined]
        return known

    def _tells(self, word: str) -> bool:
        """Tell whether a word can say what a passage is about: no name of a place, no number."""
        if word in self._left_out:
            return False
        if len(word) >= _SHORTEST and word[0] >= "\u3400" and not self._places.lookup(word):
            return True
        self._left_out.add(word)
        return False
