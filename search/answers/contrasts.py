"""Words that exclude each other: of 县级 and 市级 a figure is told of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.text import fold
from corpus.word_lists import any_of, read_lines

_CLAUSE = re.compile(r"[,，;；。:：、]")
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
    folded = fold(said)
    for contrast, wanted in _wanted(fold(asked)):
        told = contrast.members(folded)
        if told and wanted not in told:
            return True
    return False


def told_apart(asked: str, said: str, behind: str) -> bool:
    """Tell whether a figure's words lack what a question asks for, where a part of it that is told behind it has it.

    办理法律援助案件1731件,其中民事229件,刑事1502件: the first is of all, not of 刑事案件.

    :param behind: what stands behind the figure's clause in its sentence.
    """
    lacking = [(contrast, wanted) for contrast, wanted in _wanted(fold(asked)) if not contrast.members(fold(said))]
    if not lacking:
        return False
    parts = [clause for clause in _CLAUSE.split(fold(behind)) if any(letter.isdigit() for letter in clause)]
    return any(wanted in contrast.members(part) for contrast, wanted in lacking for part in parts)


def same_as(word: str) -> tuple[str, ...]:
    """Return other forms of a word of the table: 办结, 审结; none for a word that is not in it."""
    folded = fold(word)
    return tuple(
        form
        for contrast in _contrasts()
        if folded in contrast.word
        for form, number in contrast.word.items()
        if number == contrast.word[folded] and form != folded
    )


@lru_cache(maxsize=64)
def _wanted(asked: str) -> tuple[tuple[_Contrast, int], ...]:
    """Return the sets of which a folded question asks a word that excludes others, with that word.

    Kept for a while: many figures are compared with one question.
    """
    named = ((contrast, contrast.members(asked)) for contrast in _contrasts())
    return tuple((contrast, members[-1]) for contrast, members in named if members and members[-1] in contrast.asked)


@lru_cache(maxsize=1)
def _contrasts() -> tuple[_Contrast, ...]:
    """Return the sets of the file; read once per process."""
    return tuple(map(_contrast, read_lines(_FILE)))


def _contrast(line: str) -> _Contrast:
    left, mark, right = line.partition(">")
    words = [[fold(form) for form in word.split("=")] for word in (*left.split(), *right.split())]
    asked = len(left.split()) if mark else len(words)
    word = {form: number for number, forms in enumerate(words) for form in forms}
    return _Contrast(any_of(word), word, frozenset(range(asked)))
