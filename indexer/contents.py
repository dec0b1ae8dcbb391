"""A table of contents: which lines it takes, and which titles it lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.text import CLOSERS

_HEADING = re.compile(r"^目\s*[录次]$")
_PAGED = re.compile(r"^.{2,70}?[\s·.…\-—]+\d{1,4}$|^.{2,70}?[·.…]{3,}")
_LONGEST_ENTRY = 80
# A table of contents stands at the front: behind the cover and a foreword.
_FRONT_LINES = 200


@dataclass(frozen=True)
class Contents:
    """The table of contents of a source; empty if it has none.

    :param lines: indices of its lines, its heading first.
    :param entries: the titles it lists, without numbers and pages.
    """

    lines: range = range(0)
    entries: frozenset[str] = frozenset()

    def lists(self, title: str) -> bool:
        """Tell whether it lists exactly this title."""
        return _bare(title) in self.entries


def find_contents(texts: Sequence[str]) -> Contents:
    """Find the table of contents: lines with page numbers, or lines that all stand again further down."""
    heading = next((i for i, text in enumerate(texts[:_FRONT_LINES]) if _HEADING.match(text)), None)
    if heading is None:
        return Contents()
    again = {_bare(text): index for index, text in enumerate(texts) if len(text) <= _LONGEST_ENTRY}
    entries: set[str] = set()
    end = heading + 1
    while end < len(texts):
        text, words = texts[end], _bare(texts[end])
        paged = _is_paged(text)
        if words in entries and not paged:
            break  # the first title itself
        listed = paged or (len(text) <= _LONGEST_ENTRY and not _is_sentence(text) and again[words] > end)
        if not listed and (_is_sentence(text) or not any(_is_paged(text) for text in texts[end + 1 : end + 3])):
            break
        entries.add(words)
        end += 1
    return Contents(range(heading, end), frozenset(entries)) if end > heading + 2 else Contents()


def _is_paged(text: str) -> bool:
    return len(text) <= _LONGEST_ENTRY and bool(_PAGED.match(text)) and not _is_sentence(text)


def _is_sentence(text: str) -> bool:
    return text.rstrip(CLOSERS).endswith(("。", "！", "？", "!", "?"))


def _bare(text: str) -> str:
    """Return an entry without its number and its page."""
    return re.sub(r"^[\d.、\s]+|[\s·.…\-—\d]+$", "", text).replace(" ", "")
