"""How numbered headings nest: which list a number continues, and which list holds it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.markers import Family

# A number may be missing in a list people count by hand; two in a row missing is another list.
_LARGEST_GAP = 2

Key = tuple[Family, int]


@dataclass(frozen=True)
class OutlineMark:
    """A marker that may become a heading, ``sub`` tells heading styles apart."""

    family: Family
    sub: int
    number: int | None
    start: int
    label_end: int
    paragraph: int
    inline: bool

    @property
    def key(self) -> Key:
        """What marks of one list have in common; the smaller is usually further out."""
        return self.family, self.sub


@dataclass(frozen=True)
class _Open:
    """A list that is open, by its latest mark and that mark's heading."""

    mark: OutlineMark
    heading: int


class Nesting:
    """Nests marks one after the other.

    A list goes where the usual order of its way of numbering puts it, unless the list over it goes on behind it:
    in 1. (一) (二) 2. the bracketed numbers lie within the Arabic ones.
    """

    def __init__(self, marks: Sequence[OutlineMark]) -> None:
        self._stack: list[_Open] = []
        self._following: dict[Family, list[OutlineMark]] = defaultdict(list)
        for mark in marks:
            self._following[mark.family].append(mark)
        self._last: dict[Key, int | None] = {}
        self._inside: set[tuple[Family, Family]] = set()

    def add(self, mark: OutlineMark, heading: int) -> tuple[int, int | None] | None:
        """Take ``mark`` as heading number ``heading``.

        :return: its depth and its parent, or ``None`` if its number neither starts nor continues a list.
        """
        at = next((i for i, entry in enumerate(self._stack) if entry.mark.key == mark.key), None)
        last = self._last.get(mark.key)
        if not (_counts_on(mark, last, listed=at is not None) or (last is None and self._begins_late(mark))):
            return None
        del self._stack[self._room_for(mark) if at is None else at :]
        parent = self._stack[-1] if self._stack else None
        if parent and parent.mark.key >= mark.key:
            self._inside.add((parent.mark.family, mark.family))
        self._stack.append(_Open(mark, heading))
        self._last[mark.key] = mark.number
        return len(self._stack), parent.heading if parent else None

    def open_family(self, family: Family) -> bool:
        """Tell whether a list of ``family`` is open."""
        return any(entry.mark.family is family for entry in self._stack)

    def _room_for(self, mark: OutlineMark) -> int:
        """Return how many open lists stay open over the list that ``mark`` begins."""
        keep = len(self._stack)
        while keep and self._stack[keep - 1].mark.key >= mark.key and not self._holds(self._stack[keep - 1].mark, mark):
            keep -= 1
        return keep

    def _holds(self, outer: OutlineMark, mark: OutlineMark) -> bool:
        """Tell whether the open list goes on behind ``mark``, or has held such a list before."""
        if outer.number is None or mark.family is Family.ANNEX:
            return False
        return (outer.family, mark.family) in self._inside or self._next_number(outer.family, mark) == outer.number + 1

    def _begins_late(self, mark: OutlineMark) -> bool:
        """Tell whether the beginning of a list is missing: an excerpt that starts at 二、 or 第三条 and goes on from there."""
        return mark.number is not None and not mark.inline and self._next_number(mark.family, mark) == mark.number + 1

    def _next_number(self, family: Family, mark: OutlineMark) -> int | None:
        """Return the number of the next mark of ``family`` behind ``mark``."""
        marks = self._following[family]
        after = bisect_right(marks, mark.start, key=lambda other: other.start)
        return marks[after].number if after < len(marks) else None


def _counts_on(mark: OutlineMark, last: int | None, *, listed: bool) -> bool:
    """Tell whether a number starts a list or continues the last one of its kind.

    Numbers may run on across sections (一、 1. 2. 二、 3. 4.), but only by one. In an open list people also skip a
    number or give one twice.
    """
    if mark.number is None or mark.number == 1:
        return True
    if last is None:
        return False
    if not listed:
        return mark.number == last + 1
    twice = mark.number == last and mark.family in (Family.HAN, Family.HAN_BRACKET) and not mark.inline
    return twice or last < mark.number <= last + _LARGEST_GAP
