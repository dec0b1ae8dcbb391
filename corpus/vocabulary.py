"""The words of an index and how many passages hold each: what a misspelled query is measured against.

One file of lines ``word<TAB>passages``, most frequent first, the first line ``<TAB>`` and the number of all passages.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import IndexDamaged
from corpus.tokens import Tokens

if TYPE_CHECKING:
    from corpus.lexical import LexicalDocument

VOCABULARY = "vocabulary.tsv"
# Chinese words of two characters and more, and Latin ones (app, gdp), which are no pinyin where reports use them.
_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]{2,}|[a-z]{2,}")
# Above this many different words those of a single passage are left out: mostly names, and slips of the pen.
# 60,000 lines take about 1 MB.
_MANY_WORDS = 60_000
# Two neighbouring words are a term where this many passages write them so; the most frequent ones are kept.
_LEAST_PASSAGES_OF_TERM = 3
_MOST_TERMS = 15_000
_LONGEST_TERM = 8
# The tokenizer's parts of words that are no words themselves have two or three characters.
_LEAST_CHARACTERS_OF_PART = 4
# Terms seen once are forgotten when this many are in memory (about 60 MB).
_TERMS_IN_MEMORY = 400_000


@dataclass
class WordCounter:
    """Counts words while passages go by."""

    passages: int = 0
    _words: Counter[str] = field(default_factory=Counter)
    _whole: set[str] = field(default_factory=set)
    _terms: Counter[str] = field(default_factory=Counter)

    def watch(self, documents: Iterable[LexicalDocument]) -> Iterator[LexicalDocument]:
        """Pass documents through, counting."""
        for document in documents:
            self.add(document.body, document.headings)
            yield document

    def add(self, body: Tokens, headings: Tokens | None = None) -> None:
        """Count the words of one passage.

        :param headings: words over it; they are known words, but say nothing of how many passages hold them.
        """
        self.passages += 1
        self._words.update(word for word in set(body.words) if _WORD.fullmatch(word))
        whole = whole_words(body.words)
        above = whole_words(headings.words) if headings else []
        self._whole.update(whole, above)
        for word in above:
            if word not in self._words and _WORD.fullmatch(word):
                self._words[word] = 1
        self._terms.update(set(neighbours(whole, body.bigrams)))
        if len(self._terms) > _TERMS_IN_MEMORY:
            self._terms = Counter({term: count for term, count in self._terms.items() if count > 1})

    def counts(self) -> dict[str, int]:
        """Return the number of passages of each word worth keeping, most frequent first."""
        least = 2 if len(self._words) > _MANY_WORDS else 1
        # What stands only inside other words is no word, 综合性 has 合性 in it; but a term often is part of a longer one.
        kept = (word for word in self._words if word in self._whole or len(word) >= _LEAST_CHARACTERS_OF_PART)
        counts = {word: self._words[word] for word in kept if self._words[word] >= least}
        for term, count in self._terms.most_common(_MOST_TERMS):
            if count >= _LEAST_PASSAGES_OF_TERM:
                counts.setdefault(term, count)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def neighbours(whole: Sequence[str], bigrams: Iterable[str]) -> Iterator[str]:
    """Yield pairs of words that stand side by side, joined."""
    pairs = set(bigrams)
    for first, second in itertools.pairwise(whole):
        # Stop words and punctuation are not among the words; where they stood, the pair of characters is missing.
        if min(len(first), len(second)) > 1 and first[-1] + second[0] in pairs:
            term = first + second
            if len(term) <= _LONGEST_TERM and _WORD.fullmatch(term):
                yield term


def whole_words(words: Sequence[str]) -> list[str]:
    """Leave out the parts that are listed beside a word: 行政 行政复议 复议 is one word."""
    whole: list[str] = []
    for word in words:
        while whole and len(whole[-1]) < len(word) and whole[-1] in word:
            whole.pop()
        if not whole or word not in whole[-1]:
            whole.append(word)
    return whole


def write_vocabulary(folder: Path, counts: Mapping[str, int], passages: int) -> None:
    """Write the vocabulary of a generation into its folder.

    :param counts: word → number of passages that hold it.
    :param passages: number of all passages.
    """
    lines = [f"\t{passages}", *(f"{word}\t{count}" for word, count in counts.items())]
    (folder / VOCABULARY).write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Vocabulary:
    """The words of an index.

    :param counts: word → number of passages that hold it, most frequent first.
    :param passages: number of all passages.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    passages: int = 0

    @classmethod
    def read(cls, folder: Path) -> Vocabulary:
        """Read the vocabulary in a generation's folder; an index from before there was one has none.

        :raises IndexDamaged: the file is not what was written.
        """
        path = folder / VOCABULARY
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"索引的词表“{path}”读不出来，可能已损坏。请重新建立索引") from error
        try:
            entries = [line.split("\t") for line in text.splitlines()]
            counts = {word: int(count) for word, count in entries}
        except ValueError as error:
            raise IndexDamaged(f"索引的词表“{path}”不完整，可能已损坏。请重新建立索引") from error
        return cls(counts, counts.pop("", 0))

    def count(self, word: str) -> int:
        """Return the number of passages that hold ``word``, 0 if it is not known."""
        return self.counts.get(word, 0)

    def __contains__(self, word: object) -> bool:
        return word in self.counts

    def __len__(self) -> int:
        return len(self.counts)
