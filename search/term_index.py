"""The words a correction may lead to, found by sound, by initials, and by a slip of one character.

Each index is made when it is first needed: most queries need none, pinyin needs the letters only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from search.pinyin import blurred, blurred_letters, spellings

# Longer windows of a query are not looked up.
LONGEST_TERM = 10
# Initials of two letters fit too many words.
LEAST_INITIALS = 3

_Words = Mapping[str, list[str]]


class TermIndex:
    """Words by the ways they are mistyped.

    :param words: Chinese words of two characters and more.
    :param names: more of them, to be found by sound only: one other character makes another place of 新华区.
    """

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        self.words = frozenset(word for word in words if 2 <= len(word) <= LONGEST_TERM)
        self._heard = sorted({*self.words, *names})

    def sounding(self, text: str) -> set[str]:
        """Return the words that sound like ``text`` to a careless ear, of the same length."""
        found: set[str] = set()
        for way in spellings(text):
            found.update(self._by_sound.get(_sound(way), ()))
        return found

    def spelled(self, letters: str) -> list[str]:
        """Return the words whose pinyin is ``letters``."""
        return self._by_letters.get(letters, [])

    def nearly_spelled(self, letters: str) -> list[str]:
        """Return the words whose pinyin is ``letters`` but for zh/z, n/l, in/ing, ü/u."""
        return self._by_blurred_letters.get(blurred_letters(letters), [])

    def abbreviated(self, initials: str) -> list[str]:
        """Return the words whose syllables begin with these letters."""
        return self._by_initials.get(initials, [])

    def one_longer(self, text: str) -> list[str]:
        """Return the words of three characters and more that lack one character in ``text``."""
        return self._by_deletion.get(text, [])

    def one_other(self, text: str) -> set[str]:
        """Return the words of the same length that are ``text`` again when each loses one character."""
        return {
            word
            for shorter in deletions(text)
            for word in self._by_deletion.get(shorter, ())
            if len(word) == len(text) and word != text
        }

    @cached_property
    def longest_letters(self) -> int:
        """The length of the longest pinyin."""
        return max(map(len, self._by_letters), default=0)

    @cached_property
    def _ways(self) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
        return [(word, spellings(word)) for word in self._heard]

    @cached_property
    def _by_sound(self) -> _Words:
        return _gathered((_sound(way), word) for word, ways in self._ways for way in ways)

    @cached_property
    def _by_letters(self) -> _Words:
        return _gathered(("".join(way), word) for word, ways in self._ways for way in ways)

    @cached_property
    def _by_blurred_letters(self) -> _Words:
        return _gathered(
            (blurred_letters(letters), word) for letters, words in self._by_letters.items() for word in words
        )

    @cached_property
    def _by_initials(self) -> _Words:
        return _gathered(
            ("".join([syllable[0] for syllable in way]), word)
            for word, ways in self._ways
            if len(word) >= LEAST_INITIALS
            for way in ways
        )

    @cached_property
    def _by_deletion(self) -> _Words:
        return _gathered((shorter, word) for word in sorted(self.words) if len(word) > 2 for shorter in deletions(word))


def _gathered(pairs: Iterable[tuple[str, str]]) -> _Words:
    words: dict[str, list[str]] = {}
    for key, word in pairs:
        found = words.setdefault(key, [])
        # A word comes with all its ways, so a repeat follows at once.
        if not found or found[-1] != word:
            found.append(word)
    return words


def _sound(way: tuple[str, ...]) -> str:
    return " ".join([blurred(syllable) for syllable in way])


def deletions(text: str) -> Iterator[str]:
    """Yield ``text`` without each of its characters in turn, each result once."""
    for at in range(len(text)):
        # Of neighbours that are the same, leaving out one or the other is the same.
        if at == 0 or text[at] != text[at - 1]:
            yield text[:at] + text[at + 1 :]
