"""Words that exclude each other: of 县级 and 市级 a figure is told of one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from corpus.text import fold

_FILE = Path(__file__).resolve().parents[2] / "data" / "questions" / "contrasts.txt"


def contradicts(asked: str, said: str) -> bool:
    """Tell whether a text says another word of a set than the question does: 县级事项7769项 to 市级有多少项.

    A question that has several of a set, or a text that has the asked one too, leaves it open.
    """
    asked, said = fold(asked), fold(said)
    for group in _contrasts():
        named = _members(group, asked)
        if len(named) == 1:
            told = _members(group, said)
            if told and not told & named:
                return True
    return False


def _members(group: tuple[tuple[str, ...], ...], text: str) -> set[int]:
    return {number for number, forms in enumerate(group) if any(form in text for form in forms)}


@lru_cache(maxsize=1)
def _contrasts() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the sets of the file, each of words with the forms that mean the same; read once per process."""
    lines = _FILE.read_text(encoding="utf-8-sig").splitlines()
    return tuple(
        tuple(tuple(fold(form) for form in word.split("=")) for word in line.split())
        for line in lines
        if line.strip() and not line.startswith("#")
    )
