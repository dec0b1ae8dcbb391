"""Words and character bigrams of Chinese text, the same at index and at query time."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import logging
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.text import fold

if TYPE_CHECKING:
    import jieba

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "lexicon"
LEXICON = _FOLDER / "terms.txt"
# Words that carry grammar, not content: they would match everywhere.
STOP_WORDS = _FOLDER / "stop_words.txt"

_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]+|[a-z]+|\d+(?:\.\d+)?%?")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]+")
# A word of the lexicon must beat the words it is made of; jieba's own counts reach about 10^6.
_LEXICON_FREQUENCY = 20_000


@dataclass(frozen=True)
class Tokens:
    """What a text is matched by.

    :param words: search-mode words without stop words, in order, repeated as in the text.
    :param bigrams: pairs of neighbouring Chinese characters (a lone character stands for itself).
    """

    words: tuple[str, ...]
    bigrams: tuple[str, ...]


class Tokenizer:
    """jieba in search mode with the domain lexicon, and character bigrams.

    Safe to use from several threads.

    :param lexicon: file of words, one a line; ``#`` starts a comment.
    :param cache_dir: folder for jieba's own dictionary cache; the system's temporary folder by default.
    """

    def __init__(self, lexicon: Path = LEXICON, cache_dir: Path | None = None) -> None:
        self._terms = read_lexicon(lexicon)
        self._stop_words = frozenset(read_lexicon(STOP_WORDS))
        self._cache_dir = cache_dir
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """Hash of everything that decides the tokens: jieba's version, the lexicon, this module's rules."""
        rules = f"jieba {importlib.metadata.version('jieba')}|1|{sorted(self._stop_words)}|{self._terms}"
        return hashlib.sha256(rules.encode()).hexdigest()[:16]

    @functools.cached_property
    def _jieba(self) -> jieba.Tokenizer:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        if self._cache_dir is not None:
            self._cache_dir.mkdir(parents=True, exist_ok=True)
            tokenizer.tmp_dir = str(self._cache_dir)
        tokenizer.initialize()
        for term in self._terms:
            tokenizer.add_word(term, _LEXICON_FREQUENCY)
        return tokenizer

    def words(self, text: str) -> list[str]:
        """Return the search-mode words of ``text`` without stop words."""
        with self._lock:
            jieba_tokenizer = self._jieba
        found: list[str] = []
        for run in _WORD.findall(fold(text)):
            if run[0] >= "\u3400":
                found.extend(word for word in jieba_tokenizer.lcut_for_search(run) if word not in self._stop_words)
            else:
                found.append(run)
        return found

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


def read_lexicon(path: Path) -> Sequence[str]:
    """Read a list of words, one a line, sorted and without repeats; a missing file is an empty list."""
    if not path.exists():
        return []
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return sorted({line for line in lines if line})
