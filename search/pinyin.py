"""Pinyin of Chinese characters and words, and of what is typed as pinyin. Syllables are without tones, ü is v."""

from __future__ import annotations

import itertools
import os
import re
import unicodedata
from functools import lru_cache

# A word has the product of its characters' readings; more than this many are only noise.
_MOST_SPELLINGS = 8
# 行 is xing and hang; the third reading of a character is an old or a rare one.
_READINGS = 2
_TONE_NUMBER = re.compile(r"(?<=[a-z])[1-5](?!\d)")
_APOSTROPHE = re.compile(r"['’‘ʼ`]")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    # The table of characters is all that is needed; that of phrases takes most of the package's time to load.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin.constants import PINYIN_DICT

    table: dict[int, str] = PINYIN_DICT
    return table


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """Return the common readings of a Chinese character, the most common first; ``()`` for any other character."""
    written = _table().get(ord(character), "")
    return tuple(dict.fromkeys(_toneless(reading) for reading in written.split(",") if reading))[:_READINGS]


def spellings(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways to pronounce a word, each a tuple of syllables; ``()`` if it is not all Chinese."""
    return tuple(itertools.islice(itertools.product(*map(readings, word)), _MOST_SPELLINGS))


@lru_cache(maxsize=5_000)
def blurred(syllable: str) -> str:
    """Return what a syllable sounds like to those who do not tell zh from z, n from l, in from ing, or ü from u."""
    for full, plain in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(full):
            syllable = plain + syllable[2:]
    if syllable.startswith("l"):
        syllable = "n" + syllable[1:]
    if syllable.endswith("ng"):
        syllable = syllable[:-1]
    return syllable.replace("v", "u")


def blurred_letters(letters: str) -> str:
    """Return the same for the pinyin of a word whose syllables are not told apart."""
    for full, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("v", "u")):
        letters = letters.replace(full, plain)
    return letters


def typed_letters(text: str) -> str:
    """Return what is typed as pinyin as bare letters: xíng zhèng, xing2zheng4 and XingZheng are xingzheng."""
    return _APOSTROPHE.sub("", _TONE_NUMBER.sub("", _toneless(text.lower())))


def _toneless(text: str) -> str:
    marked = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return "".join(character for character in marked if not unicodedata.combining(character))
