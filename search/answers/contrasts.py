"""Words that exclude each other: of 县级 and 市级 a figure is told of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.text import fold
from corpus.word_lists import any_of

_FILE = Path(__file__).resolve().parents[2] / "data" / "questions" / "contrasts.txt"


@dataclass(frozen=True)
class _Contrast:
    """A set of words that exclude each other.

    :param pattern: finds any of them, the longest first; ``word`` says which of them a form is.
    :param asked: those that exclude the others where they are asked for; not the other way round.
    """

    pattern: re.Pattern[str]
    word: dict[str, int]
    asked: frozenset[int]

    def members(self, text: str) -> list[int]:
        """Return the words that a folded text has, in its order."""
        return [self.word[match[0]] for match in self.pattern.finditer(text)]


def contradicts(asked: str, said: str) -> bool:
    """Tell whether a text says another word of a set than the question asks for: 县级事项7769项 to 市级有多少项.

    Of several words of a set in a question the last is what is asked: 受理的案件里办结了几件. A text that has it besides
    another leaves it open.
    """
    asked, said = fold(asked), fold(said)
    for contrast in _contrasts():
        named = contrast.members(asked)
        if named and named[-1] in contrast.asked:
            told = contrast.members(said)
            if told and named[-1] not in told:
                return True
    return False


@lru_cache(maxsize=1)
def _contrasts() -> tuple[_Contrast, ...]:
    """Return the sets of the file; read once per process."""
    lines = _FILE.read_text(encoding="utf-8-sig").splitlines()
    return tuple(_contrast(line) for line in lines if line.strip() and not line.startswith("#"))


def _contrast(line: str) -> _Contrast:
    left, mark, right = line.partition(">")
    words = [[fold(form) for form in word.split("=")] for word in (*left.split(), *right.split())]
    asked = len(left.split()) if mark else len(words)
    word = {form: number for number, forms in enumerate(words) for form in forms}
    return _Contrast(any_of(word), word, frozenset(range(asked)))
