"""Lists of words that users edit: separated by white space, ``#`` begins a line of explanation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path


def read_word_list(path: Path) -> frozenset[str]:
    """Return the words of a file."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches any of some words, the longest first: else a part of it would stay."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
