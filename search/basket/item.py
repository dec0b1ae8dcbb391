"""A quotation that somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import CanyueError
from corpus.model import Span
from corpus.text import without_controls

# The longest passage of the sample reports has 420 characters, the longest paragraph of the provincial ones 1,900.
LONGEST_QUOTE = 5000
LONGEST_NOTE, LONGEST_HEADING, LONGEST_TITLE = 2000, 60, 80
# What a person can still look through; a Word file of it has about 150 pages.
MOST = 500
# The title of what is taken away, where the user gave none.
TITLE = "资料摘编"


class NotKept(CanyueError):
    """What was to be kept cannot be: it is not in the library, too long, or one too many."""


@dataclass(frozen=True)
class Draft:
    """A quotation before it is kept.

    :param quote: equals the report's ``text[span]`` when it is kept.
    :param name: the report's title, or what stands for one.
    :param source: the file's name; it finds the report again when the file was changed.
    :param place: names from the province down, joined by ``/``; ``""`` if unknown.
    """

    report: str
    span: Span
    quote: str
    citation: str
    name: str
    source: str
    place: str
    year: int | None


@dataclass(frozen=True)
class Kept(Draft):
    """A quotation in somebody's basket.

    :param heading: of the user's own, under which it stands; ``""`` for none.
    :param kept_at: local time, ``YYYY-MM-DD HH:MM``.
    """

    id: int
    note: str
    heading: str
    kept_at: str

    @property
    def label(self) -> str:
        """Place and year, or the report's name where the place is unknown."""
        if not self.place:
            return self.name
        return self.place.rpartition("/")[2] + (f"{self.year}年" if self.year else "")


def line(text: str, longest: int) -> str:
    """Return what a user typed as one line: single spaces, no control characters, not too long."""
    return " ".join(without_controls(text).split())[:longest]


def lines(text: str, longest: int) -> str:
    """Return what a user typed as lines, without blanks at their ends and without empty ones at the end."""
    kept = [each.rstrip() for each in without_controls(text).splitlines()]
    return "\n".join(kept).strip()[:longest]
