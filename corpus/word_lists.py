"""Lists of words that users edit: separated by white space, ``#`` begins a line of explanation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file that say something: not the empty ones, not those of explanation."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return (line for line in lines if line.strip() and not line.startswith("#"))


def read_word_list(path: Path) -> frozenset[str]:
    """Return the words of a file."""
    return frozenset(word for line in read_lines(path) for word in line.split())


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches any of some words, the longest first: else a part of it would stay."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
