"""Words and character bigrams of Chinese text, the same at index and at query time."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import logging
import re
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.lexicon import LEXICON, Lexicon
from corpus.text import fold

if TYPE_CHECKING:
    import jieba

# Words that carry grammar, not content: they would match everywhere.
STOP_WORDS = LEXICON.with_name("stop_words.txt")

_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]+|[a-z]+|\d+(?:\.\d+)?%?")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]+")
# Longer terms are not taught to jieba: its search mode gives only two or three characters inside a word, and
# 人民满意的法治政府 would hide 人民满意. On the sample corpus 18 of 35,153 dictionary words are lost at 4, 33 without a limit.
_LONGEST_TAUGHT = 4


@dataclass(frozen=True)
class Tokens:
    """What a text is matched by.

    :param words: search-mode words without stop words, in order, repeated as in the text.
    :param bigrams: pairs of neighbouring Chinese characters (a lone character stands for itself).
    """

    words: tuple[str, ...]
    bigrams: tuple[str, ...]


class Tokenizer:
    """jieba in search mode, every word of the domain lexicon wherever it stands, and character bigrams.

    Safe to use from several threads.

    :param lexicon: the table of terms (see :mod:`corpus.lexicon`); read once, here.
    :param cache_dir: folder for jieba's own dictionary cache; the system's temporary folder by default.
    :raises LexiconInvalid: the table is wrong.
    """

    def __init__(self, lexicon: Path = LEXICON, cache_dir: Path | None = None) -> None:
        self.lexicon = Lexicon.load(lexicon)
        self._stop_words = frozenset(_read_words(STOP_WORDS))
        self._cache_dir = cache_dir
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """Hash of everything that decides the tokens: jieba's version, the lexicon's words, this module's rules."""
        jieba_version = importlib.metadata.version("jieba")
        rules = f"jieba {jieba_version}|2|{sorted(self._stop_words)}|{self.lexicon.fingerprint}"
        return hashlib.sha256(rules.encode()).hexdigest()[:16]

    @functools.cached_property
    def _jieba(self) -> jieba.Tokenizer:
        with _teaching:
            tokenizer = _taught_tokenizers.get(self.lexicon.fingerprint)
            if tokenizer is None:
                tokenizer = _taught(self.lexicon, self._cache_dir)
                _taught_tokenizers[self.lexicon.fingerprint] = tokenizer
            return tokenizer

    def words(self, text: str) -> list[str]:
        """Return the search-mode words of ``text`` without stop words."""
        with self._lock:
            jieba_tokenizer = self._jieba
        found: list[str] = []
        for run in _WORD.findall(fold(text)):
            if run[0] >= "\u3400":
                found.extend(word for word in self._cut(jieba_tokenizer, run) if word not in self._stop_words)
            else:
                found.append(run)
        return found

    def _cut(self, tokenizer: jieba.Tokenizer, run: str) -> Iterator[str]:
        """Yield jieba's words and the lexicon's words in a run of Chinese characters, in order.

        A term is found wherever it stands, inside a longer one too (行政复议 in 行政复议咨询委员会), and takes nothing from
        the words around it (加大 in 加大普法力度, were 大普法 a term).
        """
        spans = {(start, end) for _, start, end in tokenizer.tokenize(run, mode="search")}
        spans.update(self.lexicon.occurrences(run))
        for start, end in sorted(spans):
            yield run[start:end]

    def tokens(self, text: str) -> Tokens:
        """Return the words and bigrams of ``text``."""
        return Tokens(tuple(self.words(text)), tuple(bigrams(text)))


def bigrams(text: str) -> list[str]:
    """Return the pairs of neighbouring Chinese characters of ``text``; a lone one stands for itself."""
    pairs: list[str] = []
    for run in _HAN.findall(fold(text)):
        if len(run) == 1:
            pairs.append(run)
        else:
            pairs.extend(run[i : i + 2] for i in range(len(run) - 1))
    pairs.extend(run for run in _WORD.findall(fold(text)) if run[0] < "\u3400")
    return pairs


# An index that is opened anew, or built, beside one that is open: a dictionary takes a second or two and 100 MB.
_taught_tokenizers: weakref.WeakValueDictionary[str, jieba.Tokenizer] = weakref.WeakValueDictionary()
_teaching = threading.Lock()


def _taught(lexicon: Lexicon, cache_dir: Path | None) -> jieba.Tokenizer:
    """Return jieba's tokenizer with the words of a lexicon, read from its cache in a folder if it is there."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    if cache_dir is not None:
        cache_dir.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(cache_dir)
    tokenizer.initialize()
    # Listed before any is taught: each changes how the next is cut.
    for word in [word for word in lexicon.words if _must_be_taught(tokenizer, word)]:
        # Just enough to hold it together, so that 执法证 does not take 证 from 证件.
        tokenizer.suggest_freq(word, tune=True)
    return tokenizer


def _must_be_taught(tokenizer: jieba.Tokenizer, word: str) -> bool:
    """Tell whether jieba would tear ``word`` and its neighbours (推进诉源治理) for want of a word it knows.

    What it builds from words of its dictionary is left alone: 法规清理 would only take 法规 from 法律法规.
    """
    return len(word) <= _LONGEST_TAUGHT and any(len(part) == 1 for part in tokenizer.cut(word, HMM=False))


def _read_words(path: Path) -> set[str]:
    """Read a list of words, one a line; ``#`` starts a comment, a missing file is an empty list."""
    if not path.exists():
        return set()
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return {line for line in lines if line}
